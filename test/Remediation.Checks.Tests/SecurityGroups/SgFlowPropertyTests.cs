using CsCheck;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing;
using Remediation.Testing.Generators;

namespace Remediation.Checks.Tests.SecurityGroups;

/// <summary>What must hold of every group of a tier: the fix leaves exactly what a rule and the flows allow both.</summary>
public sealed class SgFlowPropertyTests
{
    private static readonly SgFlowNotAllowed Check = new();

    private static readonly Gen<Peer> Peers = Gen.OneOf<Peer>(
        Gen.OneOf(
                "10.0.0.0/8",
                "10.0.0.0/20",
                "10.0.1.0/24",
                "10.0.11.0/24",
                "10.0.31.0/28",
                "0.0.0.0/0",
                "::/0",
                "192.0.2.0/23"
            )
            .Select(Peer (text) => new CidrPeer(Cidr.Parse(text).Value)),
        TrafficGen.Cidr.Select(Peer (cidr) => new CidrPeer(cidr)),
        Gen.OneOf("sg-0web", "sg-0app", "sg-0data", "sg-0stray", "sg-0gone", "sg-0dark", Sample.GroupId)
            .Select(Peer (id) => new SecurityGroupPeer(id)),
        Gen.OneOf("pl-0corp", "pl-0mixed", "pl-0open", "pl-0dark").Select(Peer (id) => new PrefixListPeer(id))
    );

    private static readonly Gen<Service> Services = Gen.OneOf<Service>(
        Gen.OneOf(
            Sample.ServiceOf("tcp/443"),
            Sample.ServiceOf("tcp/8080"),
            Sample.ServiceOf("tcp/3306"),
            Sample.ServiceOf("tcp/8000-9500"),
            Sample.ServiceOf("tcp/22")
        ),
        TrafficGen.Service
    );

    private static readonly Gen<SecurityGroup> Groups = Gen.Select(
        Gen.OneOf("web-1", "app-1", "data-1", "bastion-1"),
        Gen.Select(TrafficGen.Direction, Services, Peers, (d, s, p) => new SecurityGroupRule(d, s, p)).Array[0, 8],
        (name, rules) =>
            Layers
                .Group(name)
                .WithRules([
                    .. rules.DistinctBy(rule => rule.Key).Select((rule, i) => rule with { RuleId = $"sgr-{i}" }),
                ])
    );

    private static readonly Gen<Policy> Policies = Gen.Select(
        Gen.OneOf(Layers.Addressed, Layers.ByGroup, Layers.BySubnet),
        Gen.Bool,
        (tiers, withPrivate) =>
            Layers.Policy(
                tiers,
                Layers.Flows
                    + "\nchecks: { sg-flow-not-allowed: { maxReplacementRules: 60, privateWithInternet: "
                    + (withPrivate ? "true } }\n" : "false } }\n")
            )
    );

    [Fact]
    public void Evaluate_Addressed_FailsOnExactlyWhatTheFlowsDoNotAllow() =>
        Groups.Sample(
            group =>
            {
                var policy = Layers.Policy(
                    Layers.Addressed,
                    Layers.Flows + "\nchecks: { sg-flow-not-allowed: { privateWithInternet: false } }\n"
                );
                var evaluation = Sample.Evaluate(Check, group, policy, Layers.Around());
                foreach (var rule in group.Rules.Where(rule => rule.Peer is CidrPeer))
                {
                    var expected = AllOf(rule).Except(Oracle(group, rule.Direction));
                    var evidence = evaluation.Result.Evidence.Where(item => item.Rule == rule.RuleId).ToList();
                    Assert.Equal(expected.IsEmpty ? 0 : 1, evidence.Count);
                    Assert.All(evidence, item => Assert.Equal(expected, Withdrawn(rule, item)));
                }
            },
            iter: 500
        );

    [Fact]
    public void Desired_AnyGroup_LeavesTheRuleWithoutTheOffendingTrafficAndNothingElse() =>
        Gen.Select(Groups, Policies)
            .Sample(
                (group, policy) =>
                {
                    var around = Layers.Around();
                    var evaluation = Sample.Evaluate(Check, group, policy, around);
                    if (Check.Desired(group, evaluation.Context).State is not SecurityGroup after)
                    {
                        return;
                    }
                    foreach (var direction in (Direction[])[Direction.Ingress, Direction.Egress])
                    {
                        var expected = group
                            .RulesOf(direction)
                            .Select(rule => Remaining(rule, evaluation, around))
                            .Aggregate(AllowedTraffic.Nothing, (all, some) => all.Union(some));
                        var actual = StateChanges.Allowed(after, direction, around);
                        Assert.True(actual.IsSubsetOf(expected) && expected.IsSubsetOf(actual));
                    }
                    Assert.False(Sample.Evaluate(Check, after, policy, around).Result.IsFail);
                },
                iter: 500
            );

    [Fact]
    public void Plan_AnyGroup_IsAcceptedByTheValidatorAndEndsInNothingToPlan() =>
        Gen.Select(Groups, Policies)
            .Sample(
                (group, policy) =>
                {
                    var planned = Planned.For(group, policy, Layers.Around(), new SgOpenAdminPort(), Check);
                    if (planned.Result.Plan is null)
                    {
                        return;
                    }
                    Assert.Empty(planned.Validate().Objections);
                    var again = Planned.For(planned.After(), policy, Layers.Around(), new SgOpenAdminPort(), Check);
                    Assert.Null(again.Result.Plan);
                },
                iter: 500
            );

    private static AllowedTraffic Remaining(SecurityGroupRule rule, CheckEvaluation evaluation, Surroundings around) =>
        evaluation
            .Result.Evidence.Where(item => item.Rule == rule.RuleId)
            .Select(item => (RuleWithdrawal)item.Withdrawal!)
            .Aggregate(
                AllowedTraffic.Of(rule, around),
                (all, withdrawal) => all.Without(withdrawal.Services, withdrawal.Kept)
            );

    private static TrafficSet AllOf(SecurityGroupRule rule) =>
        TrafficSet.Of(rule.Service, AddressSet.Of(((CidrPeer)rule.Peer).Cidr));

    private static TrafficSet Withdrawn(SecurityGroupRule rule, Evidence evidence)
    {
        var withdrawal = (RuleWithdrawal)evidence.Withdrawal!;
        var lost = TrafficSet.Of(withdrawal.Services, AddressSet.Of(((CidrPeer)rule.Peer).Cidr));
        return AllOf(rule).Intersect(lost).Except(withdrawal.Kept);
    }

    // The flows of the sample once more, written out by hand.
    private static TrafficSet Oracle(SecurityGroup group, Direction direction) =>
        (group.Name, direction) switch
        {
            ("web-1", Direction.Ingress) => TrafficSet
                .Of(ServiceSet.Tcp(443), Internet.Space)
                .Union(TrafficSet.Of(ServiceSet.Tcp(8443), Internet.WithEmbedded(Sample.Addresses("198.51.100.0/24"))))
                .Union(TrafficSet.Of(ServiceSet.Tcp(22), Sample.Addresses("10.0.31.0/28"))),
            ("web-1", _) => TrafficSet
                .Of(ServiceSet.Tcp(443), Internet.Space)
                .Union(TrafficSet.Of(ServiceSet.Tcp(8080), Sample.Addresses("10.0.11.0/24"))),
            ("app-1", Direction.Ingress) => TrafficSet
                .Of(ServiceSet.Tcp(8080), Sample.Addresses("10.0.1.0/24"))
                .Union(TrafficSet.Of(ServiceSet.Tcp(9443), Sample.Addresses("192.0.2.0/24")))
                .Union(TrafficSet.Of(ServiceSet.Tcp(22), Sample.Addresses("10.0.31.0/28"))),
            ("app-1", _) => TrafficSet
                .Of(ServiceSet.Tcp(443), Internet.Space)
                .Union(TrafficSet.Of(ServiceSet.Tcp(3306), Sample.Addresses("10.0.21.0/24"))),
            ("data-1", Direction.Ingress) => TrafficSet
                .Of(ServiceSet.Tcp(3306), Sample.Addresses("10.0.11.0/24"))
                .Union(TrafficSet.Of(ServiceSet.Tcp(22), Sample.Addresses("10.0.31.0/28"))),
            ("bastion-1", Direction.Egress) => TrafficSet.Of(
                ServiceSet.Tcp(22),
                Sample.Addresses("10.0.1.0/24", "10.0.11.0/24", "10.0.21.0/24")
            ),
            _ => TrafficSet.Empty,
        };
}
