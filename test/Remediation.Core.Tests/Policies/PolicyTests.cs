using Remediation.Core.Policies;
using Remediation.Core.Resources;

namespace Remediation.Core.Tests.Policies;

/// <summary>Which settings hold for one check on one resource.</summary>
public sealed class PolicyTests
{
    private static Policy Policy { get; } =
        SampleChecks
            .Load(
                """
                version: 1
                checks:
                  sg-open-admin-port: { respond: revert, maxPublicAddresses: 7 }
                  "*": { respond: ticket, fix: remove }
                scopes:
                  - match: { accounts: ["111122223333"] }
                    checks: { "*": { respond: ticket } }
                  - match: { vpcs: [vpc-sandbox], tags: { env: "dev*" } }
                    checks:
                      "*": { respond: observe }
                      sg-open-admin-port: { ports: [22] }
                  - match: { resources: ["bastion-*", sg-0000aaaa], regions: [eu-*] }
                    checks: { sg-open-admin-port: { respond: revert } }
                """
            )
            .Policy
        ?? throw new InvalidOperationException("the sample does not load");

    [Fact]
    public void SettingsFor_NoScopeMatches_CheckBeforeAll()
    {
        var group = SampleGroups.Group(account: "123456789012");
        var settings = Policy.SettingsFor("sg-open-admin-port", group);
        Assert.Equal((Response.Revert, Fix.Remove), (settings.Respond, settings.Fix));
        Assert.Equal("7", settings.Parameters["maxPublicAddresses"].ToString());
        Assert.Equal(Response.Ticket, Policy.SettingsFor("sg-unused", group).Respond);
    }

    [Fact]
    public void SettingsFor_ScopeForAllChecks_BeforeTheDocumentsOwn()
    {
        var settings = Policy.SettingsFor("sg-open-admin-port", SampleGroups.Group());
        Assert.Equal(Response.Ticket, settings.Respond);
        Assert.Equal("7", settings.Parameters["maxPublicAddresses"].ToString());
    }

    [Fact]
    public void SettingsFor_SeveralScopes_LaterWinsAndKeepsTheRest()
    {
        var group = SampleGroups.Group(vpc: "vpc-sandbox", tags: new Tag("env", "dev-3"));
        var settings = Policy.SettingsFor("sg-open-admin-port", group);
        Assert.Equal(Response.Observe, settings.Respond);
        Assert.Equal("22", settings.Parameters["ports"].ToString());
        Assert.Equal("7", settings.Parameters["maxPublicAddresses"].ToString());
    }

    [Theory]
    [InlineData("vpc-other", "dev-3", Response.Ticket)]
    [InlineData("vpc-sandbox", "prod", Response.Ticket)]
    [InlineData("vpc-sandbox", "dev", Response.Observe)]
    public void SettingsFor_ScopeOfSeveralParts_EveryPartMustMatch(string vpc, string env, Response expected)
    {
        var group = SampleGroups.Group(vpc: vpc, tags: new Tag("env", env));
        Assert.Equal(expected, Policy.SettingsFor("sg-open-admin-port", group).Respond);
    }

    [Theory]
    [InlineData("bastion-1", "sg-1111aaaa", "eu-west-1", Response.Revert)]
    [InlineData("web", "sg-0000aaaa", "eu-west-1", Response.Revert)]
    [InlineData("web", "sg-1111aaaa", "eu-west-1", Response.Ticket)]
    [InlineData("bastion-1", "sg-1111aaaa", "us-east-1", Response.Ticket)]
    public void SettingsFor_ScopeOfAlternatives_OneIsEnough(string name, string id, string region, Response expected)
    {
        var group = SampleGroups.Group(id: id, name: name, region: region);
        Assert.Equal(expected, Policy.SettingsFor("sg-open-admin-port", group).Respond);
    }
}
