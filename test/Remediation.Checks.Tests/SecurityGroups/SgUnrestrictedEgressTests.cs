using Remediation.Checks.SecurityGroups;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgUnrestrictedEgressTests
{
    private static readonly SgUnrestrictedEgress Check = new();

    [Theory]
    [InlineData("out -1 to 0.0.0.0/0")]
    [InlineData("out tcp/25 to 0.0.0.0/0")]
    [InlineData("out tcp/443-444 to ::/0")]
    public void Evaluate_MoreThanAllowedToTheInternet_Fails(string rule) =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy()).Result.IsFail);

    [Theory]
    [InlineData("out tcp/443 to 0.0.0.0/0")]
    [InlineData("out udp/53 to 0.0.0.0/0")]
    [InlineData("out -1 to 10.0.0.0/8")]
    [InlineData("out -1 to sg-0123")]
    [InlineData("in tcp/25 from 0.0.0.0/0")]
    public void Evaluate_OnlyAllowed_Passes(string rule) =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy()).Result.IsPass);

    [Fact]
    public void Desired_AllTraffic_KeepsPrivateNetworksAndAllowedPorts()
    {
        var group = Sample.Group("out -1 to 0.0.0.0/0");
        var evaluation = Sample.Evaluate(Check, group, Sample.Policy());

        var desired = (SecurityGroup)Check.Desired(group, evaluation.Context).State!;

        Assert.Equal(
            [
                "all traffic to 10.0.0.0/8",
                "all traffic to 100.64.0.0/10",
                "all traffic to 172.16.0.0/12",
                "all traffic to 192.168.0.0/16",
                "tcp/53 to 0.0.0.0/0",
                "tcp/443 to 0.0.0.0/0",
                "udp/53 to 0.0.0.0/0",
            ],
            desired.Rules.Select(rule => rule.ToString())
        );
    }

    [Fact]
    public void Evaluate_UnreadablePrefixList_IsUnknown() =>
        Assert.True(Sample.Evaluate(Check, Sample.Group("out -1 to pl-dark"), Sample.Policy()).Result.IsUnknown);
}
