using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Quarantines;

/// <summary>
/// Holds a plan of a quarantine or a release against what it says of itself, by applying its calls in memory, one by one. It knows
/// nothing of how the plan was made.
/// </summary>
internal static class QuarantineValidator
{
    /// <summary>Why the plan is not to be carried out, or null.</summary>
    public static string? Objection(Plan plan)
    {
        var state = plan.Before;
        foreach (var call in plan.Calls)
        {
            var applied = StateChanges.Apply(state, call, Surroundings.Unknown);
            if (!applied.IsSuccess)
            {
                return $"AWS would refuse '{call.Summary}': {applied.Error}";
            }
            if (Widened(plan, applied.State) is { } widened)
            {
                return $"after '{call.Summary}' {widened}";
            }
            state = applied.State;
        }
        return IsSame(state, plan.Desired) ? null : "the calls do not lead to the wanted state";
    }

    // Between two calls nothing may be let through that is let through neither before nor after.
    private static string? Widened(Plan plan, ResourceState state) =>
        (plan.Before, state, plan.Desired) switch
        {
            (NetworkAcl before, NetworkAcl now, NetworkAcl after) => Directions
                .Select(direction =>
                    Excess(
                        now.AllowedTraffic(direction),
                        before.AllowedTraffic(direction),
                        after.AllowedTraffic(direction)
                    )
                )
                .FirstOrDefault(excess => excess is not null),
            (SecurityGroup before, SecurityGroup now, SecurityGroup after) => now.Rules.FirstOrDefault(rule =>
                !before.Rules.Concat(after.Rules).Any(known => known.Key == rule.Key)
            )
                is { } rule
                ? $"{rule} would be there, which is there neither before nor after"
                : null,
            (ElasticInterface before, ElasticInterface now, ElasticInterface after) => now
                .GroupIds.Except(before.GroupIds.Concat(after.GroupIds), StringComparer.Ordinal)
                .FirstOrDefault()
                is { } group
                ? $"the interface would be in {group}"
                : null,
            _ => null,
        };

    private static IEnumerable<Direction> Directions => [Direction.Ingress, Direction.Egress];

    private static string? Excess(TrafficSet now, TrafficSet before, TrafficSet after)
    {
        var excess = now.Except(before.Union(after));
        return excess.IsEmpty ? null : $"{excess} would be let through, which is let through neither before nor after";
    }

    // Ids of new rules are AWS's to give.
    private static bool IsSame(ResourceState made, ResourceState desired) =>
        (made, desired) switch
        {
            (SecurityGroup one, SecurityGroup other) => one
                .Rules.Select(rule => rule.Key)
                .ToHashSet()
                .SetEquals(other.Rules.Select(rule => rule.Key)),
            _ => made.Fingerprint == desired.Fingerprint,
        };
}
