using Remediation.Checks.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgOpenHighRiskPortTests
{
    private static readonly SgOpenHighRiskPort Check = new();

    [Theory]
    [InlineData("in tcp/3306 from 0.0.0.0/0", "tcp/3306 from 0.0.0.0/0")]
    [InlineData("in tcp/9200-9300 from ::/0", "tcp/9200, tcp/9300 from ::/0")]
    [InlineData("in tcp/0-20 from 0.0.0.0/0", "tcp/20 from 0.0.0.0/0")]
    public void Evaluate_HighRiskPortOpen_NamesExactlyThose(string rule, string offending)
    {
        var result = Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy()).Result;

        Assert.Equal(offending, Assert.Single(result.Evidence).Offending);
    }

    [Theory]
    [InlineData("in tcp/443 from 0.0.0.0/0")]
    [InlineData("in tcp/3306 from 10.0.0.0/8")]
    [InlineData("in tcp/3306 from sg-0123")]
    [InlineData("out tcp/3306 to 0.0.0.0/0")]
    public void Evaluate_NoHighRiskPortOpen_Passes(string rule) =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy()).Result.IsPass);

    [Fact]
    public void Evaluate_UnreadablePrefixList_IsUnknown() =>
        Assert.True(Sample.Evaluate(Check, Sample.Group("in tcp/25 from pl-dark"), Sample.Policy()).Result.IsUnknown);
}
