using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Templates;
using Remediation.Engine.Offline;
using Remediation.Engine.Templates;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Templates;

public sealed class TemplateSnapshotTests
{
    [Fact]
    public void Of_Groups_HaveTheRulesThatDeploymentWouldGiveThem()
    {
        var group = Sample("office-access.yaml").SecurityGroups["JumpGroup"];

        Assert.Equal("Network", group.VpcId);
        Assert.Equal("test jump host", group.Description);
        Assert.Equal(
            ["tcp/22 from OfficeCidr", "tcp/3389 from 0.0.0.0/0", "all traffic to 10.20.0.0/16", "tcp/5432 from ::/0"],
            group.Rules.Select(rule => rule.ToString())
        );
        Assert.Equal("only while testing", group.Rules[1].Description);
        Assert.Equal("t.yaml:33", group.Rules[1].RuleId);
        Assert.Empty(group.Unreadable);
    }

    [Fact]
    public void Of_GivenParameters_DecideWhatIsThere()
    {
        var group = Sample("office-access.yaml", ("OfficeCidr", "203.0.113.0/24"), ("Stage", "live")).SecurityGroups[
            "JumpGroup"
        ];

        Assert.Equal("tcp/22 from 203.0.113.0/24", group.Rules[0].ToString());
        Assert.DoesNotContain(group.Rules, rule => rule.ToString().Contains("3389", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_GroupWithoutEgress_GetsTheDefaultOfAws()
    {
        var snapshot = Sample("layered-groups.json");

        var rule = Assert.Single(snapshot.SecurityGroups["StoreGroup"].RulesOf(Core.Traffic.Direction.Egress));
        Assert.Equal("all traffic to 0.0.0.0/0", rule.ToString());
        Assert.StartsWith("AWS's default", rule.Description, StringComparison.Ordinal);
        Assert.Equal(2, snapshot.SecurityGroups["FrontGroup"].RulesOf(Core.Traffic.Direction.Egress).Count());
    }

    [Fact]
    public void Of_GroupWithoutEgressInAVpcWithIPv6_GetsBothFamilies()
    {
        var snapshot = Of(
            """
            Resources:
              Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
              Six: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Net, AmazonProvidedIpv6CidrBlock: true } }
              Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: d, VpcId: !Ref Net } }
            """
        );

        Assert.Equal(
            ["all traffic to 0.0.0.0/0", "all traffic to ::/0"],
            snapshot.SecurityGroups["Group"].Rules.Select(rule => rule.ToString())
        );
    }

    [Fact]
    public void Of_RuleOfAGroupElsewhere_IsAGroupWithThatRuleAlone()
    {
        var snapshot = Of(
            """
            Parameters: { Shared: { Type: 'AWS::EC2::SecurityGroup::Id' } }
            Resources:
              Rule:
                Type: AWS::EC2::SecurityGroupIngress
                Properties: { GroupId: !Ref Shared, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }
            """
        );

        Assert.Equal("tcp/22 from 0.0.0.0/0", Assert.Single(snapshot.SecurityGroups["Shared"].Rules).ToString());
    }

    [Theory]
    [InlineData(
        "IpProtocol: !Ref Asked, CidrIp: 10.0.0.0/8",
        "its IpProtocol is not known: parameter Asked has no default"
    )]
    [InlineData("IpProtocol: tcp, FromPort: 1, ToPort: 2", "it names no peer that is understood")]
    [InlineData("IpProtocol: tcp, FromPort: 1, ToPort: 2, CidrIp: !Ref AWS::Region", "is not an IPv4 CIDR block")]
    [InlineData("IpProtocol: carrier-pigeon, CidrIp: 10.0.0.0/8", "is not a protocol that EC2 names")]
    public void Of_RuleThatIsNotUnderstood_IsUnreadableAndNotDropped(string rule, string reason)
    {
        var snapshot = Of(
            $$"""
            Parameters: { Asked: { Type: String } }
            Resources:
              Group:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: d
                  SecurityGroupIngress:
                    - { {{rule}} }
            """
        );

        var unreadable = Assert.Single(snapshot.SecurityGroups["Group"].Unreadable);
        Assert.Contains("t.yaml:8", unreadable, StringComparison.Ordinal);
        Assert.Contains(reason, unreadable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SecurityGroupIngress: !Ref Asked")]
    [InlineData("SecurityGroupIngress: [!Transform { Name: Rules }]")]
    [InlineData("SecurityGroupIngress: [text]")]
    public void Of_RulesThatAreNotKnownAtAll_AreUnreadable(string property)
    {
        var snapshot = Of(
            $$"""
            Parameters: { Asked: { Type: String } }
            Resources:
              Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: d, {{property}} } }
            """
        );

        Assert.Single(snapshot.SecurityGroups["Group"].Unreadable);
    }

    [Fact]
    public void Of_BothSidesOfAnUnknownCondition_Count()
    {
        var snapshot = Of(
            """
            Parameters: { Asked: { Type: String } }
            Conditions: { C: !Equals [!Ref Asked, x] }
            Resources:
              Group:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: d
                  SecurityGroupIngress:
                    - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !If [C, 0.0.0.0/0, 10.0.0.0/8] }
            """
        );

        Assert.Equal(
            ["tcp/22 from 0.0.0.0/0", "tcp/22 from 10.0.0.0/8"],
            snapshot.SecurityGroups["Group"].RulesOf(Core.Traffic.Direction.Ingress).Select(rule => rule.ToString())
        );
    }

    [Fact]
    public void Of_NetworkAcl_HasItsEntriesAndTheLastDenies()
    {
        var acl = Sample("office-access.yaml").NetworkAcls["Edge"];

        Assert.Equal(3, acl.Entries.Length);
        Assert.Equal(100, acl.Entries[0].RuleNumber);
        Assert.Equal("tcp/3389", acl.Entries[0].Service.ToString());
        Assert.Equal([32767, 32767], acl.Entries.Skip(1).Select(entry => entry.RuleNumber));
    }

    [Fact]
    public void Of_NetworkAclEntryThatIsNotKnown_IsUnreadable()
    {
        var snapshot = Of(
            """
            Parameters: { Asked: { Type: String } }
            Resources:
              Edge: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: vpc-1 } }
              In:
                Type: AWS::EC2::NetworkAclEntry
                Properties: { NetworkAclId: !Ref Edge, RuleNumber: 1, Protocol: -1, RuleAction: allow, CidrBlock: !Ref Asked }
            """
        );

        Assert.Equal(
            "entry In (t.yaml:4): its CidrBlock is not known: parameter Asked has no default",
            Assert.Single(snapshot.NetworkAcls["Edge"].Unreadable)
        );
    }

    [Theory]
    [InlineData("Transform: MyMacro\n", "t.yaml:1: the macro MyMacro may add, change or take out resources")]
    [InlineData("Transform: { Name: AWS::Include }\n", "t.yaml:1: the macro AWS::Include may add")]
    [InlineData("Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n", null)]
    public void Of_TemplateWithAMacro_LeavesOpenWhatItMakes(string head, string? reason)
    {
        var template = TemplateReader
            .Read($"{head}Resources: {{ Net: {{ Type: AWS::EC2::VPC }} }}", "t.yaml")
            .Template!;

        Assert.Equal(reason is null ? 0 : 1, template.Unreadable.Length);
        Assert.All(template.Unreadable, told => Assert.StartsWith(reason!, told, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_TemplateWithALoop_LeavesOpenWhatItMakes()
    {
        var template = TemplateReader
            .Read("Resources:\n  Fn::ForEach::Groups: [N, [A], {}]\n  Net: { Type: AWS::EC2::VPC }", "t.yaml")
            .Template!;

        Assert.StartsWith(
            "t.yaml:2: Fn::ForEach::Groups makes resources when it is deployed",
            Assert.Single(template.Unreadable),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://example.com/t.yaml }", true)]
    [InlineData("Type: AWS::CloudFormation::StackSet", true)]
    [InlineData("Type: AWS::Serverless::Application", true)]
    [InlineData("Type: AWS::Serverless::Api", true)]
    [InlineData("Type: My::Own::Group::MODULE", true)]
    [InlineData("Type: AWS::CloudFormation::Stack, Condition: Never", false)]
    [InlineData("Type: AWS::CloudFormation::WaitConditionHandle", false)]
    [InlineData("Type: AWS::Serverless::Function", false)]
    public void Of_ResourceThatStandsForOthers_LeavesOpenWhatItMakes(string nested, bool isOpen)
    {
        var template = TemplateReader
            .Read(
                $$"""
                Conditions: { Never: !Equals [a, b] }
                Resources:
                  Net: { Type: AWS::EC2::VPC }
                  Inner: { {{nested}} }
                """,
                "t.yaml"
            )
            .Template!;

        Assert.Equal(isOpen, !template.Unreadable.IsEmpty);
        Assert.All(template.Unreadable, told => Assert.StartsWith("t.yaml:4: Inner (", told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("!Ref Shared")]
    [InlineData("sg-0a1b2c3d")]
    [InlineData("!ImportValue shared")]
    [InlineData("!Ref Nowhere")]
    [InlineData("'{{resolve:ssm:/shared}}'")]
    public async Task Of_GroupThatTheTemplateDoesNotDefine_IsNotKnownAndNotAbsent(string peer)
    {
        var snapshot = Of(
            $$"""
            Parameters: { Shared: { Type: 'AWS::EC2::SecurityGroup::Id' } }
            Resources:
              Web:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: web
                  SecurityGroupIngress:
                    - { IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: {{peer}} }
            """
        );
        var rule = Assert.Single(snapshot.SecurityGroups["Web"].RulesOf(Core.Traffic.Direction.Ingress));
        var reference = new ResourceReference(ResourceTypes.SecurityGroup, snapshot.Account, snapshot.Region)
        {
            Id = Assert.IsType<SecurityGroupPeer>(rule.Peer).GroupId,
        };

        var read = await new SnapshotAccount(snapshot).ReadAsync(reference, TestContext.Current.CancellationToken);

        Assert.Equal("the template does not define it", read.Error?.Message);
    }

    [Fact]
    public async Task Of_Template_IsListedAlone()
    {
        var account = new SnapshotAccount(Sample("layered-groups.json"));

        var listed = await account
            .ListAsync(ResourceTypes.Template, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.IsType<Template>(Assert.Single(listed));
    }

    private static Snapshot Sample(string file, params (string Name, string Value)[] parameters) =>
        Of(File.ReadAllText(Path.Combine(Repository.Samples, "templates", file)), parameters);

    private static Snapshot Of(string text, params (string Name, string Value)[] parameters)
    {
        var given = parameters.ToImmutableDictionary(
            parameter => parameter.Name,
            parameter => parameter.Value,
            StringComparer.Ordinal
        );
        var result = TemplateReader.Read(text, "t.yaml", given);
        Assert.True(result.IsSuccess, string.Join('\n', result.Diagnostics));
        return TemplateSnapshot.Of(result.Template);
    }
}
