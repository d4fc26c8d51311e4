using System.Collections.Immutable;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwPassAnyTests
{
    private static readonly NfwPassAny Check = new();

    [Theory]
    [InlineData("pass tcp any any -> 10.0.1.0/24 443 (sid:1;)")]
    [InlineData("pass tcp any any -> 10.0.1.0/24 [80,443] (sid:1;)")]
    [InlineData("pass tcp 10.0.0.0/8 any -> any any (sid:1;)")]
    [InlineData("pass tcp 203.0.113.0/24 any -> 10.0.1.0/24 22 (sid:1;)")]
    [InlineData("drop ip any any -> any any (sid:1;)")]
    [InlineData("pass tls any any -> any any (tls.sni; content:\"example.com\"; sid:1;)")]
    public void Evaluate_NamedPass_Passes(string rule) => Assert.True(Check.On(FirewallSample.Suricata(rule)).IsPass);

    [Theory]
    [InlineData("pass ip any any -> any any (sid:1;)", "all traffic from anywhere to anywhere")]
    [InlineData(
        "pass tcp any any -> any 443 (sid:1; flow:established,to_server;)",
        "tcp/443 from anywhere to anywhere"
    )]
    [InlineData("pass tcp any any -> 10.0.1.0/24 any (sid:1;)", "from any source to 10.0.1.0/24")]
    [InlineData("pass tcp [0.0.0.0/1,128.0.0.0/1] any -> 10.0.1.0/24 22 (sid:1;)", "tcp/22 from any source")]
    [InlineData("pass tcp ::/0 any -> 2001:db8::/64 22 (sid:1;)", "tcp/22 from any source")]
    [InlineData("pass tcp 10.0.1.0/24 22 <> any any (sid:1;)", "tcp/22 from any source")]
    [InlineData("pass tcp $EXTERNAL_NET any -> $HOME_NET 3389 (sid:1;)", "tcp/3389 from any source to $HOME_NET")]
    public void Evaluate_PassFromAnywhere_Fails(string rule, string offending)
    {
        var evidence = Assert.Single(Check.On(FirewallSample.Suricata(rule)).Evidence);

        Assert.Equal("sid 1", evidence.Rule);
        Assert.Contains(offending, evidence.Offending, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pass tcp any any -> 10.0.1.0/24 443 (sid:1;)", null)]
    [InlineData("pass tcp any any -> 10.0.1.0/24 [80,443] (sid:1;)", "tcp/80 from")]
    [InlineData("pass tcp 10.0.1.0/24 any -> 10.0.11.0/24 8080 (sid:1;)", null)]
    [InlineData("pass tcp 10.0.1.0/24 any -> 10.0.11.0/24 [8080,22] (sid:1;)", "tcp/22 from 10.0.1.0/24 to tier 'app'")]
    [InlineData(
        "pass tcp 203.0.113.0/24 any -> 10.0.11.0/24 8080 (sid:1;)",
        "tcp/8080 from 203.0.113.0/24 to tier 'app'"
    )]
    [InlineData("pass tcp 10.0.11.128/25 any -> 10.0.11.0/25 22 (sid:1;)", null)]
    [InlineData("pass tcp 10.0.1.0/24 any -> 10.0.21.0/24 22 (sid:1;)", null)]
    public void Evaluate_PassToATier_IsHeldAgainstItsFlows(string rule, string? offending)
    {
        var policy = Sample.Policy() with
        {
            Tiers = ImmutableSortedDictionary<string, Tier>
                .Empty.Add("web", new("web") { Cidrs = Sample.Addresses("10.0.1.0/24") })
                .Add("app", new("app") { Cidrs = Sample.Addresses("10.0.11.0/24") }),
            Flows =
            [
                new(new() { IsInternet = true }, new() { Tiers = ["web"] }, ServiceSet.Tcp(443)),
                new(new() { Tiers = ["web"] }, new() { Tiers = ["app"] }, ServiceSet.Tcp(8080)),
            ],
        };

        var result = Sample.Evaluate(Check, FirewallSample.Suricata(rule), policy, Surroundings.Unknown).Result;

        Assert.Equal(offending is null, result.IsPass);
        Assert.All(
            result.Evidence,
            evidence => Assert.Contains(offending!, evidence.Offending, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Evaluate_AllowedPorts_AreAParameter() =>
        Assert.True(
            Check
                .On(
                    FirewallSample.Suricata("pass tcp any any -> 10.0.1.0/24 22 (sid:1;)"),
                    Surroundings.Unknown,
                    (CheckParameters.Ports, ParameterValue.Of(ServiceSet.Tcp(22), "tcp/22"))
                )
                .IsPass
        );

    [Fact]
    public void Evaluate_SourcesOfAReferencedSet_AreUnknown()
    {
        var result = Check.On(FirewallSample.Suricata("pass tcp @Partners any -> 10.0.1.0/24 22 (sid:1;)"));

        Assert.False(result.IsFail);
        Assert.Contains("@Partners", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Stateless_IsNotApplicable() =>
        Assert.NotNull(Check.On(FirewallSample.Group("{}", FirewallSample.StatelessArn)).NotApplicableReason);
}
