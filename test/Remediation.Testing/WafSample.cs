using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Testing;

/// <summary>Web ACLs and sets for tests, in the JSON in which AWS answers.</summary>
public static class WafSample
{
    public const string AclArn =
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-4333-8444-555555555555";
    public const string SetArn =
        "arn:aws:wafv2:us-east-1:123456789012:regional/ipset/office/22222222-2222-4333-8444-555555555555";
    public const string GroupArn =
        "arn:aws:wafv2:us-east-1:123456789012:regional/rulegroup/own/33333333-2222-4333-8444-555555555555";

    public const string SqlInjection =
        """{"SqliMatchStatement":{"FieldToMatch":{"QueryString":{}},"TextTransformations":[{"Priority":0,"Type":"NONE"}],"SensitivityLevel":"HIGH"}}""";
    public const string Office = $$$$"""{"IPSetReferenceStatement":{"ARN":"{{{{SetArn}}}}"}}""";

    public static ResourceId AclId { get; } = new(ResourceTypes.WebAcl, AclArn, Sample.Account, Sample.Region);

    public static string Geo(params string[] countries) =>
        $$$$"""{"GeoMatchStatement":{"CountryCodes":[{{{{string.Join(',', countries.Select(code => $"\"{code}\""))}}}}]}}""";

    public static string Rate(int limit, string more = "") =>
        $$$$"""{"RateBasedStatement":{"Limit":{{{{limit}}}},"EvaluationWindowSec":300,"AggregateKeyType":"IP"{{{{more}}}}}}""";

    public static string Managed(string name, string more = "") =>
        $$$$"""{"ManagedRuleGroupStatement":{"VendorName":"AWS","Name":"{{{{name}}}}"{{{{more}}}}}}""";

    public static string And(params string[] statements) => Combined("AndStatement", statements);

    public static string Or(params string[] statements) => Combined("OrStatement", statements);

    public static string Not(string statement) => $$$"""{"NotStatement":{"Statement":{{{statement}}}}}""";

    public static string Bytes(string text, string position = "EXACTLY") =>
        $$$$"""{"ByteMatchStatement":{"SearchString":"{{{{text}}}}","FieldToMatch":{"UriPath":{}},"TextTransformations":[{"Priority":0,"Type":"NONE"}],"PositionalConstraint":"{{{{position}}}}"}}""";

    /// <summary>A rule with an action of its own.</summary>
    public static string Rule(string name, int priority, string statement, string action = "Block", string more = "") =>
        Written(name, priority, statement, $$$$"""  "Action":{"{{{{action}}}}":{}}  """.Trim(), more);

    /// <summary>A rule that takes the actions of a rule group, or counts them.</summary>
    public static string GroupRule(
        string name,
        int priority,
        string statement,
        string action = "None",
        string more = ""
    ) => Written(name, priority, statement, $$$$"""  "OverrideAction":{"{{{{action}}}}":{}}  """.Trim(), more);

    public static WebAcl Acl(params string[] rules) => Acl(new WafAclText { Rules = rules });

    public static WebAcl Acl(WafAclText text) => AclOf(text.Json, text.Logging);

    public static WebAcl AclOf(string json, string? logging)
    {
        var parts = Parts(WebAcl.DocumentPart, json);
        return WebAcl.Of(
            AclId,
            logging is null ? parts : parts.Add(WebAcl.LoggingPart, AwsDocument.Parse(logging)),
            ImmutableSortedDictionary<string, string>.Empty
        );
    }

    public static string Logging(string members) =>
        $$$$"""{"LoggingConfiguration":{"ResourceArn":"{{{{AclArn}}}}","LogDestinationConfigs":["arn:aws:s3:::aws-waf-logs-shop"]{{{{members}}}}}}""";

    public static WafRuleGroup Group(params string[] rules) =>
        WafRuleGroup.Of(
            new(ResourceTypes.WafRuleGroup, GroupArn, Sample.Account, Sample.Region),
            Parts(
                WafRuleGroup.DocumentPart,
                $$$"""
                {"RuleGroup":{"Name":"own","Id":"33333333-2222-4333-8444-555555555555","Capacity":50,"ARN":"{{{GroupArn}}}",
                "Description":"","Rules":[{{{string.Join(',', rules)}}}],
                "VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"own"},
                "LabelNamespace":"awswaf:123456789012:rulegroup:own:"},"LockToken":"g-1"}
                """
            ),
            ImmutableSortedDictionary<string, string>.Empty
        );

    public static IpSet Set(Fact<IReadOnlyList<WafUse>> uses, params string[] addresses) =>
        IpSet.Of(
            new(ResourceTypes.IpSet, SetArn, Sample.Account, Sample.Region),
            Parts(
                IpSet.DocumentPart,
                $$$$"""
                {"IPSet":{"Name":"office","Id":"22222222-2222-4333-8444-555555555555","ARN":"{{{{SetArn}}}}","Description":"",
                "IPAddressVersion":"IPV4","Addresses":[{{{{string.Join(
                    ',',
                    addresses.Select(text => $"\"{text}\"")
                )}}}}]},
                "LockToken":"s-1"}
                """
            ),
            ImmutableSortedDictionary<string, string>.Empty,
            uses
        );

    /// <summary>A state's document changed by hand, with another lock token, as after somebody's update.</summary>
    public static TState Edited<TState>(TState state, string part, Action<JsonNode> edit, string lockToken = "edited")
        where TState : WafResource
    {
        var node = JsonNode.Parse(state.Parts[part].Text)!;
        edit(node);
        if (node["LockToken"] is not null)
        {
            node["LockToken"] = lockToken;
        }
        return (TState)state.WithPart(part, AwsDocument.Parse(node.ToJsonString()));
    }

    /// <summary>The rule of that name in the JSON of a web ACL or rule group.</summary>
    public static JsonNode RuleIn(JsonNode output, string name) =>
        (output["WebACL"] ?? output["RuleGroup"])!["Rules"]!
            .AsArray()
            .Single(rule => rule!["Name"]!.GetValue<string>() == name)!;

    private static ImmutableSortedDictionary<string, AwsDocument> Parts(string part, string json) =>
        ImmutableSortedDictionary
            .Create<string, AwsDocument>(StringComparer.Ordinal)
            .Add(part, AwsDocument.Parse(json));

    private static string Combined(string type, string[] statements) =>
        $$$"""{"{{{type}}}":{"Statements":[{{{string.Join(',', statements)}}}]}}""";

    private static string Written(string name, int priority, string statement, string action, string more) =>
        $$$$"""
            {"Name":"{{{{name}}}}","Priority":{{{{priority}}}},"Statement":{{{{statement}}}},{{{{action}}}},
            "VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"{{{{name}}}}"}{{{{more}}}}}
            """;
}
