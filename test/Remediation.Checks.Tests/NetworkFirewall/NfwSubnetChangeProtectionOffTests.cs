using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwSubnetChangeProtectionOffTests
{
    private static readonly NfwSubnetChangeProtectionOff Check = new();

    [Fact]
    public void Evaluate_On_Passes() => Assert.True(Check.On(FirewallSample.Firewall()).IsPass);

    [Fact]
    public void Desired_Off_IsOn()
    {
        var firewall = FirewallSample.Firewall(settings => settings["SubnetChangeProtection"] = false);

        Assert.True(Check.On(firewall).IsFail);
        Assert.True(((Firewall)Check.Fixed(firewall, Surroundings.Unknown)).SubnetChangeProtection);
    }

    [Fact]
    public void Evaluate_NeitherTrueNorFalse_IsUnknown() =>
        Assert.True(Check.On(FirewallSample.Firewall(settings => settings["SubnetChangeProtection"] = 1)).IsUnknown);
}
