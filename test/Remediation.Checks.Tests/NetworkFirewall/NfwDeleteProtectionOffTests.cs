using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwDeleteProtectionOffTests
{
    private static readonly NfwDeleteProtectionOff Check = new();

    [Fact]
    public void Evaluate_On_Passes() => Assert.True(Check.On(FirewallSample.Firewall()).IsPass);

    [Theory]
    [InlineData("false")]
    [InlineData("null")]
    public void Desired_OffOrAbsent_IsOn(string value)
    {
        var firewall = FirewallSample.Firewall(settings =>
            settings["DeleteProtection"] = System.Text.Json.Nodes.JsonNode.Parse(value)
        );

        Assert.Equal("DeleteProtection is off", Assert.Single(Check.On(firewall).Evidence).Offending);
        Assert.True(((Firewall)Check.Fixed(firewall, Surroundings.Unknown)).DeleteProtection);
    }

    [Fact]
    public void Evaluate_NeitherTrueNorFalse_IsUnknown() =>
        Assert.True(Check.On(FirewallSample.Firewall(settings => settings["DeleteProtection"] = "maybe")).IsUnknown);
}
