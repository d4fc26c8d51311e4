using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwIpv6UnconsideredTests
{
    private const string IPv4Alone = "drop tcp any any -> 10.0.0.0/24 any (sid:1;)";
    private static readonly NfwIpv6Unconsidered Check = new();

    [Fact]
    public void Evaluate_PolicyThatDropsTheRest_Passes() => Assert.True(Check.On(FirewallSample.Policy()).IsPass);

    [Theory]
    [InlineData(IPv4Alone + "\ndrop tcp any any -> 2001:db8::/64 any (sid:2;)")]
    [InlineData(IPv4Alone + "\ndrop ip any any -> any any (sid:2;)")]
    public void Evaluate_RuleThatMeetsIPv6_Passes(string rules) =>
        Assert.True(Check.On(Open(), FirewallSample.Beside(FirewallSample.Suricata(rules))).IsPass);

    [Theory]
    [InlineData(IPv4Alone)]
    [InlineData(IPv4Alone + "\npass tcp any any -> any 443 (sid:2;)")]
    public void Evaluate_IPv4Alone_Fails(string rules) =>
        Assert.Contains(
            "IPv4 addresses alone",
            Assert.Single(Check.On(Open(), FirewallSample.Beside(FirewallSample.Suricata(rules))).Evidence).Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_NoAddressNamed_IsNotApplicable() =>
        Assert.NotNull(
            Check
                .On(Open(), FirewallSample.Beside(FirewallSample.Domains("DENYLIST", ".example.com")))
                .NotApplicableReason
        );

    [Fact]
    public void Evaluate_GroupUnread_IsUnknown() => Assert.True(Check.On(Open()).IsUnknown);

    private static FirewallPolicy Open() =>
        FirewallSample.Policy(content =>
        {
            content["StatefulDefaultActions"] = new JsonArray();
            content["StatelessRuleGroupReferences"] = new JsonArray();
        });
}
