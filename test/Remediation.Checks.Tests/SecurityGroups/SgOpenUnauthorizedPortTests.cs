using Remediation.Checks.SecurityGroups;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgOpenUnauthorizedPortTests
{
    private static readonly SgOpenUnauthorizedPort Check = new();

    [Theory]
    [InlineData("in tcp/8443 from 0.0.0.0/0", "tcp/8443 from 0.0.0.0/0")]
    [InlineData("in tcp/443-444 from 0.0.0.0/0", "tcp/444 from 0.0.0.0/0")]
    [InlineData("in udp/443 from ::/0", "udp/443 from ::/0")]
    [InlineData("in icmp/8 from 0.0.0.0/0", "icmp type 8 from 0.0.0.0/0")]
    [InlineData("in tcp/0 from 0.0.0.0/0", "tcp/0 from 0.0.0.0/0")]
    public void Evaluate_AnythingButAuthorised_Fails(string rule, string offending)
    {
        var result = Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy()).Result;

        Assert.Equal(offending, Assert.Single(result.Evidence).Offending);
    }

    [Theory]
    [InlineData("in tcp/443 from 0.0.0.0/0")]
    [InlineData("in tcp/80 from ::/0")]
    [InlineData("in all from 10.0.0.0/8")]
    public void Evaluate_OnlyAuthorised_Passes(string rule) =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy()).Result.IsPass);

    [Fact]
    public void Desired_WideRange_LeavesTheAuthorisedPorts()
    {
        var group = Sample.Group("in tcp/0-1024 from 0.0.0.0/0 \"web\"");
        var evaluation = Sample.Evaluate(Check, group, Sample.Policy());

        var desired = (SecurityGroup)Check.Desired(group, evaluation.Context).State!;

        Assert.Equal(
            ["tcp/80 from 0.0.0.0/0 web", "tcp/443 from 0.0.0.0/0 web"],
            desired.Rules.Select(rule => $"{rule} {rule.Description}")
        );
    }

    [Fact]
    public void Evaluate_UnreadablePrefixList_IsUnknown() =>
        Assert.True(Sample.Evaluate(Check, Sample.Group("in tcp/444 from pl-dark"), Sample.Policy()).Result.IsUnknown);
}
