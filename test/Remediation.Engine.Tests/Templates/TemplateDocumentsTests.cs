using Remediation.Core.Resources.Documents;
using Remediation.Core.Templates;
using Remediation.Engine.Templates;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Templates;

public sealed class TemplateDocumentsTests
{
    private const string Wafv2 = "arn:aws:wafv2:any-region-1:account:regional";
    private const string Firewall = "arn:aws:network-firewall:any-region-1:account";

    private static readonly TemplateDocuments Documents = TemplateDocuments.Of(
        TemplateReader
            .Read(File.ReadAllText(Path.Combine(Repository.Samples, "templates", "edge-protection.yaml")), "t.yaml")
            .Template!
    );

    [Fact]
    public void Of_WebAcl_SpellsItAsTheApiDoes()
    {
        var acl = Single("wafv2.get-web-acl");

        Assert.Equal($"{Wafv2}/webacl/shop/ShopAcl", Text(acl, "WebACL", "ARN"));
        Assert.Equal("true", Text(acl, "WebACL", "VisibilityConfig", "SampledRequestsEnabled"));
        Assert.Equal("0", Text(acl, "WebACL", "Rules", "GeoBlock", "Priority"));
        Assert.Equal(
            $"{Wafv2}/ipset/offices/Offices",
            Text(acl, "WebACL", "Rules", "GeoBlock", "Statement", "IPSetReferenceStatement", "ARN")
        );
        Assert.Equal(
            "c2Nhbm5lcg==",
            Text(acl, "WebACL", "Rules", "Scanner", "Statement", "ByteMatchStatement", "SearchString")
        );
        Assert.Null(acl.At(DocumentPath.Of("WebACL", "Scope")));
    }

    [Fact]
    public void Of_WhatIsNotKnown_IsToldOfTheStateThatItBelongsTo() =>
        Assert.Equal(
            [
                "Rules[1].Statement.RateBasedStatement.Limit (t.yaml:90) is not known: parameter RequestLimit has no default",
            ],
            Assert.Single(Documents.Unknown, unknown => unknown.Key == $"{Wafv2}/webacl/shop/ShopAcl").Value
        );

    [Fact]
    public void Of_Logging_NamesTheDestination()
    {
        var logging = Single("wafv2.get-logging-configuration");

        Assert.Equal($"{Wafv2}/webacl/shop/ShopAcl", Text(logging, "LoggingConfiguration", "ResourceArn"));
        Assert.Equal(
            "arn:aws:logs:any-region-1:account:log-group:shop-acl:*",
            logging.Root.GetProperty("LoggingConfiguration").GetProperty("LogDestinationConfigs")[0].GetString()
        );
    }

    [Fact]
    public void Of_LoadBalancers_TellWhichHasAWebAcl()
    {
        var answers = Documents.Documents.Of("wafv2.get-web-acl-for-resource");

        Assert.Equal(["shop", "bare"], answers.Select(answer => answer.Rest));
        Assert.Equal($"{Wafv2}/webacl/shop/ShopAcl", Text(AwsDocument.Of(answers[0].Json), "WebACL", "ARN"));
        Assert.Equal("{}", AwsDocument.Of(answers[1].Json).Text);
    }

    [Fact]
    public void Of_Firewall_FollowsItsPolicyAndLogsNothing()
    {
        var policy = $"{Firewall}:firewall-policy/wall";

        Assert.Equal(policy, Text(Single("network-firewall.describe-firewall"), "Firewall", "FirewallPolicyArn"));
        Assert.Equal(
            policy,
            Text(Single("network-firewall.describe-firewall-policy"), "FirewallPolicyResponse", "FirewallPolicyArn")
        );
        Assert.Equal(
            $"{Firewall}:stateful-rulegroup/web",
            Text(Single("network-firewall.describe-rule-group"), "RuleGroupResponse", "RuleGroupArn")
        );
        Assert.Equal(
            $"{{\"FirewallArn\":\"{Firewall}:firewall/wall\",\"LoggingConfiguration\":{{}}}}",
            Single("network-firewall.describe-logging-configuration").Text
        );
    }

    [Theory]
    [InlineData("80")]
    [InlineData("'80'")]
    public void Of_PortOfARule_IsTextHoweverItIsWritten(string port)
    {
        var template = TemplateReader.Read(
            $$"""
            Resources:
              Rules:
                Type: AWS::NetworkFirewall::RuleGroup
                Properties:
                  RuleGroupName: r
                  RuleGroup: { RulesSource: { StatefulRules: [{ Header: { DestinationPort: {{port}} } }] } }
            """,
            "t.yaml"
        );

        var group = Assert.Single(
            TemplateDocuments.Of(template.Template!).Documents.Of("network-firewall.describe-rule-group")
        );
        var rule = group.Json.GetProperty("RuleGroup").GetProperty("RulesSource").GetProperty("StatefulRules")[0];
        Assert.Equal("80", rule.GetProperty("Header").GetProperty("DestinationPort").GetString());
    }

    [Fact]
    public void Of_Endpoint_IsDescribedAsEc2Does()
    {
        var endpoint = Single("ec2.describe-vpc-endpoints");

        Assert.Equal("vpce-Storage", Text(endpoint, "VpcEndpointId"));
        Assert.Equal("com.amazonaws.any-region-1.s3", Text(endpoint, "ServiceName"));
        Assert.Equal("Gateway", Text(endpoint, "VpcEndpointType"));
        Assert.Equal("false", Text(endpoint, "PrivateDnsEnabled"));
        Assert.StartsWith("{\"Version\":\"2012-10-17\"", Text(endpoint, "PolicyDocument"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Network_KnowsWhereItLeadsAndWhatWatchesIt()
    {
        Assert.Equal("10.30.0.0/24", Text(Single("ec2.describe-subnets"), "CidrBlock"));
        Assert.Equal("true", Text(Single("ec2.describe-vpc-attribute"), "EnableDnsHostnames", "Value"));
        Assert.Equal("Network", Text(Single("ec2.describe-flow-logs"), "ResourceId"));
        Assert.Equal("ACCEPT", Text(Single("ec2.describe-flow-logs"), "TrafficType"));
        var table = Single("ec2.describe-route-tables").Root;
        Assert.Equal(
            ["local", "igw-Gateway"],
            table.GetProperty("Routes").EnumerateArray().Select(route => route.GetProperty("GatewayId").GetString())
        );
        Assert.Equal("subnet-PublicSubnet", table.GetProperty("Associations")[0].GetProperty("SubnetId").GetString());
        var gateway = Single("ec2.describe-internet-gateways").Root;
        Assert.Equal("Network", gateway.GetProperty("Attachments")[0].GetProperty("VpcId").GetString());
    }

    private static AwsDocument Single(string operation) =>
        AwsDocument.Of(Assert.Single(Documents.Documents.Of(operation)).Json);

    // An element of a list is found by its name.
    private static string? Text(AwsDocument document, params string[] steps)
    {
        var element = document.Root;
        foreach (var step in steps)
        {
            element =
                element.ValueKind == System.Text.Json.JsonValueKind.Array
                    ? element.EnumerateArray().Single(item => item.GetProperty("Name").GetString() == step)
                    : element.GetProperty(step);
        }
        return element.ValueKind == System.Text.Json.JsonValueKind.String ? element.GetString() : element.GetRawText();
    }
}
