using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What a change of HOME_NET means, which is what rules protect, and outside of which is what they protect from.</summary>
internal static class HomeNetChanges
{
    public static void Between(
        ChangeCollector changes,
        FirewallVariables before,
        FirewallVariables after,
        DocumentPath place,
        ChangeEffect widened,
        ChangeEffect narrowed
    )
    {
        if (!changes.Differs(place))
        {
            return;
        }
        var (was, now) = (before.Addresses(FirewallVariables.HomeNet), after.Addresses(FirewallVariables.HomeNet));
        if (was.Equals(now))
        {
            return;
        }
        var isWider = was.IsWithin(now);
        changes.Add(
            isWider == true ? widened
                : now.IsWithin(was) == true ? narrowed
                : ChangeEffect.Unknown,
            $"HOME_NET {was} → {now}",
            place
        );
    }
}
