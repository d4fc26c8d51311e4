using System.Runtime.InteropServices;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>Which rules of two states are the same to AWS, and which are only in one.</summary>
internal sealed record RuleMatch(
    IReadOnlyList<SecurityGroupRule> Removed,
    IReadOnlyList<SecurityGroupRule> Added,
    IReadOnlyList<(SecurityGroupRule Old, SecurityGroupRule New)> Kept
)
{
    public static RuleMatch Of(IEnumerable<SecurityGroupRule> current, IEnumerable<SecurityGroupRule> desired)
    {
        var left = new Dictionary<(Direction, Service, Peer), List<SecurityGroupRule>>();
        var removed = new List<SecurityGroupRule>();
        foreach (var rule in current)
        {
            ref var alike = ref CollectionsMarshal.GetValueRefOrAddDefault(left, rule.Key, out _);
            (alike ??= new(1)).Add(rule);
            removed.Add(rule);
        }
        var added = new List<SecurityGroupRule>();
        var kept = new List<(SecurityGroupRule, SecurityGroupRule)>();
        foreach (var rule in desired)
        {
            if (!left.TryGetValue(rule.Key, out var alike) || alike.Count == 0)
            {
                added.Add(rule);
                continue;
            }
            // EC2 keeps rules apart by content, but an export of something else may hold two of the same.
            var index = Math.Max(0, alike.FindIndex(old => old.RuleId == rule.RuleId));
            var found = alike[index];
            alike.RemoveAt(index);
            removed.RemoveAt(removed.FindIndex(old => ReferenceEquals(old, found)));
            kept.Add((found, rule));
        }
        return new(removed, added, kept);
    }
}
