using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Templates;
using Remediation.Engine.Templates;

namespace Remediation.Engine.Tests.Templates;

/// <summary>What a template leaves open never makes a resource look guarded.</summary>
public sealed class TemplateDoubtTests
{
    private const string Head = """
        Parameters: { Stage: { Type: String }, Given: { Type: String } }
        Conditions: { IsProd: !Equals [!Ref Stage, prod] }
        Resources:
          Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }

        """;

    [Theory]
    [InlineData(
        "  Log: { Type: AWS::EC2::FlowLog, Condition: IsProd, Properties: { ResourceId: !Ref Net, ResourceType: VPC, TrafficType: ALL } }",
        "Net",
        "whether Log (t.yaml:5) is deployed is not known"
    )]
    [InlineData(
        """
              Acl: { Type: AWS::WAFv2::WebACL, Properties: { Name: a, Scope: REGIONAL, DefaultAction: { Allow: {} } } }
              Log: { Type: AWS::WAFv2::LoggingConfiguration, Condition: IsProd, Properties: { ResourceArn: !GetAtt Acl.Arn } }
            """,
        "webacl/a/Acl",
        "whether Log (t.yaml:6) is deployed is not known"
    )]
    [InlineData(
        """
              Lb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: lb } }
              Guard: { Type: AWS::WAFv2::WebACLAssociation, Condition: IsProd, Properties: { ResourceArn: !Ref Lb, WebACLArn: !Ref Given } }
            """,
        "loadbalancer/app/lb",
        "whether Guard (t.yaml:6) is deployed is not known"
    )]
    [InlineData(
        "  Cdn: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Enabled: true, WebACLId: !If [IsProd, !Ref Given, !Ref AWS::NoValue] } } }",
        "distribution/Cdn",
        "DistributionConfig.WebACLId (t.yaml:5) is not known"
    )]
    [InlineData(
        """
              Igw: { Type: AWS::EC2::InternetGateway }
              Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
              Out: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !If [IsProd, !Ref AWS::NoValue, !Ref Igw] } }
            """,
        "Table",
        "GatewayId of Out"
    )]
    [InlineData(
        """
              Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
              Out: { Type: AWS::EC2::Route, Properties: { RouteTableId: !If [IsProd, !Ref Table, !Ref Given], DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1 } }
            """,
        "Table",
        "RouteTableId of Out"
    )]
    public void Of_WhatOnlyMayBeDeployed_IsNotKnown(string resources, string id, string reason)
    {
        var unknown = TemplateDocuments.Of(Read(resources)).Unknown;

        var reasons = Assert.Single(unknown, item => item.Key.Contains(id, StringComparison.Ordinal)).Value;
        Assert.Contains(reasons, item => item.Contains(reason, StringComparison.Ordinal));
    }

    // A list of rules that the template does not tell may hold what is looked for in it.
    [Theory]
    [InlineData("Rules: !If [IsProd, [], []]")]
    [InlineData("Rules: [!If [IsProd, { Name: a, Priority: 1 }, !Ref AWS::NoValue]]")]
    public async Task Audit_RulesOfAWebAclThatAreNotTold_AreUnknownAndNotMissing(string rules)
    {
        var template = Read(
            "  Acl: { Type: AWS::WAFv2::WebACL, Properties: { Name: a, Scope: REGIONAL, DefaultAction: { Allow: {} }, "
                + $"VisibilityConfig: {{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: a }}, {rules} }} }}"
        );
        var policy = PolicyLoader.Load("version: 1\n", "p", "p", [.. CheckCatalog.All.Select(check => check.Metadata)]);

        var report = await new TemplateAuditor(policy.Policy!, CheckCatalog.All, TimeProvider.System).AuditAsync(
            template,
            null,
            TestContext.Current.CancellationToken
        );

        var ofAcl = report.Findings.Where(finding => finding.Resource.Type == ResourceTypes.WebAcl).ToList();
        Assert.Equal(
            ["waf-logging-disabled"],
            ofAcl.Where(finding => finding.Status == FindingStatus.Fail).Select(finding => finding.Check.Id)
        );
        var told = Assert.Single(ofAcl, finding => finding.Status == FindingStatus.Unknown);
        Assert.All(
            (string[])["waf-required-rule-missing", "waf-rate-limit-missing", "waf-metrics-disabled"],
            check => Assert.Contains(check, told.Unknowns[^1], StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Of_ConditionalResourceItself_IsJudgedAsIfDeployed() =>
        Assert.Empty(
            TemplateDocuments.Of(Read("  Igw: { Type: AWS::EC2::InternetGateway, Condition: IsProd }")).Unknown
        );

    [Theory]
    [InlineData("Condition: IsProd, Properties: { NetworkAclId: !Ref Acl,", "whether it is deployed is not known")]
    [InlineData(
        "Properties: { NetworkAclId: !If [IsProd, !Ref Acl, !Ref Given],",
        "its NetworkAclId is not known: condition IsProd is not known"
    )]
    public void Of_EntryThatOnlyMayBeOfTheAcl_LeavesTheAclOpen(string entry, string reason)
    {
        var acl = Assert.Single(
            TemplateNetworkAclsOf(
                "  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Net } }\n"
                    + $"  Deny: {{ Type: AWS::EC2::NetworkAclEntry, {entry} RuleNumber: 1, Protocol: -1, RuleAction: deny, CidrBlock: 0.0.0.0/0 }} }}"
            )
        );

        Assert.Contains(acl.Unreadable, item => item.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_EgressThatMayBeLeftOut_LeavesTheGroupOpen()
    {
        var group = Assert.Single(
            TemplateSnapshot
                .Of(
                    Read(
                        "  Sg: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: a, VpcId: !Ref Net, SecurityGroupEgress: !If [IsProd, [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 }], !Ref AWS::NoValue] } }"
                    )
                )
                .SecurityGroups.Values
        );

        Assert.Contains(group.Unreadable, item => item.Contains("AWS's default", StringComparison.Ordinal));
    }

    private static IEnumerable<NetworkAcl> TemplateNetworkAclsOf(string resources) =>
        TemplateSnapshot.Of(Read(resources)).NetworkAcls.Values;

    private static Template Read(string resources)
    {
        var result = TemplateReader.Read(Head + resources + "\n", "t.yaml");
        return result.Template ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
