using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Core.Planning;

/// <summary>
/// Compares the rules of a group before and after a plan one by one: rules that no evidence names must stand just as they did,
/// and every new rule must be a piece of an offending one, with its description and tags.
/// </summary>
internal static class SecurityGroupRuleAudit
{
    public static IEnumerable<string> Objections(
        SecurityGroup before,
        SecurityGroup after,
        ImmutableArray<RuleWithdrawal> withdrawals,
        Surroundings surroundings
    )
    {
        var offending = withdrawals.Select(withdrawal => withdrawal.Rule).ToHashSet();
        foreach (var rule in before.Rules.Where(rule => !offending.Contains(rule) && !after.Rules.Contains(rule)))
        {
            yield return $"the plan touches {rule.RuleId ?? ""} {rule}, which no finding names";
        }
        var keys = before.Rules.Select(rule => rule.Key).ToHashSet();
        foreach (var rule in after.Rules.Where(rule => !keys.Contains(rule.Key)))
        {
            if (!offending.Any(origin => IsPieceOf(rule, origin, surroundings)))
            {
                yield return $"the plan adds {rule}, which is no part of an offending rule with its description and tags";
            }
        }
    }

    private static bool IsPieceOf(SecurityGroupRule piece, SecurityGroupRule origin, Surroundings surroundings) =>
        piece.Direction == origin.Direction
        && piece.Description == origin.Description
        && piece.Tags.SequenceEqual(origin.Tags)
        && AllowedTraffic.Of(piece, surroundings).IsSubsetOf(AllowedTraffic.Of(origin, surroundings));
}
