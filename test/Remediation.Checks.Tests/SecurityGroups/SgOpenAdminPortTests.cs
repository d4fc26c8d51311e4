using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgOpenAdminPortTests
{
    private static readonly SgOpenAdminPort Check = new();

    [Theory]
    [InlineData("in tcp/22 from 0.0.0.0/0")]
    [InlineData("in 6/22 from 0.0.0.0/0")]
    [InlineData("in tcp/22 from 208.236.235.254/0")]
    [InlineData("in tcp/22 from ::/0")]
    [InlineData("in tcp/22 from 2000::/3")]
    [InlineData("in tcp/22 from ::ffff:0:0/96")]
    [InlineData("in tcp/22 from 64:ff9b::/96")]
    [InlineData("in tcp/22 from 2002::/16")]
    [InlineData("in tcp/22 from 0.0.0.0/1")]
    [InlineData("in tcp/20-25 from 0.0.0.0/0")]
    [InlineData("in tcp/0-65535 from 0.0.0.0/0")]
    [InlineData("in tcp from 0.0.0.0/0")]
    [InlineData("in -1 from 0.0.0.0/0")]
    [InlineData("in all from ::/0")]
    [InlineData("in udp/3389 from 0.0.0.0/0")]
    [InlineData("in tcp/3389 from 0.0.0.0/0")]
    [InlineData("in tcp/22 from pl-open")]
    public void Evaluate_OpenToTheWorld_FailsAsCritical(string rule)
    {
        var surroundings = Sample.PrefixLists(("pl-open", ["0.0.0.0/1", "128.0.0.0/1"]));

        var result = Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy(), surroundings).Result;

        Assert.Equal(Severity.Critical, Assert.Single(result.Evidence).Severity);
    }

    [Fact]
    public void Evaluate_HundredSlashEights_FailsOnEachAsCritical()
    {
        var rules = Enumerable.Range(20, 100).Select(i => $"in tcp/22 from {i}.0.0.0/8").ToArray();

        var result = Sample.Evaluate(Check, Sample.Group(rules), Sample.Policy()).Result;

        Assert.Equal(100, result.Evidence.Length);
        Assert.All(result.Evidence, evidence => Assert.Equal(Severity.Critical, evidence.Severity));
    }

    [Fact]
    public void Evaluate_ManySmallBlocksThatAddUp_FailsAsCritical()
    {
        var rules = Enumerable.Range(0, 300).Select(i => $"in tcp/22 from 8.{i / 256}.{i % 256}.0/24").ToArray();

        var result = Sample.Evaluate(Check, Sample.Group(rules), Sample.Policy()).Result;

        Assert.All(result.Evidence, evidence => Assert.Equal(Severity.Critical, evidence.Severity));
    }

    [Theory]
    [InlineData("in tcp/22 from 203.0.113.0/24")]
    [InlineData("in tcp/22 from 203.0.113.77/32")]
    [InlineData("in tcp/22 from ::ffff:203.0.113.0/120")]
    [InlineData("in tcp/22 from 2001:db8:1::/48")]
    [InlineData("in tcp/22 from sg-0123")]
    [InlineData("in tcp/22 from 10.0.0.0/8")]
    [InlineData("in tcp/22 from 172.16.0.0/12")]
    [InlineData("in tcp/22 from 192.168.1.0/24")]
    [InlineData("in tcp/22 from fd00::/8")]
    [InlineData("in tcp/23 from 0.0.0.0/0")]
    [InlineData("in tcp/443 from 0.0.0.0/0")]
    [InlineData("in icmp/22 from 0.0.0.0/0")]
    [InlineData("in 50 from 0.0.0.0/0")]
    [InlineData("out tcp/22 to 0.0.0.0/0")]
    [InlineData("in tcp/22 from pl-office")]
    public void Evaluate_NotOpenToTheWorld_Passes(string rule)
    {
        var policy = Sample.Policy(trusted: ["203.0.113.0/24", "2001:db8::/32"]);
        var surroundings = Sample.PrefixLists(("pl-office", ["203.0.113.0/25", "10.1.0.0/16"]));

        var result = Sample.Evaluate(Check, Sample.Group(rule), policy, surroundings).Result;

        Assert.True(result.IsPass);
    }

    [Fact]
    public void Evaluate_UntrustedAddress_FailsAtLowerSeverity()
    {
        var result = Sample.Evaluate(Check, Sample.Group("in tcp/22 from 198.51.100.7/32"), Sample.Policy()).Result;

        Assert.Equal(Severity.Medium, Assert.Single(result.Evidence).Severity);
    }

    [Fact]
    public void Evaluate_PrefixListThatCannotBeRead_IsUnknown()
    {
        var result = Sample.Evaluate(Check, Sample.Group("in tcp/22 from pl-dark"), Sample.Policy()).Result;

        Assert.True(result.IsUnknown);
        Assert.False(result.IsFail);
        Assert.Contains("pl-dark", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_UnreadablePrefixListOnAnotherPort_Passes()
    {
        var result = Sample.Evaluate(Check, Sample.Group("in tcp/443 from pl-dark"), Sample.Policy()).Result;

        Assert.True(result.IsPass);
    }

    [Fact]
    public void Evidence_OfRange_NamesTheExactOffence()
    {
        var group = Sample.Group("in tcp/20-25 from 0.0.0.0/0 \"oops\"");

        var evidence = Assert.Single(Sample.Evaluate(Check, group, Sample.Policy()).Result.Evidence);

        Assert.Equal("tcp/20-25 from 0.0.0.0/0", evidence.Traffic);
        Assert.Equal("tcp/22 from 0.0.0.0/0", evidence.Offending);
        Assert.Equal("sgr-0001", evidence.Rule);
        Assert.Equal("oops", evidence.Description);
    }

    [Fact]
    public void Desired_Remove_SplitsTheRangeAndKeepsTheRest()
    {
        var group = Sample.Group("in tcp/20-25 from 0.0.0.0/0 \"oops\"", "in tcp/20-25 from 10.0.0.0/8 \"corp\"");

        var desired = Desired(group, Sample.Policy());

        Assert.Equal(
            ["tcp/20-25 from 10.0.0.0/8 corp", "tcp/20-21 from 0.0.0.0/0 oops", "tcp/23-25 from 0.0.0.0/0 oops"],
            desired.Rules.Select(rule => $"{rule} {rule.Description}")
        );
    }

    [Fact]
    public void Desired_Narrow_LeavesTheTrustedSources()
    {
        var policy = Sample.Policy(["203.0.113.0/24"], [("*", new() { Fix = Fix.Narrow })]);

        var desired = Desired(Sample.Group("in tcp/22 from 0.0.0.0/0"), policy);

        Assert.Equal("tcp/22 from 203.0.113.0/24", Assert.Single(desired.Rules).ToString());
    }

    [Fact]
    public void Desired_PrefixList_KeepsTheListForOtherPorts()
    {
        var evaluation = Sample.Evaluate(
            Check,
            Sample.Group("in tcp/20-25 from pl-open"),
            Sample.Policy(),
            Sample.PrefixLists(("pl-open", ["0.0.0.0/0"]))
        );

        var desired = (SecurityGroup)
            Check.Desired(Sample.Group("in tcp/20-25 from pl-open"), evaluation.Context).State!;

        Assert.Equal(
            ["tcp/20-21 from pl-open", "tcp/23-25 from pl-open"],
            desired.Rules.Select(rule => rule.ToString())
        );
    }

    [Fact]
    public void Desired_AllTrafficWithoutLeaveToRemove_IsNoneAndSaysWhy()
    {
        var group = Sample.Group("in -1 from 0.0.0.0/0");
        var evaluation = Sample.Evaluate(Check, group, Sample.Policy());

        var desired = Check.Desired(group, evaluation.Context);

        Assert.False(desired.Exists);
        Assert.Contains("onTooManyRules: remove", desired.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_AllTrafficWithLeaveToRemove_RemovesTheRule()
    {
        var remove = new CheckSettings().Parameters.Add(
            CheckParameters.OnTooManyRules,
            ParameterValue.Of(CheckParameters.Remove)
        );
        var policy = Sample.Policy(checks: [("*", new() { Parameters = remove })]);

        Assert.Equal(
            "tcp/443 from 0.0.0.0/0",
            Assert
                .Single(Desired(Sample.Group("in -1 from ::/0", "in tcp/443 from 0.0.0.0/0"), policy).Rules)
                .ToString()
        );
    }

    [Fact]
    public void Evaluate_ExemptedTraffic_IsNotOffendingAndSurvivesTheFix()
    {
        var policy = Sample.Policy() with
        {
            Exemptions =
            [
                new("EX-1", "sg-open-admin-port", Sample.GroupId, new(2026, 11, 20), "netsec", "vendor")
                {
                    Traffic = TrafficSet.Of(ServiceSet.Tcp(22), Sample.Addresses("198.51.100.7/32")),
                },
            ],
        };

        var exempted = Sample.Evaluate(Check, Sample.Group("in tcp/22 from 198.51.100.7/32"), policy).Result;
        Assert.Empty(exempted.Evidence);
        Assert.Single(exempted.Exempted);
        Assert.Equal(
            "tcp/22 from 198.51.100.7/32",
            Assert.Single(Desired(Sample.Group("in tcp/22 from 0.0.0.0/0"), policy).Rules).ToString()
        );
    }

    [Fact]
    public void Evaluate_EndedExemption_FailsAgain()
    {
        var policy = Sample.Policy() with
        {
            Exemptions = [new("EX-1", "sg-open-admin-port", Sample.GroupId, new(2026, 11, 19), "netsec", "vendor")],
        };

        Assert.True(Sample.Evaluate(Check, Sample.Group("in tcp/22 from 0.0.0.0/0"), policy).Result.IsFail);
    }

    private static SecurityGroup Desired(SecurityGroup group, Policy policy)
    {
        var evaluation = Sample.Evaluate(Check, group, policy);
        return (SecurityGroup)Check.Desired(group, evaluation.Context).State!;
    }
}
