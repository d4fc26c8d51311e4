using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwSingleAzTests
{
    private static readonly NfwSingleAz Check = new();

    [Theory]
    [InlineData("""{ "SubnetMappings": [ { "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" } ] }""")]
    [InlineData(
        """{ "SubnetMappings": [], "AvailabilityZoneMappings": [ { "AvailabilityZone": "use1-az1" }, { "AvailabilityZone": "use1-az2" } ] }"""
    )]
    public void Evaluate_TwoZones_Passes(string settings) => Assert.True(Check.On(Firewall(settings)).IsPass);

    [Theory]
    [InlineData("""{ "SubnetMappings": [ { "SubnetId": "subnet-1" } ] }""", "only in subnet-1")]
    [InlineData("""{ "SubnetMappings": [] }""", "no endpoint at all")]
    public void Evaluate_FewerThanTwo_Fails(string settings, string offending) =>
        Assert.Equal(offending, Assert.Single(Check.On(Firewall(settings)).Evidence).Offending);

    [Fact]
    public void Evaluate_MappingsThatAreNoList_IsUnknown() =>
        Assert.True(Check.On(Firewall("""{ "SubnetMappings": "all" }""")).IsUnknown);

    private static Core.Resources.NetworkFirewall.Firewall Firewall(string settings) =>
        FirewallSample.Firewall(node =>
        {
            foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject())
            {
                node[name] = value?.DeepClone();
            }
        });
}
