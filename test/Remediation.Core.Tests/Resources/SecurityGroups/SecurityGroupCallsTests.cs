using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using static Remediation.Core.Tests.Resources.SecurityGroups.SecurityGroupDiffTests;

namespace Remediation.Core.Tests.Resources.SecurityGroups;

public sealed class SecurityGroupCallsTests
{
    private static readonly SecurityGroup Sample = Group(
        Tcp(443, 443, "0.0.0.0/0") with
        {
            RuleId = "sgr-1",
            Description = "public site",
            Tags = [new("Owner", "web")],
        },
        Tcp(22, 22, "10.0.0.0/8") with
        {
            RuleId = "sgr-2",
        }
    );

    [Fact]
    public void Authorize_RulesOfTwoTagSets_MakesACallForEach()
    {
        Tag[] tags = [new("Owner", "web")];
        var calls = SecurityGroupCalls.Authorize(
            Sample,
            Direction.Ingress,
            [Tcp(80, 80, "0.0.0.0/0"), Tcp(81, 81, "0.0.0.0/0") with { Tags = [.. tags] }, Tcp(82, 82, "::/0")]
        );

        Assert.Equal(2, calls.Length);
        Assert.DoesNotContain("TagSpecifications", calls[0].ParametersJson, StringComparison.Ordinal);
        var applied = SecurityGroupCalls.Apply(Sample, calls[1]).State!.Rules[^1];
        Assert.Equal(tags, applied.Tags);
        Assert.Equal(Tcp(81, 81, "0.0.0.0/0").Key, applied.Key);
    }

    [Fact]
    public void Authorize_MixedPeers_WritesEachInItsOwnList()
    {
        var service = Service.Of(IpProtocol.Udp, 53, 53);
        var call = Assert.Single(
            SecurityGroupCalls.Authorize(
                Sample,
                Direction.Egress,
                [
                    new(Direction.Egress, service, new PrefixListPeer("pl-1")) { Description = "dns" },
                    new(Direction.Egress, service, new SecurityGroupPeer("sg-2") { UserId = "111122223333" }),
                    new(Direction.Egress, Service.All, new CidrPeer(Cidr.AnyIPv6)),
                ]
            )
        );

        Assert.Equal("ec2:AuthorizeSecurityGroupEgress", call.IamAction);
        Assert.Equal(
            """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"udp","FromPort":53,"ToPort":53,"PrefixListIds":[{"Description":"dns","PrefixListId":"pl-1"}]},{"IpProtocol":"udp","FromPort":53,"ToPort":53,"UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"111122223333"}]},{"IpProtocol":"-1","Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]}""",
            call.ParametersJson
        );
        Assert.Equal("authorize egress udp/53 to pl-1 \"dns\"; udp/53 to sg-2; all traffic to ::/0", call.Summary);
    }

    [Fact]
    public void Apply_Authorize_GivesTheSameIdEveryTime()
    {
        var call = SecurityGroupCalls.Authorize(Sample, Direction.Ingress, [Tcp(80, 80, "0.0.0.0/0")])[0];

        var id = SecurityGroupCalls.Apply(Sample, call).State!.Rules[^1].RuleId;

        Assert.Matches("^sgr-[0-9a-f]{17}$", id);
        Assert.Equal(id, SecurityGroupCalls.Apply(Sample, call).State!.Rules[^1].RuleId);
    }

    [Theory]
    [InlineData(
        "AuthorizeSecurityGroupIngress",
        """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"6","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"other words"}]}]}""",
        CallError.PermissionDuplicate
    )]
    [InlineData(
        "AuthorizeSecurityGroupIngress",
        """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"tcp","FromPort":1,"ToPort":1,"IpRanges":[{"CidrIp":"0.0.0.0/0"},{"CidrIp":"0.0.0.0/0"}]}]}""",
        CallError.InvalidParameter
    )]
    [InlineData(
        "AuthorizeSecurityGroupIngress",
        """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"tcp","FromPort":1,"ToPort":1,"IpRanges":[{"CidrIp":"0.0.0.0/33"}]}]}""",
        CallError.InvalidParameter
    )]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId":"sg-0a1b2c3d"}""", CallError.InvalidParameter)]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId":"sg-other"}""", CallError.GroupNotFound)]
    [InlineData(
        "RevokeSecurityGroupIngress",
        """{"GroupId":"sg-0a1b2c3d","SecurityGroupRuleIds":["sgr-1","sgr-9"]}""",
        CallError.RuleNotFound
    )]
    [InlineData(
        "RevokeSecurityGroupEgress",
        """{"GroupId":"sg-0a1b2c3d","SecurityGroupRuleIds":["sgr-1"]}""",
        CallError.RuleNotFound
    )]
    [InlineData(
        "RevokeSecurityGroupIngress",
        """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"},{"CidrIp":"10.0.0.0/8"}]}]}""",
        CallError.PermissionNotFound
    )]
    [InlineData(
        "UpdateSecurityGroupRuleDescriptionsIngress",
        """{"GroupId":"sg-0a1b2c3d","SecurityGroupRuleDescriptions":[{"SecurityGroupRuleId":"sgr-9","Description":"x"}]}""",
        CallError.RuleNotFound
    )]
    [InlineData(
        "ModifySecurityGroupRules",
        """{"GroupId":"sg-0a1b2c3d","SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-2","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIpv4":"0.0.0.0/0"}}]}""",
        CallError.PermissionDuplicate
    )]
    [InlineData("DeleteSecurityGroup", """{"GroupId":"sg-0a1b2c3d"}""", CallError.UnknownOperation)]
    public void Apply_RefusedCall_GivesTheCodeOfEc2(string operation, string parameters, string code)
    {
        var applied = SecurityGroupCalls.Apply(Sample, Call(operation, parameters));

        Assert.False(applied.IsSuccess);
        Assert.Equal(code, applied.Error.Code);
    }

    [Fact]
    public void Apply_RevokeOfOneCidrByContent_KeepsTheOthers()
    {
        var call = Call(
            "RevokeSecurityGroupIngress",
            """{"GroupName":"app-servers","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}]}"""
        );

        Assert.Equal([Sample.Rules[0]], SecurityGroupCalls.Apply(Sample, call).State!.Rules);
    }

    [Fact]
    public void Apply_FlatParameters_MeansOneIPv4Rule()
    {
        var call = Call(
            "AuthorizeSecurityGroupIngress",
            """{"GroupId":"sg-0a1b2c3d","IpProtocol":"tcp","FromPort":0,"ToPort":0,"CidrIp":"208.236.235.254/0"}"""
        );

        var rule = SecurityGroupCalls.Apply(Sample, call).State!.Rules[^1];

        Assert.Equal("tcp/0 from 0.0.0.0/0", rule.ToString());
        Assert.Equal("0.0.0.0/0", ((CidrPeer)rule.Peer).Text);
    }

    [Fact]
    public void Apply_Modify_KeepsIdAndTagsAndTakesTheRest()
    {
        var call = Call(
            "ModifySecurityGroupRules",
            """{"GroupId":"sg-0a1b2c3d","SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-1","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":8443,"ToPort":8443,"CidrIpv4":"203.0.113.0/24"}}]}"""
        );

        var rule = SecurityGroupCalls.Apply(Sample, call).State!.Rules[0];

        Assert.Equal(Tcp(8443, 8443, "203.0.113.0/24").Key, rule.Key);
        Assert.Equal("sgr-1", rule.RuleId);
        Assert.Null(rule.Description);
        Assert.Equal(Sample.Rules[0].Tags, rule.Tags);
    }

    [Fact]
    public void Apply_DescriptionById_ChangesOnlyIt()
    {
        var call = Call(
            "UpdateSecurityGroupRuleDescriptionsIngress",
            """{"GroupId":"sg-0a1b2c3d","SecurityGroupRuleDescriptions":[{"SecurityGroupRuleId":"sgr-2","Description":"admin"}]}"""
        );

        var rules = SecurityGroupCalls.Apply(Sample, call).State!.Rules;

        Assert.Equal("admin", rules[1].Description);
        Assert.Equal(Sample.Rules[0], rules[0]);
    }

    [Theory]
    [InlineData("10.0.0.0/8", 60, true)]
    [InlineData("10.0.0.0/8", 59, false)]
    [InlineData("2001:db8::/32", 59, true)]
    public void Apply_Quota_IsCountedPerFamily(string cidr, int quota, bool fits)
    {
        var group = Group([.. Enumerable.Range(1, 59).Select(port => Tcp(port, port, "192.0.2.0/24"))]);
        var call = SecurityGroupCalls.Authorize(group, Direction.Ingress, [Tcp(99, 99, cidr)])[0];

        var applied = SecurityGroupCalls.Apply(group, call, quota);

        Assert.Equal(fits, applied.IsSuccess);
        Assert.Equal(fits ? null : CallError.RulesLimitExceeded, applied.Error?.Code);
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(39, true)]
    public void Apply_PrefixList_CountsWithItsMostEntriesInBothFamilies(int size, bool fits)
    {
        var group = Group([.. Enumerable.Range(1, 21).Select(port => Tcp(port, port, "2001:db8::/32"))]);
        var rule = new SecurityGroupRule(Direction.Ingress, Service.All, new PrefixListPeer("pl-1"));
        var call = SecurityGroupCalls.Authorize(group, Direction.Ingress, [rule])[0];

        Assert.Equal(fits, SecurityGroupCalls.Apply(group, call, 60, _ => size).IsSuccess);
    }

    internal static ApiCall Call(string operation, string parameters) =>
        ApiCall.Create(
            "ec2",
            operation,
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                using var document = JsonDocument.Parse(parameters);
                foreach (var member in document.RootElement.EnumerateObject())
                {
                    member.WriteTo(writer);
                }
            }
        );
}
