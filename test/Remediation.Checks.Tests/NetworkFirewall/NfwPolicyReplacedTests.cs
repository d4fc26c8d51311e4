using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwPolicyReplacedTests
{
    private static readonly NfwPolicyReplaced Check = new();

    private static readonly Firewall Replaced = FirewallSample.Firewall(settings =>
        settings["FirewallPolicyArn"] = FirewallSample.Prefix + "firewall-policy/open"
    );

    [Fact]
    public void Evaluate_SamePolicy_Passes() =>
        Assert.True(
            Check
                .On(
                    FirewallSample.Firewall(settings => settings["DeleteProtection"] = false),
                    FirewallSample.Since(FirewallSample.Firewall())
                )
                .IsPass
        );

    [Fact]
    public void Desired_OtherPolicy_IsTheFormerUnderTheSameProtection()
    {
        var baseline = FirewallSample.Firewall();

        Assert.Contains(
            "firewall-policy/open",
            Assert.Single(Check.On(Replaced, FirewallSample.Since(baseline)).Evidence).Offending,
            StringComparison.Ordinal
        );
        var after = (Firewall)Check.Fixed(Replaced, FirewallSample.Since(baseline));
        Assert.Empty(after.DifferencesTo(baseline));
    }

    [Fact]
    public void Evaluate_NoBaseline_IsNotApplicable() =>
        Assert.NotNull(Check.On(Replaced, new() { Baseline = Fact<ResourceState>.Absent }).NotApplicableReason);

    [Fact]
    public void Evaluate_BaselineUnread_IsUnknown() => Assert.True(Check.On(Replaced, Surroundings.Unknown).IsUnknown);
}
