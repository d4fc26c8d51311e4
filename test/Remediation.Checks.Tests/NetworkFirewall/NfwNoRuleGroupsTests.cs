using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwNoRuleGroupsTests
{
    private static readonly NfwNoRuleGroups Check = new();

    private static readonly FirewallPolicy Empty = FirewallSample.Policy(policy =>
    {
        policy["StatefulRuleGroupReferences"] = new JsonArray();
        policy.AsObject().Remove("StatelessRuleGroupReferences");
    });

    [Fact]
    public void Evaluate_OneGroup_Passes() =>
        Assert.True(
            Check.On(FirewallSample.Policy(policy => policy["StatefulRuleGroupReferences"] = new JsonArray())).IsPass
        );

    [Fact]
    public void Evaluate_None_Fails() => Assert.True(Check.On(Empty).IsFail);

    [Fact]
    public void Evaluate_ReferencesThatAreNoList_IsUnknown() =>
        Assert.True(Check.On(FirewallSample.Policy(policy => policy["StatefulRuleGroupReferences"] = "all")).IsUnknown);

    [Fact]
    public void Desired_Baseline_IsPutBackWhole()
    {
        var after = (FirewallPolicy)Check.Fixed(Empty, FirewallSample.Since(FirewallSample.Policy()));

        Assert.Empty(after.DifferencesTo(FirewallSample.Policy()));
    }

    [Fact]
    public void Desired_NoBaseline_IsATicket() =>
        Assert.Contains(
            "no baseline",
            Assert
                .Single(Planned.For(Empty, FirewallChecks.With(Check), Surroundings.Unknown, Check).Result.Unplanned)
                .Reason,
            StringComparison.Ordinal
        );
}
