using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

/// <summary>Web ACLs, rule groups and sets for tests, in the JSON of AWS WAF.</summary>
internal static class AclText
{
    public const string AclArn =
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555";
    public const string GroupArn =
        "arn:aws:wafv2:us-east-1:123456789012:regional/rulegroup/own/22222222-2222-3333-4444-555555555555";
    public const string Destination = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop";

    private const string Visible =
        "\"VisibilityConfig\":{\"SampledRequestsEnabled\":true,\"CloudWatchMetricsEnabled\":true,\"MetricName\":\"m\"}";

    /// <summary>A managed rule group of AWS, with further members of the statement.</summary>
    public static string Managed(string name, int priority, string over = "None", string more = "") =>
        $$$$"""
            {"Name":"{{{{name}}}}","Priority":{{{{priority}}}},"OverrideAction":{"{{{{over}}}}":{}},{{{{Visible}}}},"Statement":
            {"ManagedRuleGroupStatement":{"VendorName":"AWS","Name":"{{{{name}}}}"{{{{more}}}}}}}
            """;

    public static string Common(int priority = 1, string over = "None", string more = "") =>
        Managed("AWSManagedRulesCommonRuleSet", priority, over, more);

    public static string KnownBad(int priority = 2) => Managed("AWSManagedRulesKnownBadInputsRuleSet", priority);

    public static string Rate(int priority = 3, long limit = 2000, string action = "Block", string more = "") =>
        Rule(
            "RateLimit",
            priority,
            action,
            $$$"""{"RateBasedStatement":{"Limit":{{{limit}}},"AggregateKeyType":"IP"{{{more}}}}}"""
        );

    public static string Rule(string name, int priority, string action, string statement) =>
        $$$"""
            {"Name":"{{{name}}}","Priority":{{{priority}}},"Action":{"{{{action}}}":{}},{{{Visible}}},"Statement":{{{statement}}}}
            """;

    /// <summary>A rule that takes its actions from a rule group of the account's own.</summary>
    public static string Uses(
        string group,
        int priority,
        string name = "Own",
        string over = "None",
        string more = ""
    ) =>
        $$$$"""
            {"Name":"{{{{name}}}}","Priority":{{{{priority}}}},"OverrideAction":{"{{{{over}}}}":{}},{{{{Visible}}}},"Statement":
            {"RuleGroupReferenceStatement":{"ARN":"{{{{group}}}}"{{{{more}}}}}}}
            """;

    public static string InSet(string arn) => $$$"""{"IPSetReferenceStatement":{"ARN":"{{{arn}}}"}}""";

    public static string Not(string statement) => $$$"""{"NotStatement":{"Statement":{{{statement}}}}}""";

    public static string And(params string[] statements) =>
        $$$"""{"AndStatement":{"Statements":[{{{string.Join(',', statements)}}}]}}""";

    public static string Or(params string[] statements) =>
        $$$"""{"OrStatement":{"Statements":[{{{string.Join(',', statements)}}}]}}""";

    public static string SetArn(string name) =>
        $"arn:aws:wafv2:us-east-1:123456789012:regional/ipset/{name}/33333333-2222-3333-4444-555555555555";

    /// <summary>A web ACL whose logging is not known.</summary>
    public static WebAcl Acl(params string[] rules) => AclOf("Allow", "", rules);

    /// <summary>The same with another default action, and with further members.</summary>
    public static WebAcl AclOf(string defaultAction, string more, params string[] rules) =>
        WebAcl.Of(
            new(ResourceTypes.WebAcl, AclArn, Sample.Account, Sample.Region),
            Parts(
                WebAcl.DocumentPart,
                $$$"""
                {"WebACL":{"Name":"shop","Id":"11111111-2222-3333-4444-555555555555","ARN":"{{{AclArn}}}",
                "DefaultAction":{"{{{defaultAction}}}":{}},"Rules":[{{{string.Join(
                    ',',
                    rules
                )}}}],{{{Visible}}}{{{more}}}},
                "LockToken":"t"}
                """
            ),
            ImmutableSortedDictionary<string, string>.Empty.Add(WebAcl.LoggingPart, "it was not read")
        );

    /// <summary>The web ACL with a logging configuration, or (null) known to have none.</summary>
    public static WebAcl Logging(this WebAcl acl, string? configuration) =>
        (WebAcl)
            acl.WithPart(
                WebAcl.LoggingPart,
                configuration is null ? null : AwsDocument.Parse($$$"""{"LoggingConfiguration":{{{configuration}}}}""")
            );

    /// <summary>A logging configuration that leaves headers out.</summary>
    public static string LogsTo(string destination, params string[] redacted) =>
        $$"""
            {"ResourceArn":"{{AclArn}}","LogDestinationConfigs":["{{destination}}"],"RedactedFields":[{{string.Join(
                ',',
                redacted.Select(header => $$$"""{"SingleHeader":{"Name":"{{{header}}}"}}""")
            )}}]}
            """;

    public static WafRuleGroup Group(params string[] rules) =>
        WafRuleGroup.Of(
            new(ResourceTypes.WafRuleGroup, GroupArn, Sample.Account, Sample.Region),
            Parts(
                WafRuleGroup.DocumentPart,
                $$"""
                {"RuleGroup":{"Name":"own","Id":"22222222-2222-3333-4444-555555555555","ARN":"{{GroupArn}}","Capacity":100,
                "Rules":[{{string.Join(',', rules)}}],{{Visible}}},"LockToken":"t"}
                """
            ),
            ImmutableSortedDictionary<string, string>.Empty
        );

    public static IpSet Set(string name, params string[] addresses) => Set(name, uses: null, addresses);

    /// <summary>An IP set that rules use, or whose uses are not known.</summary>
    public static IpSet Set(string name, WafUse[]? uses, params string[] addresses) =>
        IpSet.Of(
            new(ResourceTypes.IpSet, SetArn(name), Sample.Account, Sample.Region),
            Parts(
                IpSet.DocumentPart,
                $$"""
                {"IPSet":{"Name":"{{name}}","Id":"33333333-2222-3333-4444-555555555555","ARN":"{{SetArn(name)}}",
                "IPAddressVersion":"{{(addresses.Any(text => text.Contains(':')) ? "IPV6" : "IPV4")}}",
                "Addresses":[{{string.Join(',', addresses.Select(text => $"\"{text}\""))}}]},"LockToken":"t"}
                """
            ),
            ImmutableSortedDictionary<string, string>.Empty,
            uses is null
                ? Fact<IReadOnlyList<WafUse>>.Unknown("it was not read")
                : Fact<IReadOnlyList<WafUse>>.Known(uses)
        );

    /// <summary>A policy that sets one parameter of a check.</summary>
    public static Policy Policy(string check, string parameter, ParameterValue value) =>
        Sample.Policy(checks: [(check, new() { Parameters = CheckSettings.Nothing.Parameters.Add(parameter, value) })]);

    /// <summary>Surroundings with a baseline, or none, and with neighbours.</summary>
    public static Surroundings Around(ResourceState? baseline, params ResourceState[] neighbours) =>
        new()
        {
            Baseline = baseline is null ? Fact<ResourceState>.Absent : Fact<ResourceState>.Known(baseline),
            Neighbours = neighbours.ToImmutableDictionary(state => state.Id.Id, Fact<ResourceState>.Known),
        };

    private static ImmutableSortedDictionary<string, AwsDocument> Parts(string operation, string json) =>
        ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(operation, AwsDocument.Parse(json));
}
