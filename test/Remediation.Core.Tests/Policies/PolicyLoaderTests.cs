using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Policies;

/// <summary>Documents that load, and what they then say.</summary>
public sealed class PolicyLoaderTests
{
    private static Policy Full { get; } =
        SampleChecks.Load(SampleDocuments.Full).Policy
        ?? throw new InvalidOperationException("the sample does not load");

    [Fact]
    public void Load_FullDocument_NothingToSay() => Assert.Empty(SampleChecks.Load(SampleDocuments.Full).Diagnostics);

    [Fact]
    public void Load_FullDocument_ModeNameAndHash()
    {
        Assert.Equal(EnforcementMode.Enforce, Full.Mode);
        Assert.Equal("sample", Full.Name);
        Assert.Matches("^[0-9a-f]{64}$", Full.Sha256);
        Assert.NotEqual(Full.Sha256, SampleChecks.Load(SampleDocuments.Full + "# more\n").Policy?.Sha256);
    }

    [Fact]
    public void Load_FullDocument_TrustsBareAddressAsOne() =>
        Assert.Equal("198.51.100.9/32, 203.0.113.0/24, 2001:db8::/32", Full.TrustedSources.ToString());

    [Fact]
    public void Load_FullDocument_TiersAndFlows()
    {
        Assert.Equal(["app", "bastion", "data", "web"], Full.Tiers.Keys);
        Assert.Equal(["bastion-*", "sg-0a1b2c3d"], Full.Tiers["bastion"].SecurityGroups!.Resources);
        Assert.Equal("Database", Full.Tiers["data"].SecurityGroups!.Tags["Layer"]);
        Assert.Equal(["vpc-0d4f"], Full.Tiers["data"].SecurityGroups!.Vpcs);
        Assert.Equal(5, Full.Flows.Length);
        Assert.True(Full.Flows[0].From.IsInternet);
        Assert.Equal(["web"], Full.Flows[0].To.Tiers);
        Assert.Equal(["web", "app", "data"], Full.Flows[3].To.Tiers);
        Assert.Equal(ServiceSet.Tcp(443, 53).Union(ServiceSet.Udp(53)), Full.Flows[4].Allow);
    }

    [Fact]
    public void Load_FullDocument_CheckSettings()
    {
        var settings = Full.Checks["sg-open-admin-port"];
        Assert.Equal((Response.Revert, Fix.Narrow), (settings.Respond, settings.Fix));
        Assert.Equal(ParameterValue.Of(256), settings.Parameters["maxPublicAddresses"]);
        var ports = Assert.IsType<ParameterValue.ServicesValue>(settings.Parameters["ports"]);
        Assert.Equal(ServiceSet.Tcp(22, 3389).Union(ServiceSet.Udp(22)), ports.Services);
        Assert.Equal("22, tcp/3389", ports.Text);
        Assert.Equal(
            ParameterValue.Of("remove"),
            Full.Checks["sg-open-unauthorized-port"].Parameters["onTooManyRules"]
        );
        Assert.Equal(ParameterValue.Of(true), Full.Checks["nacl-ineffective-deny"].Parameters["countDefault"]);
        Assert.Equal(Response.Ticket, Full.Checks["*"].Respond);
    }

    [Fact]
    public void Load_FullDocument_ScopesExemptionsGuardrails()
    {
        var scope = Assert.Single(Full.Scopes);
        Assert.Equal(["111122223333"], scope.Match.Accounts);
        Assert.Equal(["us-*"], scope.Match.Regions);
        Assert.Equal("sandbox", scope.Match.Tags["env"]);
        var exemption = Assert.Single(Full.Exemptions);
        Assert.Equal(
            new Exemption(
                "EX-42",
                "sg-open-admin-port",
                "sg-0abc1234",
                new(2027, 3, 31),
                "netsec@example.com",
                "vendor support window, CHG-1234"
            )
            {
                Traffic = TrafficSet.Of(ServiceSet.Tcp(22), AddressSet.Of(Cidr.Parse("198.51.100.7/32").Value)),
            },
            exemption
        );
        Assert.Equal(["sg-0123", "*:webacl/FMManagedWebACLV2-*"], Full.Guardrails.NeverTouch);
        Assert.Equal(5, Full.Guardrails.MaxRulesRemovedPerPlan);
    }

    [Theory]
    [InlineData("version: 1")]
    [InlineData("---\nversion: 1\n...\n")]
    [InlineData("{\"version\": 1}")]
    [InlineData("\uFEFFversion: 1\n")]
    [InlineData("version: 1\r\nmode: observe\r\n")]
    public void Load_LeastDocument_Defaults(string text)
    {
        var result = SampleChecks.Load(text);
        Assert.Empty(result.Diagnostics);
        Assert.True(result.IsSuccess);
        Assert.Equal(EnforcementMode.Observe, result.Policy.Mode);
        Assert.True(result.Policy.TrustedSources.IsEmpty);
        Assert.Equal(20, result.Policy.Guardrails.MaxRulesRemovedPerPlan);
        Assert.Empty(result.Policy.Guardrails.NeverTouch);
    }

    [Fact]
    public void Load_EmptyPorts_NothingIsInTheSet()
    {
        var policy = SampleChecks.Load("version: 1\nchecks: { sg-open-unauthorized-port: { ports: [] } }").Policy;
        var ports = policy?.Checks["sg-open-unauthorized-port"].Parameters["ports"];
        Assert.True(Assert.IsType<ParameterValue.ServicesValue>(ports).Services.IsEmpty);
    }

    [Fact]
    public void Load_OnePortWithoutList_IsAList()
    {
        var policy = SampleChecks.Load("version: 1\nchecks: { sg-open-admin-port: { ports: tcp/22 } }").Policy;
        var ports = policy?.Checks["sg-open-admin-port"].Parameters["ports"];
        Assert.Equal(ServiceSet.Tcp(22), Assert.IsType<ParameterValue.ServicesValue>(ports).Services);
    }
}
