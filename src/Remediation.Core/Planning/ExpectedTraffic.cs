using System.Diagnostics;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Planning;

/// <summary>
/// Computes what must be let through after a plan from the state before it and the evidence alone: before − forbidden. It shares
/// nothing with the planner but the algebra.
/// </summary>
internal static class ExpectedTraffic
{
    public static TrafficBounds After(Plan plan, Direction direction, Surroundings surroundings)
    {
        var withdrawals = plan
            .Targets.SelectMany(target => target.Result.Evidence)
            .Select(evidence => evidence.Withdrawal)
            .OfType<Withdrawal>()
            .ToList();
        return plan.Before switch
        {
            SecurityGroup group => OfGroup(group, direction, [.. withdrawals.OfType<RuleWithdrawal>()], surroundings),
            NetworkAcl acl => OfAcl(acl, direction, withdrawals.OfType<TrafficWithdrawal>()),
            DocumentState => new(AllowedTraffic.Nothing, AllowedTraffic.Nothing),
            _ => throw new UnreachableException(),
        };
    }

    private static TrafficBounds OfAcl(NetworkAcl acl, Direction direction, IEnumerable<TrafficWithdrawal> withdrawals)
    {
        var allowed = acl.AllowedTraffic(direction);
        foreach (var withdrawal in withdrawals.Where(withdrawal => withdrawal.Direction == direction))
        {
            allowed = allowed.Except(withdrawal.Traffic);
        }
        return new(AllowedTraffic.Of(allowed), AllowedTraffic.Of(allowed));
    }

    private static TrafficBounds OfGroup(
        SecurityGroup group,
        Direction direction,
        List<RuleWithdrawal> withdrawals,
        Surroundings surroundings
    )
    {
        var (least, most) = (AllowedTraffic.Nothing, AllowedTraffic.Nothing);
        foreach (var rule in group.RulesOf(direction))
        {
            var own = withdrawals.Where(withdrawal => withdrawal.Rule == rule).ToList();
            var rest = own.Aggregate(
                AllowedTraffic.Of(rule, surroundings),
                (traffic, withdrawal) => traffic.Without(withdrawal.Services, withdrawal.Kept)
            );
            most = most.Union(rest);
            least = own.Exists(withdrawal => MayGoWhole(withdrawal, group, surroundings)) ? least : least.Union(rest);
        }
        return new(least, most);
    }

    private static bool MayGoWhole(RuleWithdrawal withdrawal, SecurityGroup group, Surroundings surroundings) =>
        withdrawal.MayGoWhole
        && RuleRemainder.Obstacle(withdrawal, RuleRemainder.Of(withdrawal, surroundings), group, surroundings)
            is not null;
}
