using System.Text.Json;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Tests.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Resources.NetworkAcls;

public sealed class NetworkAclParserTests
{
    [Fact]
    public void Parse_Output_GivesEntriesInOrderAndAssociations()
    {
        var acl = Parse(
            """
            {"NetworkAclId":"acl-1","IsDefault":true,"VpcId":"vpc-1","OwnerId":"012345678901","Tags":[{"Key":"Name","Value":"edge"}],
             "Associations":[{"NetworkAclAssociationId":"aclassoc-1","NetworkAclId":"acl-1","SubnetId":"subnet-1"}],
             "Entries":[{"RuleNumber":32768,"Protocol":"-1","RuleAction":"deny","Egress":false,"Ipv6CidrBlock":"::/0"},
               {"RuleNumber":100,"Protocol":"6","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0","PortRange":{"From":0,"To":22}},
               {"RuleNumber":90,"Protocol":"58","RuleAction":"allow","Egress":true,"Ipv6CidrBlock":"::/0","IcmpTypeCode":{"Type":128,"Code":-1}}]}
            """
        );

        Assert.Equal(
            [
                "100 allow tcp/0-22 from 0.0.0.0/0",
                "32768 deny all traffic from ::/0",
                "90 allow icmpv6 type 128 to ::/0",
            ],
            acl.Entries.Select(entry => entry.ToString())
        );
        Assert.True(acl.Entries[1].IsDefault);
        Assert.Equal("012345678901", acl.Id.Account);
        Assert.Equal("edge", acl.Name);
        Assert.True(acl.IsDefault);
        Assert.Equal([new("aclassoc-1", "subnet-1")], acl.Associations);
        Assert.Empty(acl.Unreadable);
    }

    [Fact]
    public void Parse_ConfigShape_IsTheSame()
    {
        var acl = Parse(
            """
            {"networkAclId":"acl-1","isDefault":false,"vpcId":"vpc-1","tags":[],
             "associations":[{"networkAclAssociationId":"aclassoc-1","networkAclId":"acl-1","subnetId":"subnet-1"}],
             "entries":[{"cidrBlock":"0.0.0.0/0","egress":false,"protocol":"6","ruleAction":"deny","ruleNumber":90,"icmpTypeCode":null,"portRange":{"from":22,"to":22}}]}
            """
        );

        Assert.Equal("90 deny tcp/22 from 0.0.0.0/0", Assert.Single(acl.Entries).ToString());
        Assert.Equal("subnet-1", Assert.Single(acl.Associations).SubnetId);
    }

    [Theory]
    [InlineData("""{"Protocol":"-1","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0"}""", "RuleNumber")]
    [InlineData("""{"RuleNumber":1,"RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0"}""", "Protocol")]
    [InlineData(
        """{"RuleNumber":1,"Protocol":"300","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0"}""",
        "'300'"
    )]
    [InlineData(
        """{"RuleNumber":1,"Protocol":"6","RuleAction":"maybe","Egress":false,"CidrBlock":"0.0.0.0/0"}""",
        "RuleAction"
    )]
    [InlineData("""{"RuleNumber":1,"Protocol":"6","RuleAction":"allow","CidrBlock":"0.0.0.0/0"}""", "egress")]
    [InlineData("""{"RuleNumber":1,"Protocol":"6","RuleAction":"allow","Egress":false}""", "CidrBlock")]
    [InlineData(
        """{"RuleNumber":1,"Protocol":"6","RuleAction":"allow","Egress":false,"CidrBlock":"300.0.0.0/8"}""",
        "'300.0.0.0/8'"
    )]
    [InlineData(
        """{"RuleNumber":1,"Protocol":"6","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0","PortRange":{"From":9,"To":1}}""",
        "ports 9 to 1"
    )]
    [InlineData(
        """{"RuleNumber":100,"Protocol":"6","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0"}""",
        "same number"
    )]
    [InlineData("7", "RuleNumber")]
    public void Parse_EntryThatIsNotUnderstood_IsToldInWords(string entry, string words)
    {
        var acl = Parse(
            """{"NetworkAclId":"acl-1","Entries":[{"RuleNumber":100,"Protocol":"-1","RuleAction":"deny","Egress":false,"CidrBlock":"0.0.0.0/0"},"""
                + entry
                + "]}"
        );

        Assert.Contains(words, Assert.Single(acl.Unreadable), StringComparison.Ordinal);
        Assert.Equal(100, Assert.Single(acl.Entries).RuleNumber);
    }

    [Fact]
    public void Parse_NoEntries_IsToldInWords()
    {
        Assert.Contains(
            "entries",
            Assert.Single(Parse("""{"NetworkAclId":"acl-1"}""").Unreadable),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Parse_EveryRecordedAcl_IsUnderstoodWhole()
    {
        var acls = SecurityGroupParserTests
            .RecordedElements("DescribeNetworkAcls_*.json", "NetworkAcls", "ec2.describe-network-acls.json")
            .Select(element => NetworkAclParser.Parse(element, "123456789012", "us-east-1").Value)
            .ToList();

        Assert.NotEmpty(acls);
        Assert.All(acls, acl => Assert.Empty(acl.Unreadable));
        Assert.Contains(acls, acl => !acl.AllowedTraffic(Direction.Ingress).IsEmpty);
    }

    private static NetworkAcl Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return NetworkAclParser.Parse(document.RootElement, "123456789012", "us-east-1").Value;
    }
}
