using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwRuleGroupEmptyTests
{
    private static readonly NfwRuleGroupEmpty Check = new();

    [Fact]
    public void Evaluate_Rules_Pass()
    {
        Assert.True(Check.On(FirewallSample.Suricata("drop tcp any any -> any 23 (sid:1;)")).IsPass);
        Assert.True(Check.On(FirewallSample.Domains("DENYLIST", ".example.com")).IsPass);
    }

    [Fact]
    public void Evaluate_NoRules_Fails()
    {
        Assert.True(Check.On(FirewallSample.Suricata("# later\n")).IsFail);
        Assert.True(Check.On(FirewallSample.Domains("DENYLIST")).IsFail);
        Assert.True(
            Check
                .On(
                    FirewallSample.Group(
                        """{ "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [] } } }""",
                        FirewallSample.StatelessArn
                    )
                )
                .IsFail
        );
    }

    [Fact]
    public void Evaluate_RuleThatCannotBeUnderstood_IsUnknown()
    {
        var result = Check.On(FirewallSample.Suricata("block everything"));

        Assert.False(result.IsFail);
        Assert.True(result.IsUnknown);
    }

    [Fact]
    public void Desired_Baseline_IsPutBack()
    {
        var baseline = FirewallSample.Suricata("drop tcp any any -> any 23 (sid:1;)");

        var after = (FirewallRuleGroup)Check.Fixed(FirewallSample.Suricata(""), FirewallSample.Since(baseline));

        Assert.Equal("sid 1", Assert.Single(after.Rules).Label);
    }

    [Fact]
    public void Desired_NoBaseline_IsATicket() =>
        Assert.Contains(
            "no baseline",
            Assert
                .Single(
                    Planned
                        .For(FirewallSample.Suricata(""), FirewallChecks.With(Check), Surroundings.Unknown, Check)
                        .Result.Unplanned
                )
                .Reason,
            StringComparison.Ordinal
        );
}
