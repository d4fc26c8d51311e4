using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.SecurityGroups;

public sealed class SecurityGroupParserTests
{
    [Fact]
    public void Parse_GroupedPermission_IsOneRulePerPeer()
    {
        var group = Parse(
            """
            {"GroupId":"sg-1","GroupName":"app","OwnerId":"012345678901","VpcId":"vpc-1","Description":"d","NewField":{},
             "Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"1"}],
             "IpPermissions":[{"IpProtocol":"tcp","FromPort":0,"ToPort":25,
               "IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"oops"},{"CidrIp":"10.0.0.0/8"}],
               "Ipv6Ranges":[{"CidrIpv6":"::/0"}],
               "PrefixListIds":[{"PrefixListId":"pl-1","Description":"dns"}],
               "UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"111122223333","VpcId":"vpc-9","PeeringStatus":"active"}]}],
             "IpPermissionsEgress":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}
            """
        );

        Assert.Equal(
            [
                "tcp/0-25 from 0.0.0.0/0",
                "tcp/0-25 from 10.0.0.0/8",
                "tcp/0-25 from ::/0",
                "tcp/0-25 from pl-1",
                "tcp/0-25 from sg-2",
                "all traffic to 0.0.0.0/0",
            ],
            group.Rules.Select(rule => rule.ToString())
        );
        Assert.Equal(["oops", null, null, "dns", null, null], group.Rules.Select(rule => rule.Description));
        Assert.Equal("active", ((SecurityGroupPeer)group.Rules[4].Peer).PeeringStatus);
        Assert.Equal(new(ResourceTypes.SecurityGroup, "sg-1", "012345678901", "us-east-1"), group.Id);
        Assert.Equal(["a", "b"], group.Tags.Select(tag => tag.Key));
        Assert.Empty(group.Unreadable);
    }

    [Fact]
    public void Parse_ConfigShape_IsTheSame()
    {
        var group = Parse(
            """
            {"groupId":"sg-1","groupName":"app","ownerId":"123456789012","vpcId":"vpc-1","description":"d","tags":[{"key":"a","value":"1"}],
             "ipPermissions":[{"fromPort":22,"ipProtocol":"tcp","toPort":22,"ipv6Ranges":[{"cidrIpv6":"::/0"}],"prefixListIds":[],
               "userIdGroupPairs":[{"groupId":"sg-2","userId":"123456789012"}],
               "ipv4Ranges":[{"cidrIp":"0.0.0.0/0","description":"oops"}],"ipRanges":["0.0.0.0/0"]}],
             "ipPermissionsEgress":[{"ipProtocol":"-1","ipRanges":["10.0.0.0/8"]}]}
            """
        );

        Assert.Equal(
            ["tcp/22 from 0.0.0.0/0", "tcp/22 from ::/0", "tcp/22 from sg-2", "all traffic to 10.0.0.0/8"],
            group.Rules.Select(rule => rule.ToString())
        );
        Assert.Equal("oops", group.Rules[0].Description);
        Assert.Equal([new Tag("a", "1")], group.Tags);
    }

    [Theory]
    [InlineData("""{"IpProtocol":"nonsense","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}""", "'nonsense' is not a protocol")]
    [InlineData("""{"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}""", "no IpProtocol")]
    [InlineData("""{"IpProtocol":"tcp","FromPort":"x","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}""", "not a number")]
    [InlineData(
        """{"IpProtocol":"tcp","FromPort":70000,"ToPort":70001,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}""",
        "0 to 65535"
    )]
    [InlineData(
        """{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/40"}]}""",
        "'0.0.0.0/40'"
    )]
    [InlineData("""{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{}]}""", "CIDR block is missing")]
    [InlineData("""{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"::/0"}]}""", "'::/0'")]
    [InlineData(
        """{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupName":"web"}]}""",
        "group 'web' is named without its id"
    )]
    [InlineData("""{"IpProtocol":"-1","PrefixListIds":[{}]}""", "no PrefixListId")]
    [InlineData("""{"IpProtocol":"-1","NewPeers":[{"Id":"x"}]}""", "no peer that is understood")]
    [InlineData("""7""", "no IpProtocol")]
    public void Parse_PermissionThatIsNotUnderstood_IsToldInWords(string permission, string words)
    {
        var group = Parse(
            $$"""{"GroupId":"sg-1","IpPermissions":[{{permission}},{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}"""
        );

        var unreadable = Assert.Single(group.Unreadable);
        Assert.Contains(words, unreadable, StringComparison.Ordinal);
        Assert.Equal("tcp/443 from 0.0.0.0/0", Assert.Single(group.Rules).ToString());
    }

    [Theory]
    [InlineData("""{"GroupName":"x"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public void Parse_NoGroupId_Fails(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Contains(
            "GroupId",
            SecurityGroupParser.Parse(document.RootElement, "", "").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Merge_RulesWithIds_GivesIdsTagsAndWhatOnlyOneOfBothKnows()
    {
        var group = Parse(
            """
            {"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"},{"CidrIp":"10.0.0.0/8"}]}]}
            """
        );
        var rules = Rules(
            """
            [{"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1","GroupOwnerId":"123456789012","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"0.0.0.0/0","Description":"oops","Tags":[{"Key":"a","Value":"1"}]},
             {"SecurityGroupRuleId":"sgr-2","GroupId":"sg-1","IsEgress":true,"IpProtocol":"-1","FromPort":-1,"ToPort":-1,"ReferencedGroupInfo":{"GroupId":"sg-2","UserId":"111122223333","PeeringStatus":"deleted","VpcId":"vpc-2"}},
             {"SecurityGroupRuleId":"sgr-3","GroupId":"sg-1","IsEgress":false,"IpProtocol":"udp","FromPort":53,"ToPort":53,"PrefixListId":"pl-1"},
             {"SecurityGroupRuleId":"sgr-4","GroupId":"sg-1","IsEgress":false,"IpProtocol":"quic","FromPort":1,"ToPort":1,"CidrIpv6":"::/0"}]
            """
        );

        var merged = SecurityGroupParser.Merge(group, rules);

        Assert.Equal(
            [
                "sgr-1 tcp/22 from 0.0.0.0/0",
                "sgr-2 all traffic to sg-2",
                "sgr-3 udp/53 from pl-1",
                " tcp/22 from 10.0.0.0/8",
            ],
            merged.Rules.Select(rule => $"{rule.RuleId} {rule}")
        );
        Assert.Equal([new Tag("a", "1")], merged.Rules[0].Tags);
        Assert.Equal("deleted", ((SecurityGroupPeer)merged.Rules[1].Peer).PeeringStatus);
        Assert.Equal("rule sgr-4: 'quic' is not a protocol that EC2 names", Assert.Single(merged.Unreadable));
    }

    [Fact]
    public void Parse_EveryRecordedGroup_IsUnderstoodWhole()
    {
        var groups = RecordedElements(
                "DescribeSecurityGroups_*.json",
                "SecurityGroups",
                "ec2.describe-security-groups.json"
            )
            .Select(element => SecurityGroupParser.Parse(element, "", "us-east-1").Value)
            .ToList();

        Assert.NotEmpty(groups);
        Assert.All(groups, group => Assert.Empty(group.Unreadable));
        Assert.All(groups, group => Assert.NotEmpty(group.VpcId));
        Assert.Contains(groups, group => group.Rules.Length > 1);
    }

    internal static IEnumerable<JsonElement> RecordedElements(string pattern, string list, string sample)
    {
        var recorded = Repository.Recordings is { } folder
            ? Directory.GetFiles(Path.Combine(folder, "describe"), pattern)
            : [];
        var own = Path.Combine(Repository.Samples, "accounts", "ssh-open", sample);
        foreach (var file in recorded.Append(own))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var element in document.RootElement.GetProperty(list).EnumerateArray())
            {
                yield return element.Clone();
            }
        }
    }

    private static SecurityGroup Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SecurityGroupParser.Parse(document.RootElement, "123456789012", "us-east-1").Value;
    }

    private static List<ReadRule> Rules(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(rule => SecurityGroupParser.ParseRule(rule).Value)];
    }
}
