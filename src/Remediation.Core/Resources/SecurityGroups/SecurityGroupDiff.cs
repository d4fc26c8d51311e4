using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// The fewest calls that turn one state of a group into another. Rules that stay the same are not touched; a rule of which only
/// the description or tags differ keeps its id. Rule ids are AWS's to give and are not compared.
/// </summary>
public static class SecurityGroupDiff
{
    /// <summary>
    /// The calls in order: new rules are authorised, then texts are set, then old rules are revoked, so that traffic that both
    /// states allow is never cut. Only where the new rules would not fit beside the old ones (for the given quota) are the old
    /// rules of that direction revoked first. Empty when the two states are equal. Tags of a rule without an id are not known,
    /// and stay as they are.
    /// </summary>
    /// <param name="prefixListSize">The most entries of a prefix list by its id; 1 where it is not known.</param>
    public static ImmutableArray<ApiCall> Between(
        SecurityGroup current,
        SecurityGroup desired,
        int quota = SecurityGroup.DefaultRuleQuota,
        Func<string, int>? prefixListSize = null
    )
    {
        var first = ImmutableArray.CreateBuilder<ApiCall>();
        var last = ImmutableArray.CreateBuilder<ApiCall>();
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
        {
            var match = RuleMatch.Of(current.RulesOf(direction), desired.RulesOf(direction));
            var fits =
                RuleQuota.Used(current.Rules.AddRange(match.Added), direction, prefixListSize)
                <= RuleQuota.LimitFor(current.Rules, direction, quota, prefixListSize);
            var revoke = SecurityGroupCalls.Revoke(current, direction, match.Removed);
            if (!fits)
            {
                first.AddRange(revoke);
            }
            first.AddRange(SecurityGroupCalls.Authorize(current, direction, match.Added));
            AddTexts(first, current, direction, match);
            if (fits)
            {
                last.AddRange(revoke);
            }
        }
        first.AddRange(last);
        return first.DrainToImmutable();
    }

    private static void AddTexts(
        ImmutableArray<ApiCall>.Builder calls,
        SecurityGroup group,
        Direction direction,
        RuleMatch match
    )
    {
        var described = match.Kept.Where(pair => pair.Old.Description != pair.New.Description).ToArray();
        if (described.Length > 0)
        {
            SecurityGroupRule[] rules =
            [
                .. described.Select(pair => pair.Old with { Description = pair.New.Description }),
            ];
            calls.Add(SecurityGroupCalls.Describe(group, direction, rules));
        }
        foreach (var (old, wanted) in match.Kept)
        {
            if (old.RuleId is not null)
            {
                AddTags(calls, old, wanted);
            }
        }
    }

    private static void AddTags(ImmutableArray<ApiCall>.Builder calls, SecurityGroupRule old, SecurityGroupRule wanted)
    {
        var missing = wanted.Tags.Except(old.Tags).ToImmutableArray();
        var keys = wanted.Tags.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal);
        var surplus = old.Tags.Where(tag => !keys.Contains(tag.Key)).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            calls.Add(SecurityGroupCalls.Tag(old, missing));
        }
        if (!surplus.IsEmpty)
        {
            calls.Add(SecurityGroupCalls.Untag(old, surplus));
        }
    }
}
