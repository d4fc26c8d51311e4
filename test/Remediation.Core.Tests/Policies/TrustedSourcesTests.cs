namespace Remediation.Core.Tests.Policies;

/// <summary>Trusting the internet is a mistake, in one piece or in many.</summary>
public sealed class TrustedSourcesTests
{
    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("208.236.235.254/0")]
    [InlineData("128.0.0.0/1")]
    [InlineData("8.0.0.0/7")]
    [InlineData("\"::/0\"")]
    [InlineData("2000::/3")]
    [InlineData("2000::/15")]
    [InlineData("2002::/16")]
    [InlineData("\"::ffff:0:0/96\"")]
    [InlineData("64:ff9b::/96")]
    public void Load_TooWide_IsAnError(string range)
    {
        var result = Load(range);
        Assert.Null(result.Policy);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message.EndsWith("is too wide to be trusted"));
    }

    [Theory]
    [InlineData("8.0.0.0/8")]
    [InlineData("2600::/16")]
    [InlineData("10.0.0.0/7")]
    [InlineData("fc00::/7")]
    [InlineData("172.16.0.0/12")]
    [InlineData("203.0.113.7")]
    [InlineData("2001:db8::1")]
    public void Load_NotTooWide_Loads(string range)
    {
        var result = Load(range);
        Assert.Empty(result.Diagnostics);
        Assert.False(result.Policy!.TrustedSources.IsEmpty);
    }

    [Fact]
    public void Load_InternetInPieces_IsAnError()
    {
        var said = Load(string.Join(", ", Enumerable.Range(20, 60).Select(first => $"{first}.0.0.0/8"))).Diagnostics;
        Assert.Equal(
            "policy.yaml(2,17): error: trustedSources: these ranges together are too much of the internet to be trusted",
            Assert.Single(said).ToString()
        );
    }

    private static Core.Policies.PolicyLoadResult Load(string ranges) =>
        SampleChecks.Load($"version: 1\ntrustedSources: [{ranges}]\n");
}
