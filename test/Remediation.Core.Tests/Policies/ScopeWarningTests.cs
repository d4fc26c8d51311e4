namespace Remediation.Core.Tests.Policies;

/// <summary>A warning where whoever can set a tag could escape, and only there.</summary>
public sealed class ScopeWarningTests
{
    private const string Base = "checks: { \"*\": { respond: ticket }, sg-open-admin-port: { respond: revert } }";

    [Theory]
    [InlineData("tags: { env: dev }", "\"*\": { respond: observe }", true)]
    [InlineData("tags: { env: dev }", "\"*\": { respond: ticket }", true)]
    [InlineData("tags: { env: dev }", "\"*\": { respond: revert }", false)]
    [InlineData("tags: { env: dev }", "\"*\": { respond: ticket }, sg-open-admin-port: { respond: revert }", false)]
    [InlineData("tags: { env: dev }", "sg-unused: { respond: observe }", true)]
    [InlineData("tags: { env: dev }", "sg-unused: { respond: ticket }", false)]
    [InlineData("tags: { env: dev }", "sg-open-admin-port: { fix: remove }", false)]
    [InlineData("tags: { env: dev }", "sg-open-admin-port: { maxPublicAddresses: 9 }", true)]
    [InlineData("tags: { env: dev }, accounts: [\"111122223333\"]", "\"*\": { respond: observe }", false)]
    [InlineData("tags: { env: dev }, regions: [us-east-1]", "\"*\": { respond: observe }", false)]
    [InlineData("tags: { env: dev }, vpcs: [vpc-1]", "\"*\": { respond: observe }", false)]
    [InlineData("tags: { env: dev }, resources: [sg-1]", "\"*\": { respond: observe }", false)]
    [InlineData("accounts: [\"111122223333\"]", "\"*\": { respond: observe }", false)]
    public void Load_Scope_WarnsWhenATagAloneLowersTheResponse(string match, string checks, bool warns)
    {
        var result = SampleChecks.Load(
            $"version: 1\n{Base}\nscopes:\n  - match: {{ {match} }}\n    checks: {{ {checks} }}\n"
        );
        Assert.True(result.IsSuccess);
        Assert.Equal(
            warns,
            result.Diagnostics.Any(diagnostic => diagnostic.Message.StartsWith("scopes[0].match: whoever"))
        );
    }

    [Fact]
    public void Load_ScopeLowersWhatAnEarlierOneRaised_Warns()
    {
        var result = SampleChecks.Load(
            """
            version: 1
            checks: { "*": { respond: observe } }
            scopes:
              - match: { accounts: ["111122223333"] }
                checks: { "*": { respond: revert } }
              - match: { tags: { env: dev } }
                checks: { "*": { respond: observe } }
            """
        );
        Assert.Equal((6, 12), (Assert.Single(result.Diagnostics).Line, result.Diagnostics[0].Column));
    }
}
