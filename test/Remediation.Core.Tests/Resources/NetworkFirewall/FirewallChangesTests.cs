using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkFirewall;

/// <summary>What a change means, of firewalls and of policies.</summary>
public sealed class FirewallChangesTests
{
    [Theory]
    [InlineData("DeleteProtection", "false", ChangeEffect.Weaker, "protection against deletion on → off")]
    [InlineData(
        "SubnetChangeProtection",
        "false",
        ChangeEffect.Weaker,
        "protection against a change of its subnets on → off"
    )]
    [InlineData(
        "FirewallPolicyChangeProtection",
        "false",
        ChangeEffect.Weaker,
        "protection against a change of its policy on → off"
    )]
    [InlineData(
        "FirewallPolicyArn",
        "\"arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/open\"",
        ChangeEffect.Unknown,
        "policy edge-policy → open"
    )]
    [InlineData(
        "SubnetMappings",
        """[ { "SubnetId": "subnet-1", "IPAddressType": "IPV4" } ]""",
        ChangeEffect.Weaker,
        "endpoint in subnet-2 removed"
    )]
    [InlineData(
        "SubnetMappings",
        """[ { "SubnetId": "subnet-1", "IPAddressType": "DUALSTACK" }, { "SubnetId": "subnet-2", "IPAddressType": "IPV4" } ]""",
        ChangeEffect.Unknown,
        "IPV4 → DUALSTACK"
    )]
    [InlineData("Description", "\"x\"", ChangeEffect.Neutral, "description")]
    [InlineData("Tags", "[]", ChangeEffect.Neutral, "tags")]
    [InlineData("Invented", "1", ChangeEffect.Unknown, "Invented changed")]
    public void ChangesSince_OfFirewall_AreTold(string member, string value, ChangeEffect effect, string text) =>
        AssertOne(
            FirewallSample.Firewall(),
            FirewallSample.Firewall(settings => settings[member] = JsonNode.Parse(value)),
            effect,
            text
        );

    [Fact]
    public void ChangesSince_LogRemoved_IsWeakerAtItsOwnPlace()
    {
        var change = AssertOne(
            FirewallSample.Firewall(),
            FirewallSample.Firewall(logging: FirewallSample.Alert),
            ChangeEffect.Weaker,
            "logging of FLOW to S3"
        );

        Assert.Equal(FirewallParts.LogDestinations.Item("LogType", "FLOW"), Assert.Single(change.Paths));
    }

    [Fact]
    public void ChangesSince_LogMoved_IsUnknown() =>
        AssertOne(
            FirewallSample.Firewall(),
            FirewallSample.Firewall(
                logging: FirewallSample.Both.Replace("edge-flow", "elsewhere", StringComparison.Ordinal)
            ),
            ChangeEffect.Unknown,
            "elsewhere"
        );

    [Fact]
    public void ChangesSince_LoggingUnread_IsUnknown()
    {
        var blind = (Firewall)
            Firewall
                .Of(
                    FirewallSample.Firewall().Parts[FirewallParts.Firewall],
                    Fact<AwsDocument>.Unknown("access was denied")
                )
                .Value;

        AssertOne(FirewallSample.Firewall(), blind, ChangeEffect.Unknown, "access was denied");
    }

    [Theory]
    [InlineData("StatelessDefaultActions", """["aws:pass"]""", ChangeEffect.Weaker, "aws:forward_to_sfe → aws:pass")]
    [InlineData("StatelessDefaultActions", """["aws:drop"]""", ChangeEffect.Stronger, "aws:forward_to_sfe → aws:drop")]
    [InlineData("StatelessDefaultActions", """["aws:new"]""", ChangeEffect.Unknown, "aws:new")]
    [InlineData("StatelessDefaultActions", """["aws:forward_to_sfe", "Count"]""", ChangeEffect.Stronger, "Count")]
    [InlineData("StatelessFragmentDefaultActions", """["aws:forward_to_sfe"]""", ChangeEffect.Weaker, "fragments")]
    [InlineData(
        "StatefulDefaultActions",
        """["aws:alert_strict"]""",
        ChangeEffect.Weaker,
        "what no stateful rule decides"
    )]
    [InlineData(
        "StatefulDefaultActions",
        """["aws:drop_established", "aws:alert_strict"]""",
        ChangeEffect.Weaker,
        "aws:drop_established"
    )]
    [InlineData(
        "StatefulDefaultActions",
        """["aws:drop_strict", "aws:alert_strict", "aws:alert_established"]""",
        ChangeEffect.Neutral,
        "aws:alert_established"
    )]
    [InlineData("StatefulDefaultActions", """["aws:alert_strict", "aws:alert_established"]""", ChangeEffect.Weaker, "")]
    [InlineData(
        "StatefulDefaultActions",
        """["aws:drop_strict"]""",
        ChangeEffect.Weaker,
        "aws:drop_strict, aws:alert_strict → aws:drop_strict"
    )]
    [InlineData("StatefulDefaultActions", """["aws:drop_strict", "aws:new"]""", ChangeEffect.Unknown, "aws:new")]
    [InlineData("StatelessRuleGroupReferences", "[]", ChangeEffect.Weaker, "rule group packets is no longer used")]
    [InlineData(
        "StatefulEngineOptions",
        """{ "StreamExceptionPolicy": "DROP" }""",
        ChangeEffect.Weaker,
        "strict → pass rules first"
    )]
    [InlineData(
        "StatefulEngineOptions",
        """{ "RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "CONTINUE" }""",
        ChangeEffect.Weaker,
        "DROP → CONTINUE"
    )]
    [InlineData(
        "StatefulEngineOptions",
        """{ "RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "DROP", "FlowTimeouts": { "TcpIdleTimeoutSeconds": 60 } }""",
        ChangeEffect.Neutral,
        "idle flow"
    )]
    [InlineData("TLSInspectionConfigurationArn", "null", ChangeEffect.Weaker, "inspection of TLS")]
    [InlineData("TLSInspectionConfigurationArn", "\"arn:other\"", ChangeEffect.Unknown, "inspection of TLS")]
    [InlineData("EnableTLSSessionHolding", "true", ChangeEffect.Stronger, "off → on")]
    [InlineData(
        "PolicyVariables",
        """{ "RuleVariables": { "HOME_NET": { "Definition": [ "10.0.0.0/8" ] } } }""",
        ChangeEffect.Weaker,
        "HOME_NET 10.0.0.0/16 → 10.0.0.0/8"
    )]
    [InlineData(
        "PolicyVariables",
        """{ "RuleVariables": { "HOME_NET": { "Definition": [ "10.0.0.0/24" ] } } }""",
        ChangeEffect.Unknown,
        "HOME_NET"
    )]
    [InlineData("Invented", "1", ChangeEffect.Unknown, "Invented")]
    public void ChangesSince_OfPolicy_AreTold(string member, string value, ChangeEffect effect, string text) =>
        AssertOne(
            FirewallSample.Policy(),
            FirewallSample.Policy(policy => policy[member] = JsonNode.Parse(value)),
            effect,
            text
        );

    [Theory]
    [InlineData(0, "Override", """{ "Action": "DROP_TO_ALERT" }""", ChangeEffect.Weaker, "none → DROP_TO_ALERT")]
    [InlineData(1, "DeepThreatInspection", "true", ChangeEffect.Stronger, "off → on")]
    [InlineData(0, "Priority", "5", ChangeEffect.Weaker, "place 1 → 2")]
    [InlineData(1, "Priority", "9", ChangeEffect.Neutral, "in the same order")]
    [InlineData(1, "Invented", "\"y\"", ChangeEffect.Unknown, "Invented")]
    public void ChangesSince_OfReference_AreTold(
        int index,
        string member,
        string value,
        ChangeEffect effect,
        string text
    )
    {
        var changes = FirewallSample
            .Policy(policy => policy["StatefulRuleGroupReferences"]![index]![member] = JsonNode.Parse(value))
            .ChangesSince(FirewallSample.Policy());

        Assert.Contains(
            changes,
            change => change.Effect == effect && change.Text.Contains(text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ChangesSince_GroupAdded_IsUnknownUnlessAwsWritesIt()
    {
        Added(FirewallSample.Prefix + "stateful-rulegroup/new", ChangeEffect.Unknown);
        Added(FirewallSample.ManagedPrefix + "AttackInfrastructureStrictOrder", ChangeEffect.Stronger);

        static void Added(string arn, ChangeEffect effect) =>
            AssertOne(
                FirewallSample.Policy(),
                FirewallSample.Policy(policy =>
                    policy["StatefulRuleGroupReferences"]!
                        .AsArray()
                        .Add(new JsonObject { ["ResourceArn"] = arn, ["Priority"] = 7 })
                ),
                effect,
                "is newly used"
            );
    }

    [Fact]
    public void ChangesSince_SameState_AreNone()
    {
        Assert.Empty(FirewallSample.Firewall().ChangesSince(FirewallSample.Firewall()));
        Assert.Empty(FirewallSample.Policy().ChangesSince(FirewallSample.Policy()));
        Assert.Empty(FirewallSample.Suricata("").ChangesSince(FirewallSample.Suricata("")));
    }

    internal static StateChange AssertOne(ResourceState before, ResourceState after, ChangeEffect effect, string text)
    {
        var change = Assert.Single(after.ChangesSince(before)!);
        Assert.Contains(text, change.Text, StringComparison.Ordinal);
        Assert.Equal(effect, change.Effect);
        return change;
    }
}
