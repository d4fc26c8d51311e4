using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What changed of a firewall, and what that means.</summary>
internal static class FirewallChanges
{
    private static readonly DocumentPath Settings = FirewallParts.FirewallSettings;

    public static IReadOnlyList<StateChange> Between(Firewall before, Firewall after)
    {
        var changes = new ChangeCollector(before, after);
        Flag(
            changes,
            "protection against deletion",
            "DeleteProtection",
            before.DeleteProtection,
            after.DeleteProtection
        );
        Flag(
            changes,
            "protection against a change of its subnets",
            "SubnetChangeProtection",
            before.SubnetChangeProtection,
            after.SubnetChangeProtection
        );
        Flag(
            changes,
            "protection against a change of its policy",
            "FirewallPolicyChangeProtection",
            before.PolicyChangeProtection,
            after.PolicyChangeProtection
        );
        if (before.PolicyArn != after.PolicyArn)
        {
            // Which of two policies keeps out more is not told by their names.
            changes.Add(
                ChangeEffect.Unknown,
                $"policy {FirewallArn.NameOf(before.PolicyArn)} → {FirewallArn.NameOf(after.PolicyArn)}",
                Settings.Then("FirewallPolicyArn")
            );
        }
        Subnets(changes, before, after);
        Logging(changes, before, after);
        changes.AddIfDiffers(ChangeEffect.Neutral, "description changed", Settings.Then("Description"));
        changes.AddIfDiffers(ChangeEffect.Neutral, "tags changed", Settings.Then("Tags"));
        return changes.All();
    }

    private static void Flag(ChangeCollector changes, string what, string member, bool before, bool after)
    {
        var place = Settings.Then(member);
        if (before != after)
        {
            changes.Add(
                before ? ChangeEffect.Weaker : ChangeEffect.Stronger,
                $"{what} {Word(before)} → {Word(after)}",
                place
            );
        }
        else
        {
            changes.AddIfDiffers(ChangeEffect.Neutral, $"{what} is written otherwise", place);
        }
    }

    private static string Word(bool flag) => flag ? "on" : "off";

    private static void Subnets(ChangeCollector changes, Firewall before, Firewall after)
    {
        var place = Settings.Then("SubnetMappings");
        foreach (var subnet in before.Subnets)
        {
            var at = place.Item("SubnetId", subnet.SubnetId);
            var now = after.Subnets.FirstOrDefault(other => other.SubnetId == subnet.SubnetId);
            if (now is null)
            {
                changes.Add(ChangeEffect.Weaker, $"endpoint in {subnet.SubnetId} removed", at);
            }
            else if (now.IPAddressType != subnet.IPAddressType)
            {
                changes.Add(
                    ChangeEffect.Unknown,
                    $"addresses of the endpoint in {subnet.SubnetId} {subnet.IPAddressType} → {now.IPAddressType}",
                    at
                );
            }
        }
        foreach (
            var subnet in after.Subnets.Where(subnet => !before.Subnets.Any(one => one.SubnetId == subnet.SubnetId))
        )
        {
            changes.Add(
                ChangeEffect.Stronger,
                $"endpoint in {subnet.SubnetId} added",
                place.Item("SubnetId", subnet.SubnetId)
            );
        }
    }

    private static void Logging(ChangeCollector changes, Firewall before, Firewall after)
    {
        if (!changes.Differs(FirewallParts.LogDestinations))
        {
            return;
        }
        foreach (var type in Types(before).Union(Types(after), StringComparer.Ordinal))
        {
            var (was, now) = (Find(before, type), Find(after, type));
            var place = FirewallParts.LogDestinations.Item("LogType", type);
            switch (was, now)
            {
                case (null, { }):
                    changes.Add(ChangeEffect.Stronger, $"logging of {now} added", place);
                    break;
                case ({ }, null):
                    changes.Add(ChangeEffect.Weaker, $"logging of {was} removed", place);
                    break;
                case ({ }, { }) when !was.Config.Equals(now.Config):
                    changes.Add(ChangeEffect.Unknown, $"logging of {was} → {now}", place);
                    break;
            }
        }
    }

    private static IEnumerable<string> Types(Firewall firewall) =>
        firewall.LogDestinations.Select(destination => destination.LogType);

    private static LogDestination? Find(Firewall firewall, string type) =>
        firewall.LogDestinations.FirstOrDefault(destination => destination.LogType == type);
}
