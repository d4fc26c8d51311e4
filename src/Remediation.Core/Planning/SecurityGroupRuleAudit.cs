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
            if (!withdrawals.Any(withdrawal => IsPieceOf(rule, withdrawal, surroundings)))
            {
                yield return $"the plan adds {rule}, which is no part of an offending rule with its description and tags";
            }
        }
    }

    private static bool IsPieceOf(SecurityGroupRule piece, RuleWithdrawal withdrawal, Surroundings surroundings)
    {
        var origin = withdrawal.Rule;
        return piece.Direction == origin.Direction
            && piece.Description == origin.Description
            && piece.Tags.SequenceEqual(origin.Tags)
            && AllowedTraffic.Of(piece, surroundings).IsSubsetOf(AllowedTraffic.Of(origin, surroundings))
            && IsOfPeer(piece, origin.Peer, withdrawal, surroundings);
    }

    // A prefix list that holds the same addresses today may hold others tomorrow, so neither may stand for the other but in what
    // a rule by prefix list keeps for some of its addresses only.
    private static bool IsOfPeer(
        SecurityGroupRule piece,
        Peer peer,
        RuleWithdrawal withdrawal,
        Surroundings surroundings
    ) =>
        piece.Peer == peer
        || (
            piece.Peer is CidrPeer
            && (
                peer is CidrPeer
                || AllowedTraffic.Of(piece, surroundings).IsSubsetOf(AllowedTraffic.Of(withdrawal.Kept))
            )
        );
}
