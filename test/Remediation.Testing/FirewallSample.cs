using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Testing;

/// <summary>Firewalls, policies and rule groups for tests, in the shape that describe-* gives.</summary>
public static class FirewallSample
{
    public const string Prefix = "arn:aws:network-firewall:us-east-1:123456789012:";
    public const string FirewallArn = Prefix + "firewall/edge";
    public const string PolicyArn = Prefix + "firewall-policy/edge-policy";
    public const string GroupArn = Prefix + "stateful-rulegroup/rules";
    public const string StatelessArn = Prefix + "stateless-rulegroup/packets";
    public const string ManagedPrefix = "arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/";

    /// <summary>A firewall with every protection, two subnets and both logs.</summary>
    public static Firewall Firewall(Action<JsonNode>? edit = null, string? logging = null)
    {
        var node = JsonNode.Parse(
            $$"""
            { "UpdateToken": "token-1",
              "Firewall": {
                "FirewallName": "edge", "FirewallArn": "{{FirewallArn}}", "FirewallPolicyArn": "{{PolicyArn}}",
                "VpcId": "vpc-0d4f",
                "SubnetMappings": [
                  { "SubnetId": "subnet-1", "IPAddressType": "IPV4" }, { "SubnetId": "subnet-2", "IPAddressType": "IPV4" } ],
                "DeleteProtection": true, "SubnetChangeProtection": true, "FirewallPolicyChangeProtection": true,
                "Description": "at the edge", "FirewallId": "f-1", "Tags": [ { "Key": "Layer", "Value": "Edge" } ],
                "Invented": { "Kept": [ 1, 2 ] } },
              "FirewallStatus": { "Status": "READY" } }
            """
        )!;
        edit?.Invoke(node["Firewall"]!);
        return Of<Firewall>(
            Core.Resources.NetworkFirewall.Firewall.Of(
                AwsDocument.Parse(node.ToJsonString()),
                Fact<AwsDocument>.Known(Logging(logging ?? Both))
            )
        );
    }

    public const string Alert =
        """{ "LogType": "ALERT", "LogDestinationType": "CloudWatchLogs", "LogDestination": { "logGroup": "/edge/alert" } }""";

    public const string Flow =
        """{ "LogType": "FLOW", "LogDestinationType": "S3", "LogDestination": { "bucketName": "edge-flow" } }""";

    public const string Both = Alert + "," + Flow;

    public static AwsDocument Logging(string configs) =>
        AwsDocument.Parse(
            $$"""{ "FirewallArn": "{{FirewallArn}}", "LoggingConfiguration": { "LogDestinationConfigs": [ {{configs}} ] } }"""
        );

    /// <summary>A strictly ordered policy with one stateless, one managed and one own stateful group, that drops the rest.</summary>
    public static FirewallPolicy Policy(Action<JsonNode>? edit = null)
    {
        var node = JsonNode.Parse(
            $$"""
            { "UpdateToken": "token-1",
              "FirewallPolicyResponse": {
                "FirewallPolicyName": "edge-policy", "FirewallPolicyArn": "{{PolicyArn}}", "FirewallPolicyId": "p-1",
                "Description": "for the edge", "NumberOfAssociations": 1, "Invented": true },
              "FirewallPolicy": {
                "StatelessDefaultActions": [ "aws:forward_to_sfe" ],
                "StatelessFragmentDefaultActions": [ "aws:drop" ],
                "StatelessRuleGroupReferences": [ { "ResourceArn": "{{StatelessArn}}", "Priority": 10 } ],
                "StatefulRuleGroupReferences": [
                  { "ResourceArn": "{{ManagedPrefix}}ThreatSignaturesMalwareStrictOrder", "Priority": 1 },
                  { "ResourceArn": "{{GroupArn}}", "Priority": 2, "Invented": "x" } ],
                "StatefulDefaultActions": [ "aws:drop_strict", "aws:alert_strict" ],
                "StatefulEngineOptions": { "RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "DROP" },
                "TLSInspectionConfigurationArn": "{{Prefix}}tls-configuration/open",
                "PolicyVariables": { "RuleVariables": { "HOME_NET": { "Definition": [ "10.0.0.0/16" ] } } },
                "Invented": { "Kept": "yes" } } }
            """
        )!;
        edit?.Invoke(node["FirewallPolicy"]!);
        return Of<FirewallPolicy>(FirewallPolicy.Of(AwsDocument.Parse(node.ToJsonString())));
    }

    /// <summary>A stateful rule group of Suricata rules.</summary>
    public static FirewallRuleGroup Suricata(string rules, bool isStrict = true, string variables = "{}") =>
        Group(
            GroupArn,
            "STATEFUL",
            new JsonObject
            {
                ["RuleVariables"] = JsonNode.Parse(variables),
                ["RulesSource"] = new JsonObject { ["RulesString"] = rules },
                ["StatefulRuleOptions"] = new JsonObject
                {
                    ["RuleOrder"] = isStrict ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER",
                },
            }
        );

    /// <summary>A rule group with the content given as JSON.</summary>
    public static FirewallRuleGroup Group(string content, string arn = GroupArn) =>
        Group(arn, arn == StatelessArn ? "STATELESS" : "STATEFUL", JsonNode.Parse(content)!);

    public static FirewallRuleGroup Domains(string kind, params string[] targets) =>
        Group(
            new JsonObject
            {
                ["RulesSource"] = new JsonObject
                {
                    ["RulesSourceList"] = new JsonObject
                    {
                        ["Targets"] = new JsonArray([.. targets.Select(target => JsonValue.Create(target))]),
                        ["TargetTypes"] = new JsonArray("TLS_SNI", "HTTP_HOST"),
                        ["GeneratedRulesType"] = kind,
                    },
                },
            }.ToJsonString()
        );

    /// <summary>Surroundings in which the given states are the neighbours.</summary>
    public static Surroundings Beside(params ResourceState[] neighbours) =>
        new()
        {
            Neighbours = System.Collections.Immutable.ImmutableDictionary.CreateRange(
                StringComparer.Ordinal,
                neighbours.Select(state => KeyValuePair.Create(state.Id.Id, Fact<ResourceState>.Known(state)))
            ),
        };

    public static Surroundings Since(ResourceState baseline) =>
        new() { Baseline = Fact<ResourceState>.Known(baseline) };

    private static FirewallRuleGroup Group(string arn, string type, JsonNode content)
    {
        var node = new JsonObject
        {
            ["UpdateToken"] = "token-1",
            ["RuleGroup"] = content,
            ["RuleGroupResponse"] = new JsonObject
            {
                ["RuleGroupArn"] = arn,
                ["RuleGroupName"] = arn[(arn.LastIndexOf('/') + 1)..],
                ["Type"] = type,
                ["Capacity"] = 100,
                ["ConsumedCapacity"] = 3,
            },
        };
        return Of<FirewallRuleGroup>(FirewallRuleGroup.Of(AwsDocument.Parse(node.ToJsonString())));
    }

    public static T Of<T>(Core.ParseResult<ResourceState> parsed)
        where T : ResourceState => (T)parsed.Value;
}
