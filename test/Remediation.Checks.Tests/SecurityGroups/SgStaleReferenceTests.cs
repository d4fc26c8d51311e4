using System.Collections.Immutable;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgStaleReferenceTests
{
    private static readonly SgStaleReference Check = new();

    [Fact]
    public void Evaluate_DeletedGroup_FailsOnThatRuleOnly()
    {
        var group = Sample.Group("in tcp/22 from sg-gone", "in tcp/22 from sg-here", "in tcp/22 from 0.0.0.0/0");

        var evaluation = Sample.Evaluate(Check, group, Sample.Policy(), Known());

        Assert.Equal("sgr-0001", Assert.Single(evaluation.Result.Evidence).Rule);
        var desired = (SecurityGroup)Check.Desired(group, evaluation.Context).State!;
        Assert.Equal(["sgr-0002", "sgr-0003"], desired.Rules.Select(rule => rule.RuleId));
    }

    [Theory]
    [InlineData("deleted", false)]
    [InlineData("rejected", false)]
    [InlineData("expired", false)]
    [InlineData("active", true)]
    public void Evaluate_PeeredGroup_FollowsThePeeringConnection(string status, bool passes)
    {
        var rule = Sample.Rule("in tcp/22 from sg-peer") with
        {
            Peer = new SecurityGroupPeer("sg-peer") { PeeringStatus = status },
        };

        var result = Sample.Evaluate(Check, Sample.Group().WithRules([rule]), Sample.Policy(), Known()).Result;

        Assert.Equal(passes, result.IsPass);
        Assert.Equal(!passes, result.IsFail);
    }

    [Theory]
    [InlineData("in tcp/22 from sg-here")]
    [InlineData("in tcp/22 from " + Sample.GroupId)]
    [InlineData("in tcp/22 from 10.0.0.0/8")]
    public void Evaluate_GroupThatExists_Passes(string rule) =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(rule), Sample.Policy(), Known()).Result.IsPass);

    [Fact]
    public void Evaluate_GroupNotRead_IsUnknown() =>
        Assert.True(Sample.Evaluate(Check, Sample.Group("in tcp/22 from sg-dark"), Sample.Policy()).Result.IsUnknown);

    private static Surroundings Known() =>
        new()
        {
            ReferencedGroups = ImmutableDictionary<string, Fact<string>>
                .Empty.Add("sg-here", Fact<string>.Known("here"))
                .Add("sg-gone", Fact<string>.Absent)
                .Add("sg-peer", Fact<string>.Unknown("it is in another account")),
        };
}
