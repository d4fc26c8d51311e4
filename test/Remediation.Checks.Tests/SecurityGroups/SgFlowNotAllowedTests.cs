using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgFlowNotAllowedTests
{
    private static readonly SgFlowNotAllowed Check = new();
    private static readonly Policy Addressed = Layers.Policy(Layers.Addressed);

    [Theory]
    [InlineData("web-1", "in tcp/443 from 0.0.0.0/0")]
    [InlineData("web-1", "in tcp/443 from ::/0")]
    [InlineData("web-1", "in tcp/443 from 203.0.113.0/24")]
    [InlineData("web-1", "in tcp/443 from pl-0open")]
    [InlineData("web-1", "in tcp/8443 from 198.51.100.7/32")]
    [InlineData("web-1", "in tcp/22 from sg-0bastion")]
    [InlineData("web-1", "in tcp/22 from 10.0.31.0/28")]
    [InlineData("web-1", "out tcp/443 to 0.0.0.0/0")]
    [InlineData("web-1", "out tcp/8080 to sg-0app")]
    [InlineData("web-1", "out tcp/8080 to 10.0.11.0/25")]
    [InlineData("app-1", "in tcp/8080 from sg-0web")]
    [InlineData("app-1", "in tcp/9000 from pl-0corp")]
    [InlineData("app-1", "in tcp/9443 from 192.0.2.128/25")]
    [InlineData("app-1", "out tcp/3306 to sg-0data")]
    [InlineData("data-1", "in tcp/3306 from 10.0.11.7/32")]
    [InlineData("data-1", "in tcp/3306 from sg-0gone")]
    public void Evaluate_WhatAFlowAllows_Passes(string name, string rule) =>
        Assert.True(Evaluate(Layers.Group(name, rule)).IsPass);

    [Theory]
    [InlineData("web-1", "in tcp/80 from 0.0.0.0/0", "tcp/80 from 0.0.0.0/0", Severity.High)]
    [InlineData("web-1", "in tcp/443 from 10.0.0.0/8", "tcp/443 from 10.0.0.0/8", Severity.Medium)]
    [InlineData("web-1", "in tcp/8443 from 198.51.100.0/23", "tcp/8443 from 198.51.101.0/24", Severity.Medium)]
    [InlineData(
        "web-1",
        "in tcp/440-450 from 203.0.113.0/24",
        "tcp/440-442, tcp/444-450 from 203.0.113.0/24",
        Severity.Medium
    )]
    [InlineData("web-1", "in tcp/22 from sg-0app", "tcp/22 from sg-0app", Severity.Medium)]
    [InlineData("web-1", "in tcp/443 from sg-0stray", "tcp/443 from sg-0stray", Severity.Medium)]
    [InlineData("web-1", "out tcp/3306 to sg-0data", "tcp/3306 to sg-0data", Severity.Medium)]
    [InlineData("web-1", "out tcp/3306 to 10.0.21.0/24", "tcp/3306 to 10.0.21.0/24", Severity.Medium)]
    [InlineData("data-1", "out all to 0.0.0.0/0", "all traffic to 0.0.0.0/0", Severity.Medium)]
    [InlineData("data-1", "in tcp/3306 from 10.0.10.0/23", "tcp/3306 from 10.0.10.0/24", Severity.Medium)]
    [InlineData("app-1", "in tcp/8080 from pl-0mixed", "tcp/8080 from 10.0.99.0/24", Severity.Medium)]
    [InlineData("app-1", "in tcp/9000 from 10.9.0.0/16", "tcp/9000 from 10.9.0.0/16", Severity.Medium)]
    public void Evaluate_WhatNoFlowAllows_FailsOnExactlyThat(
        string name,
        string rule,
        string offending,
        Severity severity
    )
    {
        var evidence = Assert.Single(Evaluate(Layers.Group(name, rule)).Evidence);

        Assert.Equal((offending, severity), (evidence.Offending, evidence.Severity));
    }

    [Theory]
    [InlineData("in tcp/443 from 0.0.0.0/0")]
    [InlineData("in tcp/443 from ::/0")]
    [InlineData("in tcp/443 from pl-0open")]
    public void Evaluate_InternetAllowedToTheLetter_FailsOnThePrivateAddressesOfTheBlock(string rule)
    {
        var policy = Layers.Policy(
            Layers.Addressed,
            Layers.Flows + "\nchecks: { sg-flow-not-allowed: { privateWithInternet: false } }\n"
        );
        var evidence = Assert.Single(Evaluate(Layers.Group("web-1", rule), policy).Evidence);

        var kept = ((RuleWithdrawal)evidence.Withdrawal!).Kept;
        Assert.True(kept.Addresses.IsSubsetOf(Internet.Space));
        Assert.Equal(ServiceSet.Tcp(443), kept.Services);
        Assert.Equal(Severity.Medium, evidence.Severity);
    }

    [Fact]
    public void Evaluate_GroupInNoTier_IsNotApplicable() =>
        Assert.NotNull(Evaluate(Layers.Group("stray", "in all from 0.0.0.0/0")).NotApplicableReason);

    [Fact]
    public void Evaluate_PolicyWithoutFlows_IsNotApplicable() =>
        Assert.NotNull(
            Evaluate(
                Layers.Group("web-1", "in all from 0.0.0.0/0"),
                Layers.Policy(Layers.Addressed, "")
            ).NotApplicableReason
        );

    [Theory]
    [InlineData(Layers.Addressed, "", SurroundingKinds.None)]
    [InlineData(Layers.Addressed, Layers.Flows, SurroundingKinds.PrefixLists | SurroundingKinds.Neighbours)]
    [InlineData(
        Layers.BySubnet,
        Layers.Flows,
        SurroundingKinds.PrefixLists | SurroundingKinds.Neighbours | SurroundingKinds.Subnets
    )]
    public void SurroundingsFor_Policy_AsksForNoMoreThanItNeeds(string tiers, string flows, SurroundingKinds kinds) =>
        Assert.Equal(
            kinds,
            new PolicyEvaluator(Layers.Policy(tiers, flows), [Check]).SurroundingsFor(ResourceTypes.SecurityGroup)
        );

    [Fact]
    public void Evaluate_GroupOfNoTierNamed_SaysSo()
    {
        var evidence = Assert.Single(Evaluate(Layers.Group("web-1", "in tcp/443 from sg-0stray")).Evidence);

        Assert.Equal("sg-0stray (stray) is in no tier; the group is tier web", evidence.Note);
    }

    [Fact]
    public void Evaluate_GroupInSeveralTiers_MayDoWhatAnyOfThemMay()
    {
        const string tiers = """
            version: 1
            tiers:
              web:     { securityGroups: { names: ["web-*"] } }
              app:     { securityGroups: { names: ["app-*", "web-and-app"] } }
              data:    { securityGroups: { names: ["data-*"] } }
              bastion: { securityGroups: { names: ["bastion-*"] } }

            """;
        var rules = new[] { "out tcp/8080 to sg-0app", "out tcp/3306 to sg-0data" };

        Assert.True(Evaluate(Layers.Group("web-and-app", rules), Layers.Policy(tiers)).IsPass);
        Assert.Single(Evaluate(Layers.Group("web-only", rules), Layers.Policy(tiers)).Evidence);
    }

    [Theory]
    [InlineData(
        "in tcp/8080 from sg-0dark",
        "tcp/8080 may be allowed: which tier sg-0dark is in is not known (access was denied)"
    )]
    [InlineData("in tcp/8080 from pl-0dark", "what pl-0dark holds is not known (it was not read)")]
    public void Evaluate_OtherSideThatCannotBeRead_IsUnknown(string rule, string reason)
    {
        var result = Evaluate(Layers.Group("app-1", rule));

        Assert.False(result.IsFail);
        Assert.Equal($"of rule sgr-0001, {reason}", Assert.Single(result.Unknowns));
    }

    [Fact]
    public void Evaluate_GroupOfAnotherAccount_FailsOnWhatNoTierMayAndDoubtsTheRest()
    {
        var group = Layers.Group("app-1");
        var rule = Sample.Rule("in tcp/8080-8081 from sg-0web");
        var foreign = group.WithRules([
            rule with
            {
                Peer = new SecurityGroupPeer("sg-0web") { UserId = "111122223333" },
            },
        ]);

        var result = Evaluate(foreign);

        Assert.Equal("tcp/8081 from sg-0web", Assert.Single(result.Evidence).Offending);
        Assert.Contains("it is in account 111122223333", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ids: [sg-0dark]", false)]
    [InlineData("ids: [sg-0other]", true)]
    [InlineData("ids: ['sg-*']", true)]
    [InlineData("ids: [sg-0dark], tags: { Layer: Web }", true)]
    public void Evaluate_GroupThatCannotBeRead_IsOfTheTierThatListsItsId(string members, bool isUnknown)
    {
        var policy = Layers.Policy(
            $$"""
            version: 1
            tiers:
              web:     { securityGroups: { {{members}} } }
              app:     { securityGroups: { names: ["app-*"] } }
              data:    { securityGroups: { names: ["data-*"] } }
              bastion: { securityGroups: { names: ["bastion-*"] } }

            """
        );

        var result = Evaluate(Layers.Group("app-1", "in tcp/8080 from sg-0dark"), policy);

        Assert.Equal((false, isUnknown), (result.IsFail, result.Unknowns.Length > 0));
    }

    [Fact]
    public void Evaluate_AddressesOfATierThatIsKnownByGroupOnly_AreDoubtedAndKept()
    {
        var policy = Layers.Policy(Layers.ByGroup);
        var group = Layers.Group("app-1", "in all from 10.0.0.0/8");

        var evaluation = Sample.Evaluate(Check, group, policy, Layers.Around());

        Assert.Contains(
            "tcp/22, tcp/8080 from 10.0.0.0/8 may be allowed: which addresses bastion, web has is not known",
            Assert.Single(evaluation.Result.Unknowns),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["tcp/22 from 10.0.0.0/8", "tcp/8080 from 10.0.0.0/8"],
            Fixed(evaluation, group).Rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Evaluate_ReferenceForTheSameTier_LeavesNoDoubtAboutAddresses()
    {
        var policy = Layers.Policy(Layers.ByGroup);
        var group = Layers.Group(
            "app-1",
            "in tcp/8080 from sg-0web",
            "in tcp/22 from sg-0bastion",
            "in all from 10.0.0.0/8"
        );

        var evaluation = Sample.Evaluate(Check, group, policy, Layers.Around());

        Assert.Empty(evaluation.Result.Unknowns);
        Assert.Equal(2, Fixed(evaluation, group).Rules.Length);
    }

    [Fact]
    public void Evaluate_TiersBySubnet_KnowTheirAddresses()
    {
        var policy = Layers.Policy(Layers.BySubnet);
        var group = Layers.Group("data-1", "in tcp/3306 from 10.0.10.0/23");

        Assert.Equal("tcp/3306 from 10.0.10.0/24", Assert.Single(Evaluate(group, policy).Evidence).Offending);
    }

    [Fact]
    public void Evaluate_SubnetsThatCannotBeRead_AreUnknownForWhatTheyMayAllow()
    {
        var policy = Layers.Policy(Layers.BySubnet);
        var unread = Layers.Around(Fact<IReadOnlyList<ResourceState>>.Unknown("access was denied"));
        var group = Layers.Group("data-1", "in tcp/3306-3307 from 10.0.10.0/23");

        var result = Evaluate(group, policy, unread);

        Assert.Equal("tcp/3307 from 10.0.10.0/23", Assert.Single(result.Evidence).Offending);
        Assert.Contains("the subnets of app are not known (access was denied)", Assert.Single(result.Unknowns));
    }

    [Fact]
    public void Desired_RuleThatIsPartlyAllowed_KeepsExactlyThatWithItsDescription()
    {
        var group = Layers.Group("app-1", "in tcp/8000-9000 from 10.0.0.0/20 \"from the web\"");
        var evaluation = Sample.Evaluate(Check, group, Addressed, Layers.Around());

        var rule = Assert.Single(Fixed(evaluation, group).Rules);

        Assert.Equal(("tcp/8080 from 10.0.1.0/24", "from the web"), (rule.ToString(), rule.Description));
    }

    [Fact]
    public void Desired_PrefixListThatIsPartlyAllowed_KeepsThatByAddress()
    {
        var group = Layers.Group("app-1", "in tcp/8080 from pl-0mixed");
        var evaluation = Sample.Evaluate(Check, group, Addressed, Layers.Around());

        Assert.Equal("tcp/8080 from 10.0.1.0/25", Assert.Single(Fixed(evaluation, group).Rules).ToString());
    }

    [Fact]
    public void Evaluate_ExemptedTraffic_IsNotedAndKept()
    {
        var policy = Addressed with
        {
            Exemptions =
            [
                new("EX-1", Check.Metadata.Id, Sample.GroupId, new DateOnly(2027, 3, 31), "net@example.com", "CHG-1")
                {
                    Traffic = TrafficSet.Of(ServiceSet.Tcp(3306), Sample.Addresses("10.0.1.0/25")),
                },
            ],
        };
        var group = Layers.Group("data-1", "in tcp/3306 from 10.0.1.0/24");
        var evaluation = Sample.Evaluate(Check, group, policy, Layers.Around());

        Assert.Equal("tcp/3306 from 10.0.1.0/25", Assert.Single(evaluation.Result.Exempted).Offending);
        Assert.Equal("tcp/3306 from 10.0.1.128/25", Assert.Single(evaluation.Result.Evidence).Offending);
        Assert.Equal("tcp/3306 from 10.0.1.0/25", Assert.Single(Fixed(evaluation, group).Rules).ToString());
    }

    private static SecurityGroup Fixed(CheckEvaluation evaluation, SecurityGroup group)
    {
        var desired = Check.Desired(group, evaluation.Context);
        Assert.True(desired.Exists, desired.Reason);
        return (SecurityGroup)desired.State;
    }

    private static CheckResult Evaluate(
        SecurityGroup group,
        Policy? policy = null,
        Surroundings? surroundings = null
    ) => Sample.Evaluate(Check, group, policy ?? Addressed, surroundings ?? Layers.Around()).Result;
}
