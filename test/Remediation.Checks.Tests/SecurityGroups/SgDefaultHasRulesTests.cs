using Remediation.Checks.SecurityGroups;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgDefaultHasRulesTests
{
    private static readonly SgDefaultHasRules Check = new();

    [Theory]
    [InlineData("in -1 from sg-0default")]
    [InlineData("out -1 to 0.0.0.0/0")]
    [InlineData("in tcp/443 from 10.0.0.0/8")]
    public void Evaluate_DefaultGroupWithAnyRule_Fails(string rule) =>
        Assert.True(Sample.Evaluate(Check, Default(rule), Sample.Policy()).Result.IsFail);

    [Fact]
    public void Evaluate_DefaultGroupWithoutRules_Passes() =>
        Assert.True(Sample.Evaluate(Check, Default(), Sample.Policy()).Result.IsPass);

    [Fact]
    public void Evaluate_OtherGroup_IsNotApplicable() =>
        Assert.NotNull(
            Sample.Evaluate(Check, Sample.Group("in -1 from 0.0.0.0/0"), Sample.Policy()).Result.NotApplicableReason
        );

    [Fact]
    public void Evaluate_UnreadableRule_IsUnknown()
    {
        var group = new SecurityGroup
        {
            Id = Default().Id,
            Name = "default",
            Unreadable = ["a rule with protocol 'bogus'"],
        };

        Assert.True(Sample.Evaluate(Check, group, Sample.Policy()).Result.IsUnknown);
    }

    [Fact]
    public void Desired_RemovesAllRules()
    {
        var group = Default("in -1 from sg-0default", "out -1 to 0.0.0.0/0", "out -1 to ::/0");
        var evaluation = Sample.Evaluate(Check, group, Sample.Policy());

        Assert.Empty(((SecurityGroup)Check.Desired(group, evaluation.Context).State!).Rules);
    }

    private static SecurityGroup Default(params string[] rules) => Sample.NamedGroup("sg-0default", "default", rules);
}
