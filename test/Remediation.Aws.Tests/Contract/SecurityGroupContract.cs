using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Aws.Tests.Contract;

/// <summary>
/// What each call on a security group does and refuses, as EC2's API reference says. Every account passes it, so that what is
/// proven in memory holds in AWS.
/// </summary>
public abstract class SecurityGroupContract : AccountContract
{
    private const string Authorize = "AuthorizeSecurityGroupIngress";
    private const string Revoke = "RevokeSecurityGroupIngress";
    private const string Modify = "ModifySecurityGroupRules";
    private const string Describe = "UpdateSecurityGroupRuleDescriptionsIngress";
    private const string MissingRule = "sgr-0123456789abcdef0";

    private const string Ssh = """
        {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
          "IpRanges":[{"CidrIp":"192.0.2.0/24","Description":"ops"}]}]}
        """;

    [Fact]
    public async Task Read_MissingGroup_IsNotFound()
    {
        var setting = await OpenAsync();
        var reference = ContractSetting.Reference(ResourceTypes.SecurityGroup, "sg-0123456789abcdef0");
        var outcome = await setting.Account.ReadAsync(reference, CancellationToken.None);
        Assert.True(outcome.IsNotFound, outcome.Error?.ToString());
    }

    [Fact]
    public async Task Read_Group_TellsWhatItIs()
    {
        var setting = await OpenAsync();
        var group = await setting.ReadGroupAsync();
        Assert.Equal(setting.Group.ResourceId, group.Id);
        Assert.Equal("app", group.Name);
        Assert.Equal("the application", group.Description);
        Assert.Equal(setting.VpcId, group.VpcId);
        Assert.Equal([new Tag("Layer", "Application")], group.Tags);
        Assert.Empty(group.Rules);
        Assert.False(group.IsDefault);
    }

    [Fact]
    public async Task Read_ByName_FindsTheGroup()
    {
        var setting = await OpenAsync();
        var outcome = await setting.Account.ReadAsync(ContractSetting.GroupNamed("app"), CancellationToken.None);
        Assert.Equal(setting.GroupId, outcome.State?.Id.Id);
    }

    [Fact]
    public async Task Read_ByUnusedName_IsNotFound()
    {
        var setting = await OpenAsync();
        var outcome = await setting.Account.ReadAsync(ContractSetting.GroupNamed("nobody"), CancellationToken.None);
        Assert.True(outcome.IsNotFound, outcome.Error?.ToString());
    }

    [Fact]
    public async Task List_Groups_GivesEveryGroupWithItsRules()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        var groups = new Dictionary<string, SecurityGroup>(StringComparer.Ordinal);
        await foreach (var state in setting.Account.ListAsync(ResourceTypes.SecurityGroup, CancellationToken.None))
        {
            groups.Add(state.Id.Id, Assert.IsType<SecurityGroup>(state));
        }
        Assert.Contains(setting.PeerGroupId, groups.Keys);
        Assert.Equal((await setting.ReadGroupAsync()).Fingerprint, groups[setting.GroupId].Fingerprint);
        Assert.Single(groups[setting.GroupId].Rules);
    }

    [Theory]
    [InlineData(
        """{"IpProtocol":"tcp","FromPort":20,"ToPort":25,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]}""",
        "tcp/20-25 from 192.0.2.0/24"
    )]
    [InlineData(
        """{"IpProtocol":"udp","FromPort":53,"ToPort":53,"IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"dns"}]}""",
        "udp/53 from 0.0.0.0/0 \"dns\""
    )]
    [InlineData(
        """{"IpProtocol":"tcp","FromPort":0,"ToPort":65535,"Ipv6Ranges":[{"CidrIpv6":"2001:db8::/32","Description":"six"}]}""",
        "tcp from 2001:db8::/32 \"six\""
    )]
    [InlineData("""{"IpProtocol":"-1","Ipv6Ranges":[{"CidrIpv6":"::/0"}]}""", "all traffic from ::/0")]
    [InlineData(
        """{"IpProtocol":"icmp","FromPort":8,"ToPort":-1,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]}""",
        "icmp type 8 from 192.0.2.0/24"
    )]
    [InlineData(
        """{"IpProtocol":"icmp","FromPort":3,"ToPort":4,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]}""",
        "icmp type 3 code 4 from 192.0.2.0/24"
    )]
    [InlineData(
        """{"IpProtocol":"icmpv6","FromPort":-1,"ToPort":-1,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}""",
        "icmpv6 from ::/0"
    )]
    [InlineData(
        """{"IpProtocol":"6","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]}""",
        "tcp/443 from 192.0.2.0/24"
    )]
    [InlineData(
        """{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"192.0.2.0/24"},{"CidrIp":"10.0.0.0/8"}]}""",
        "tcp/22 from 10.0.0.0/8",
        "tcp/22 from 192.0.2.0/24"
    )]
    public async Task Authorize_Permission_AddsItsRules(string permission, params string[] rules)
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, $$"""{"GroupId":"{group}","IpPermissions":[{{permission}}]}""");
        Assert.Equal(rules, await setting.RulesAsync());
        Assert.All((await setting.ReadGroupAsync()).Rules, rule => Assert.StartsWith("sgr-", rule.RuleId));
    }

    [Fact]
    public async Task Authorize_ProtocolWithoutPorts_AddsARule()
    {
        var setting = await OpenAsync();
        const string call = """
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"50","IpRanges":[{"CidrIp":"192.0.2.0/24"}]}]}
            """;
        if (Has(Quirks.FailsOnPortlessProtocols))
        {
            await setting.FailsOnServerAsync(Authorize, call);
            return;
        }
        await setting.DoneAsync(Authorize, call);
        Assert.Equal(["protocol 50 from 192.0.2.0/24"], await setting.RulesAsync());
    }

    [Fact]
    public async Task Authorize_GroupAndPrefixList_AddsARuleForEach()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(
            Authorize,
            """
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
              "UserIdGroupPairs":[{"GroupId":"{peer}","Description":"peers"}],
              "PrefixListIds":[{"PrefixListId":"{list}","Description":"offices"}]}]}
            """
        );
        var lost = Has(Quirks.LosesPeerDescriptions);
        var rules = (await setting.ReadGroupAsync()).Rules;
        var byGroup = Assert.Single(rules, rule => rule.Peer is SecurityGroupPeer);
        var byList = Assert.Single(rules, rule => rule.Peer is PrefixListPeer);
        Assert.Equal(2, rules.Length);
        Assert.Equal(new SecurityGroupPeer(setting.PeerGroupId), byGroup.Peer);
        Assert.Equal(ContractSetting.AccountId, Assert.IsType<SecurityGroupPeer>(byGroup.Peer).UserId);
        Assert.Equal(lost ? null : "peers", byGroup.Description);
        Assert.Equal(new PrefixListPeer(setting.PrefixListId), byList.Peer);
        Assert.Equal(lost ? null : "offices", byList.Description);
    }

    [Fact]
    public async Task Authorize_WithTags_TagsTheRule()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(
            Authorize,
            """
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
              "IpRanges":[{"CidrIp":"192.0.2.0/24"}]}],
              "TagSpecifications":[{"ResourceType":"security-group-rule",
                "Tags":[{"Key":"owner","Value":"netsec"},{"Key":"env","Value":"prod"}]}]}
            """
        );
        var rule = Assert.Single((await setting.ReadGroupAsync()).Rules);
        Assert.Equal([new Tag("env", "prod"), new Tag("owner", "netsec")], rule.Tags);
    }

    [Fact]
    public async Task CreateTagsDeleteTags_OnARule_ChangeItsTags()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        var id = Assert.Single((await setting.ReadGroupAsync()).Rules).RuleId;
        await setting.DoneAsync(
            "CreateTags",
            $$"""{"Resources":["{{id}}"],"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}"""
        );
        await setting.DoneAsync("DeleteTags", $$"""{"Resources":["{{id}}"],"Tags":[{"Key":"a"}]}""");
        Assert.Equal([new Tag("b", "2")], Assert.Single((await setting.ReadGroupAsync()).Rules).Tags);
    }

    [Fact]
    public async Task Authorize_Egress_AddsAnEgressRule()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync("AuthorizeSecurityGroupEgress", Ssh);
        var rule = Assert.Single((await setting.ReadGroupAsync()).Rules);
        Assert.Equal(Direction.Egress, rule.Direction);
        Assert.Equal("tcp/22 to 192.0.2.0/24", rule.ToString());
    }

    [Fact]
    public async Task Authorize_Duplicate_IsRefusedWhateverItsDescription()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        await setting.RefusedAsync(CallError.PermissionDuplicate, Authorize, Ssh);
        var described = Ssh.Replace("ops", "other", StringComparison.Ordinal);
        await setting.RefusedAsync(CallError.PermissionDuplicate, Authorize, described);
        Assert.Equal(["tcp/22 from 192.0.2.0/24 \"ops\""], await setting.RulesAsync());
    }

    [Fact]
    public async Task Authorize_DuplicateGroupPeer_IsRefused()
    {
        var setting = await OpenAsync();
        const string call = """
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
              "UserIdGroupPairs":[{"GroupId":"{peer}","Description":"WORDS"}]}]}
            """;
        await setting.DoneAsync(Authorize, call);
        var again = call.Replace("WORDS", "other words", StringComparison.Ordinal);
        if (Has(Quirks.AcceptsDuplicatePeers))
        {
            await setting.DoneAsync(Authorize, again);
            Assert.Equal(2, (await setting.RulesAsync()).Length);
            return;
        }
        await setting.RefusedAsync(CallError.PermissionDuplicate, Authorize, again);
        Assert.Single(await setting.RulesAsync());
    }

    [Fact]
    public async Task Authorize_OneOfTwoIsDuplicate_AddsNeither()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        await setting.RefusedAsync(
            CallError.PermissionDuplicate,
            Authorize,
            """
            {"GroupId":"{group}","IpPermissions":[
              {"IpProtocol":"tcp","FromPort":80,"ToPort":80,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]},
              {"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]}]}
            """
        );
        string[] expected = Has(Quirks.PartialAuthorize)
            ? ["tcp/22 from 192.0.2.0/24 \"ops\"", "tcp/80 from 192.0.2.0/24"]
            : ["tcp/22 from 192.0.2.0/24 \"ops\""];
        Assert.Equal(expected, await setting.RulesAsync());
    }

    [Fact]
    public async Task Authorize_MissingGroup_IsRefused()
    {
        var setting = await OpenAsync();
        var call = Ssh.Replace("{group}", "sg-0123456789abcdef0", StringComparison.Ordinal);
        await setting.RefusedAsync(CallError.GroupNotFound, Authorize, call);
    }

    [Fact]
    public async Task Authorize_BadCidr_IsRefused()
    {
        var setting = await OpenAsync();
        var call = Ssh.Replace("192.0.2.0/24", "nonsense", StringComparison.Ordinal);
        await setting.RefusedAsync(CallError.InvalidParameter, Authorize, call);
        Assert.Empty(await setting.RulesAsync());
    }

    [Fact]
    public async Task Authorize_ImpossiblePort_IsRefused()
    {
        var setting = await OpenAsync();
        var call = Ssh.Replace("\"ToPort\":22", "\"ToPort\":70000", StringComparison.Ordinal);
        if (Has(Quirks.AcceptsImpossibleNumbers))
        {
            await setting.DoneAsync(Authorize, call);
            var unreadable = Assert.Single((await setting.ReadGroupAsync()).Unreadable);
            Assert.Contains("70000", unreadable);
            return;
        }
        await setting.RefusedAsync(CallError.InvalidParameter, Authorize, call);
        Assert.Empty(await setting.RulesAsync());
    }

    [Fact]
    public async Task Authorize_BeyondTheQuota_IsRefused()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Many(1, SecurityGroup.DefaultRuleQuota));
        await setting.RefusedAsync(CallError.RulesLimitExceeded, Authorize, Many(100, 1));
        Assert.Equal(SecurityGroup.DefaultRuleQuota, (await setting.RulesAsync()).Length);
    }

    [Fact]
    public async Task Revoke_ById_RemovesThatRuleAlone()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        await setting.DoneAsync(Authorize, Many(1, 2));
        var rules = (await setting.ReadGroupAsync()).Rules;
        var ssh = Assert.Single(rules, rule => rule.Description == "ops");
        await setting.DoneAsync(Revoke, $$"""{"GroupId":"{group}","SecurityGroupRuleIds":["{{ssh.RuleId}}"]}""");
        Assert.Equal(["tcp/22 from 10.0.0.1/32", "tcp/22 from 10.0.0.2/32"], await setting.RulesAsync());
        await setting.RefusedAsync(
            Has(Quirks.ConfusesMissingRuleIds) ? CallError.PermissionNotFound : CallError.RuleNotFound,
            Revoke,
            $$"""{"GroupId":"{group}","SecurityGroupRuleIds":["{{ssh.RuleId}}"]}"""
        );
    }

    [Fact]
    public async Task Revoke_ByPermission_RemovesThatRuleAlone()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Many(1, 3));
        await setting.DoneAsync(Revoke, Many(2, 1));
        Assert.Equal(["tcp/22 from 10.0.0.1/32", "tcp/22 from 10.0.0.3/32"], await setting.RulesAsync());
    }

    [Fact]
    public async Task Revoke_MissingPermission_IsRefused()
    {
        var setting = await OpenAsync();
        await setting.RefusedAsync(CallError.PermissionNotFound, Revoke, Ssh);
    }

    [Fact]
    public async Task Revoke_Egress_RemovesTheEgressRule()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync("AuthorizeSecurityGroupEgress", Ssh);
        await setting.DoneAsync(Authorize, Ssh);
        await setting.DoneAsync("RevokeSecurityGroupEgress", Ssh);
        Assert.Equal(["tcp/22 from 192.0.2.0/24 \"ops\""], await setting.RulesAsync());
    }

    [Fact]
    public async Task Modify_Rule_ChangesItAndKeepsItsId()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        var before = Assert.Single((await setting.ReadGroupAsync()).Rules);
        await setting.DoneAsync(Modify, ModifyTo(before.RuleId, 443, "203.0.113.0/24"));
        var after = Assert.Single((await setting.ReadGroupAsync()).Rules);
        Assert.Equal(before.RuleId, after.RuleId);
        Assert.Equal(["tcp/443 from 203.0.113.0/24 \"new\""], await setting.RulesAsync());
    }

    [Fact]
    public async Task Modify_MissingRule_IsRefused()
    {
        var setting = await OpenAsync();
        await setting.RefusedAsync(CallError.RuleNotFound, Modify, ModifyTo(MissingRule, 443, "203.0.113.0/24"));
    }

    [Fact]
    public async Task Modify_ToAnotherRule_IsRefused()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Many(1, 2));
        var first = (await setting.ReadGroupAsync()).Rules.First(rule =>
            rule.ToString().Contains("10.0.0.1", StringComparison.Ordinal)
        );
        var call = ModifyTo(first.RuleId, 22, "10.0.0.2/32");
        if (Has(Quirks.AcceptsDuplicateByModify))
        {
            await setting.DoneAsync(Modify, call);
            Assert.Equal(2, (await setting.RulesAsync()).Length);
            return;
        }
        await setting.RefusedAsync(CallError.PermissionDuplicate, Modify, call);
    }

    [Fact]
    public async Task UpdateDescriptions_ByPermission_ChangesTheDescriptionAlone()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Authorize, Ssh);
        var before = Assert.Single((await setting.ReadGroupAsync()).Rules);
        await setting.DoneAsync(Describe, Ssh.Replace("ops", "operators", StringComparison.Ordinal));
        var after = Assert.Single((await setting.ReadGroupAsync()).Rules);
        Assert.Equal(before with { Description = "operators", Tags = after.Tags }, after);
    }

    [Fact]
    public async Task UpdateDescriptions_ById_ChangesTheDescription()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync("AuthorizeSecurityGroupEgress", Ssh);
        var rule = Assert.Single((await setting.ReadGroupAsync()).Rules);
        await setting.DoneAsync(
            "UpdateSecurityGroupRuleDescriptionsEgress",
            $$"""{"GroupId":"{group}","SecurityGroupRuleDescriptions":[{"SecurityGroupRuleId":"{{rule.RuleId}}","Description":"new"}]}"""
        );
        var expected = Has(Quirks.IgnoresDescriptions) ? "ops" : "new";
        Assert.Equal([$"tcp/22 to 192.0.2.0/24 \"{expected}\""], await setting.RulesAsync());
    }

    [Fact]
    public async Task UpdateDescriptions_MissingPermission_IsRefused()
    {
        var setting = await OpenAsync();
        if (Has(Quirks.IgnoresDescriptions))
        {
            await setting.DoneAsync(Describe, Ssh);
            Assert.Empty(await setting.RulesAsync());
            return;
        }
        await setting.RefusedAsync(CallError.PermissionNotFound, Describe, Ssh);
    }

    [Fact]
    public async Task Execute_UnknownOperation_IsRefused()
    {
        var setting = await OpenAsync();
        await setting.RefusedAsync(CallError.UnknownOperation, "DeleteVpc", $$"""{"VpcId":"{{setting.VpcId}}"}""");
    }

    private static string Many(int first, int count)
    {
        var ranges = Enumerable.Range(first, count).Select(i => $$"""{"CidrIp":"10.0.0.{{i}}/32"}""");
        return $$"""
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
              "IpRanges":[{{string.Join(',', ranges)}}]}]}
            """;
    }

    private static string ModifyTo(string? ruleId, int port, string cidr) =>
        $$"""
            {"GroupId":"{group}","SecurityGroupRules":[{"SecurityGroupRuleId":"{{ruleId}}",
              "SecurityGroupRule":{"IpProtocol":"tcp","FromPort":{{port}},"ToPort":{{port}},"CidrIpv4":"{{cidr}}","Description":"new"
              } } ] }
            """;
}
