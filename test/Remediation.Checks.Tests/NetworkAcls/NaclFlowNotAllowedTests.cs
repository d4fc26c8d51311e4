using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclFlowNotAllowedTests
{
    private static readonly NaclFlowNotAllowed Check = new();
    private static readonly Policy Policy = Layers.Policy(Layers.BySubnet);

    [Theory]
    [InlineData("subnet-0app", "in 100 allow tcp/8080 from 10.0.1.0/24")]
    [InlineData("subnet-0app", "in 100 allow tcp/8080 from 10.0.1.128/25")]
    [InlineData("subnet-0app", "in 100 allow tcp/1024-65535 from 0.0.0.0/0")]
    [InlineData("subnet-0app", "in 100 allow tcp/1024-65535 from ::/0")]
    [InlineData("subnet-0app", "in 100 allow icmp/3 from 10.0.1.0/24")]
    [InlineData("subnet-0app", "in 100 deny all from 0.0.0.0/0")]
    [InlineData("subnet-0app", "in 100 allow all from 10.0.11.0/24")]
    [InlineData("subnet-0app", "in 100 allow all from 169.254.0.0/16")]
    [InlineData("subnet-0app", "out 100 allow tcp/443 to 0.0.0.0/0")]
    [InlineData("subnet-0app", "out 100 allow tcp/3306 to 10.0.21.0/24")]
    [InlineData("subnet-0app", "out 100 allow tcp/1024-65535 to 10.0.1.0/24")]
    [InlineData("subnet-0web", "in 100 allow tcp/443 from 0.0.0.0/0")]
    [InlineData("subnet-0web", "out 100 allow tcp/1024-65535 to 0.0.0.0/0")]
    [InlineData("subnet-0data", "out 100 allow tcp/1024-65535 to 10.0.11.0/24")]
    public void Evaluate_FlowsAndTheirAnswers_Pass(string subnet, string entry) =>
        Assert.True(Evaluate(Acl([subnet], entry)).Result is { IsPass: true, NotApplicableReason: null });

    [Theory]
    [InlineData(
        "subnet-0app",
        "in 100 allow tcp/22 from 0.0.0.0/0",
        "tcp/22 from 0.0.0.0/0 without 10.0.31.0/28",
        Severity.Medium
    )]
    [InlineData(
        "subnet-0app",
        "in 100 allow tcp/8080 from 10.0.0.0/22",
        "tcp/8080 from 10.0.0.0/24, 10.0.2.0/23",
        Severity.Low
    )]
    [InlineData(
        "subnet-0app",
        "in 100 allow udp/1024-65535 from 203.0.113.0/24",
        "udp/1024-65535 from 203.0.113.0/24",
        Severity.Low
    )]
    [InlineData("subnet-0app", "out 100 allow tcp/3306 to 10.0.20.0/23", "tcp/3306 to 10.0.20.0/24", Severity.Low)]
    [InlineData("subnet-0web", "out 100 allow tcp/3306 to 10.0.21.0/24", "tcp/3306 to 10.0.21.0/24", Severity.Low)]
    [InlineData(
        "subnet-0data",
        "in 100 allow tcp/1024-65535 from 0.0.0.0/0",
        "tcp/1024-3305, tcp/3307-65535 from 0.0.0.0/0; tcp/3306 from 0.0.0.0/0 without 10.0.11.0/24",
        Severity.Medium
    )]
    public void Evaluate_BeyondTheFlows_FailsOnExactlyThat(
        string subnet,
        string entry,
        string offending,
        Severity severity
    )
    {
        var result = Evaluate(Acl([subnet], entry)).Result;

        var evidence = Assert.Single(result.Evidence);
        Assert.Equal((offending, severity), (evidence.Offending, evidence.Severity));
    }

    [Fact]
    public void Evaluate_DenyBefore_OnlyTheEffectOfTheEntryCounts() =>
        Assert.True(
            Evaluate(
                Acl(["subnet-0web"], "in 90 deny tcp/0-442 from 0.0.0.0/0", "in 100 allow tcp/0-443 from 0.0.0.0/0")
            ).Result.IsPass
        );

    [Fact]
    public void Evaluate_SharedByTiers_MayDoWhatAnyOfThemMay()
    {
        var entry = "in 100 allow tcp/3306 from 10.0.11.0/24";

        Assert.True(Evaluate(Acl(["subnet-0web", "subnet-0data"], entry)).Result.IsPass);
        Assert.True(Evaluate(Acl(["subnet-0bastion"], "in 100 allow tcp/443 from 10.0.11.0/24")).Result.IsFail);
    }

    [Fact]
    public void Evaluate_TwoSubnetsOfOneTier_TrafficBetweenThemCounts()
    {
        var around = Around();
        around = around with
        {
            Neighbours = around.Neighbours.Add(
                "subnet-0data2",
                Fact<ResourceState>.Known(Layers.Subnet("subnet-0data2", "data-b", "10.0.22.0/24"))
            ),
        };
        var acl = Acl(["subnet-0data", "subnet-0data2"], "in 100 allow tcp/22 from 10.0.21.0/24");

        Assert.Equal(
            "tcp/22 from 10.0.21.0/24",
            Assert.Single(Sample.Evaluate(Check, acl, Policy, around).Result.Evidence).Offending
        );
    }

    [Fact]
    public void Evaluate_SubnetInNoTier_IsNotApplicable() =>
        Assert.NotNull(Evaluate(Acl(["subnet-0other"], "in 100 allow all from 0.0.0.0/0")).Result.NotApplicableReason);

    [Fact]
    public void Evaluate_SubnetThatCannotBeRead_IsUnknown()
    {
        var result = Evaluate(Acl(["subnet-0dark"], "in 100 allow all from 0.0.0.0/0")).Result;

        Assert.Equal("which tier subnet-0dark is in is not known: access was denied", Assert.Single(result.Unknowns));
    }

    [Fact]
    public void Evaluate_TierThatIsKnownByGroupOnly_IsDoubtedAndKept()
    {
        var policy = Layers.Policy(
            Layers.ByGroup.Replace(
                "[\"data-*\"] } }",
                "[\"data-*\"] }, subnets: { names: [\"data-*\"] } }",
                StringComparison.Ordinal
            )
        );
        var acl = Acl(["subnet-0data"], "in 100 allow tcp/3300-3310 from 10.0.0.0/16");

        var evaluation = Sample.Evaluate(Check, acl, policy, Around());

        Assert.Equal(
            "entry 100 allow tcp/3300-3310 from 10.0.0.0/16 may be allowed in part: which addresses app, bastion have is not "
                + "known; give the policy their subnets or cidrs",
            Assert.Single(evaluation.Result.Unknowns)
        );
        Assert.Equal(
            "tcp/3300-3305, tcp/3307-3310 from 10.0.0.0/16; tcp/3306 from 10.0.21.0/24",
            Assert.Single(evaluation.Result.Evidence).Offending
        );
    }

    [Theory]
    [InlineData(Layers.BySubnet, "", SurroundingKinds.None)]
    [InlineData(Layers.ByGroup, Layers.Flows, SurroundingKinds.None)]
    [InlineData(Layers.Addressed, Layers.Flows, SurroundingKinds.Neighbours | SurroundingKinds.Subnets)]
    public void SurroundingsFor_Policy_AsksForNoMoreThanItNeeds(string tiers, string flows, SurroundingKinds kinds) =>
        Assert.Equal(
            kinds,
            new PolicyEvaluator(Layers.Policy(tiers, flows), [Check]).SurroundingsFor(ResourceTypes.NetworkAcl)
        );

    [Fact]
    public void Desired_AllowAll_KeepsExactlyFlowsAndAnswers()
    {
        var acl = Acl(["subnet-0data"], "in 100 allow all from 0.0.0.0/0", "out 100 allow all to 0.0.0.0/0");

        var after = AclGen.Fixed(Evaluate(acl), acl);

        Assert.True(Evaluate(after).Result is { IsPass: true, NotApplicableReason: null });
        Assert.True(after.AllowedTraffic(Direction.Ingress).Overlaps(Flow("tcp/3306", "10.0.11.0/24")));
        Assert.True(after.AllowedTraffic(Direction.Ingress).Overlaps(Flow("tcp/22", "10.0.31.0/28")));
        Assert.True(after.AllowedTraffic(Direction.Egress).Overlaps(Flow("tcp/50000", "10.0.11.0/24")));
        Assert.False(after.AllowedTraffic(Direction.Egress).Addresses.Overlaps(Sample.Addresses("10.0.1.0/24")));
        Assert.InRange(AclGen.Own(after, Direction.Ingress).Count(), 1, 8);
    }

    [Fact]
    public void Desired_AllowAll_PlansWithoutAMomentOfMoreOrLess()
    {
        var acl = Acl(["subnet-0web"], "in 100 allow all from 0.0.0.0/0", "out 100 allow all to 0.0.0.0/0");

        var planned = Planned.For(acl, Policy, Around(), Check, new NaclIneffectiveDeny());

        Assert.NotNull(planned.Result.Plan);
        Assert.Empty(planned.Validate().Objections);
        Assert.Null(Planned.For(planned.After(), Policy, Around(), Check).Result.Plan);
    }

    [Fact]
    public void Desired_UntieredSubnetUsesItToo_IsATicket()
    {
        var acl = Acl(["subnet-0data", "subnet-0other"], "in 100 allow all from 0.0.0.0/0");

        var desired = Check.Desired(acl, Evaluate(acl).Context);

        Assert.Contains("subnet-0other uses the ACL as well and is in no tier", desired.Reason);
    }

    [Fact]
    public void Desired_NoRoomWithinTheQuota_IsATicket()
    {
        var entries = Enumerable.Range(0, 20).Select(i => $"in {100 + i} allow tcp/{4000 + (2 * i)} from 0.0.0.0/0");
        var acl = Acl(["subnet-0app"], [.. entries.Append("in 200 allow all from 0.0.0.0/0").Skip(1)]);
        var evaluation = Evaluate(acl);

        var desired = Check.Desired(acl, evaluation.Context);

        Assert.True(evaluation.Result.IsFail);
        Assert.Contains("AWS allows 20", desired.Reason);
    }

    [Fact]
    public void Desired_AnyAcl_TakesExactlyTheWithdrawalAndPasses() =>
        Gen.Select(AclGen.Acl, Gen.OneOf("subnet-0web", "subnet-0app", "subnet-0data", "subnet-0bastion"))
            .Sample(
                (acl, subnet) =>
                {
                    var used = Acl([subnet]).WithEntries(acl.Entries);
                    var before = Evaluate(used);
                    if (Check.Desired(used, before.Context).State is not NetworkAcl after)
                    {
                        return;
                    }
                    foreach (var direction in (Direction[])[Direction.Ingress, Direction.Egress])
                    {
                        var expected = used.AllowedTraffic(direction).Except(AclGen.Withdrawn(before, direction));
                        Assert.Equal(expected, after.AllowedTraffic(direction));
                        NaclOpenAdminPortPropertyTests.AssertTidy(used, after, direction);
                    }
                    Assert.False(Evaluate(after).Result.IsFail);
                },
                iter: 1000
            );

    private static CheckEvaluation Evaluate(NetworkAcl acl) => Sample.Evaluate(Check, acl, Policy, Around());

    private static Surroundings Around() =>
        Layers.Around() with
        {
            Neighbours = Layers
                .Around()
                .Neighbours.AddRange(
                    Layers.Subnets.Select(subnet =>
                        KeyValuePair.Create(subnet.Id.Id, Fact<ResourceState>.Known(subnet))
                    )
                )
                .Add("subnet-0dark", Fact<ResourceState>.Unknown("access was denied")),
        };

    private static TrafficSet Flow(string service, string block) =>
        TrafficSet.Of(Sample.ServiceOf(service), Sample.Addresses(block));

    private static NetworkAcl Acl(string[] subnets, params string[] entries)
    {
        var acl = Sample.Acl(entries);
        return new NetworkAcl
        {
            Id = acl.Id,
            VpcId = acl.VpcId,
            Associations = [.. subnets.Select(subnet => new NetworkAclAssociation($"aclassoc-{subnet}", subnet))],
            Entries = acl.Entries,
        };
    }
}
