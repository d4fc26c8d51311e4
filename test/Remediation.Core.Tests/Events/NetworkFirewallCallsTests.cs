using System.Text;
using Remediation.Core.Events;

namespace Remediation.Core.Tests.Events;

public sealed class NetworkFirewallCallsTests
{
    private const string Prefix = "arn:aws:network-firewall:us-east-1:123456789012:";
    private const string EveryPolicy = "every AWS::NetworkFirewall::FirewallPolicy";

    [Theory]
    [InlineData(
        "UpdateLoggingConfiguration",
        """{"firewallArn":"arn:aws:network-firewall:us-east-1:123456789012:firewall/edge"}""",
        Prefix + "firewall/edge"
    )]
    [InlineData(
        "UpdateFirewallDeleteProtection",
        """{"firewallName":"edge","deleteProtection":"false"}""",
        Prefix + "firewall/edge"
    )]
    [InlineData(
        "DisassociateSubnets",
        """{"FirewallArn":"arn:aws:network-firewall:us-east-1:123456789012:firewall/edge","subnetIds":["subnet-1"]}""",
        Prefix + "firewall/edge"
    )]
    [InlineData("DeleteFirewall", """{"firewallName":"edge"}""", Prefix + "firewall/edge")]
    [InlineData(
        "UpdateFirewallPolicy",
        """{"firewallPolicyName":"main","firewallPolicy":"HIDDEN_DUE_TO_SECURITY_REASONS"}""",
        Prefix + "firewall-policy/main"
    )]
    [InlineData("UpdateFirewallPolicy", """{"firewallPolicyArn":"HIDDEN_DUE_TO_SECURITY_REASONS"}""", EveryPolicy)]
    [InlineData(
        "UpdateRuleGroup",
        """{"ruleGroupName":"web","type":"STATEFUL","ruleGroup":"HIDDEN_DUE_TO_SECURITY_REASONS"}""",
        Prefix + "stateful-rulegroup/web, " + EveryPolicy
    )]
    [InlineData(
        "DeleteRuleGroup",
        """{"ruleGroupName":"web","type":"stateless"}""",
        Prefix + "stateless-rulegroup/web, " + EveryPolicy
    )]
    [InlineData(
        "UpdateRuleGroup",
        """{"ruleGroupName":"web"}""",
        "every AWS::NetworkFirewall::RuleGroup, " + EveryPolicy
    )]
    public void Parse_Call_NamesWhatItChanged(string name, string parameters, string expected) =>
        Assert.Equal(expected, Named(name, parameters, "null"));

    [Theory]
    [InlineData(
        "CreateFirewall",
        """{"firewall":{"firewallArn":"arn:aws:network-firewall:us-east-1:123456789012:firewall/new"}}""",
        Prefix + "firewall/new"
    )]
    [InlineData(
        "CreateFirewallPolicy",
        """{"firewallPolicyResponse":{"firewallPolicyArn":"arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/new"}}""",
        Prefix + "firewall-policy/new"
    )]
    [InlineData(
        "CreateRuleGroup",
        """{"ruleGroupResponse":{"ruleGroupArn":"arn:aws:network-firewall:us-east-1:123456789012:stateless-rulegroup/new"}}""",
        Prefix + "stateless-rulegroup/new, " + EveryPolicy
    )]
    public void Parse_Creation_NamesWhatTheAnswerTells(string name, string response, string expected) =>
        Assert.Equal(expected, Named(name, "{}", response));

    [Fact]
    public void Parse_OtherPartition_IsThatOfTheRegion() =>
        Assert.Equal(
            "arn:aws-cn:network-firewall:cn-north-1:123456789012:firewall/edge",
            Named("DeleteFirewall", """{"firewallName":"edge"}""", "null", "cn-north-1")
        );

    [Theory]
    [InlineData("DeleteFirewall", "{}", "DeleteFirewall does not say on what")]
    [InlineData("UpdateRuleGroup", "null", "UpdateRuleGroup does not say on what")]
    [InlineData(
        "DeleteFirewall",
        """{"firewallArn":"arn:aws:s3:::bucket"}""",
        "is not the ARN of an AWS::NetworkFirewall::Firewall"
    )]
    public void Parse_CallThatNamesNothing_IsRejected(string name, string parameters, string reason) =>
        Assert.Contains(reason, Parse(name, parameters, "null").Reason, StringComparison.Ordinal);

    [Fact]
    public void Parse_CallOnSomethingElse_IsIgnored() =>
        Assert.Equal(ParsedEventKind.Ignored, Parse("CreateTLSInspectionConfiguration", "{}", "null").Kind);

    private static string Named(string name, string parameters, string response, string region = "us-east-1") =>
        string.Join(", ", Parse(name, parameters, response, region).Change!.Resources);

    private static ParsedEvent Parse(string name, string parameters, string response, string region = "us-east-1") =>
        Assert.Single(
            EventParser.Parse(
                Encoding.UTF8.GetBytes(
                    $$"""
                    { "eventVersion": "1.11", "userIdentity": { "type": "IAMUser", "accountId": "123456789012",
                        "arn": "arn:aws:iam::123456789012:user/bob", "userName": "bob" },
                      "eventTime": "2026-11-20T10:00:00Z", "eventSource": "network-firewall.amazonaws.com",
                      "eventName": "{{name}}", "awsRegion": "{{region}}", "sourceIPAddress": "198.51.100.9", "userAgent": "aws-cli/2",
                      "requestParameters": {{parameters}}, "responseElements": {{response}}, "readOnly": false,
                      "eventID": "10000000-0000-4000-8000-000000000099", "eventType": "AwsApiCall",
                      "recipientAccountId": "123456789012" }
                    """
                )
            )
        );
}
