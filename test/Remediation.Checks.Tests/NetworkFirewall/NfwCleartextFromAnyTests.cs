using Remediation.Checks.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwCleartextFromAnyTests
{
    private static readonly NfwCleartextFromAny Check = new();

    [Theory]
    [InlineData("pass tcp any any -> 10.0.1.0/24 443 (sid:1;)")]
    [InlineData("pass tls any any -> 10.0.1.0/24 any (sid:1;)")]
    [InlineData("pass tcp 203.0.113.0/24 any -> 10.0.1.0/24 80 (sid:1;)")]
    [InlineData("alert tcp any any -> 10.0.1.0/24 80 (sid:1;)")]
    [InlineData("pass http any any -> 10.0.1.0/24 80 (http.host; content:\"redirect.example\"; sid:1;)")]
    public void Evaluate_EncryptedOrNamed_Passes(string rule) =>
        Assert.True(Check.On(FirewallSample.Suricata(rule)).IsPass);

    [Theory]
    [InlineData("pass tcp any any -> 10.0.1.0/24 80 (sid:2;)", "any source to 10.0.1.0/24 on tcp/80, in clear")]
    [InlineData("pass ip any any -> 10.0.1.0/24 [80,443] (sid:2;)", "any source to 10.0.1.0/24 on tcp/80, in clear")]
    [InlineData("pass http any any -> 10.0.1.0/24 any (sid:2;)", "any source to 10.0.1.0/24 by http, in clear")]
    public void Evaluate_CleartextFromAnywhere_Fails(string rule, string offending) =>
        Assert.Equal(offending, Assert.Single(Check.On(FirewallSample.Suricata(rule)).Evidence).Offending);

    [Fact]
    public void Evaluate_SourcesOfAReferencedSet_AreUnknown() =>
        Assert.True(Check.On(FirewallSample.Suricata("pass tcp @Partners any -> 10.0.1.0/24 80 (sid:1;)")).IsUnknown);
}
