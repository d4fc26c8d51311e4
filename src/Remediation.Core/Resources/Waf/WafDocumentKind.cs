using System.Collections.Immutable;

namespace Remediation.Core.Resources.Waf;

/// <summary>How AWS WAF reads and updates one kind of resource.</summary>
/// <param name="Type">The CloudFormation type.</param>
/// <param name="Word">What people call it.</param>
/// <param name="ArnKind">What ARNs call it.</param>
/// <param name="Part">The operation that reads it, as parts are named.</param>
/// <param name="Member">The member of the answer that holds it, which names the API operations as well.</param>
/// <param name="ReadOnly">
/// The members that the answer has and the update does not take, name and id among them, which the update has for itself. A member
/// that is not listed and that no version of this program has heard of is sent back: an update replaces the whole, so that leaving
/// out what it takes would lose it without a word, whereas AWS says so (or takes no notice) when it gets what it does not take.
/// </param>
internal sealed record WafDocumentKind(
    string Type,
    string Word,
    string ArnKind,
    string Part,
    string Member,
    ImmutableArray<string> ReadOnly
)
{
    /// <summary>https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html.</summary>
    public static WafDocumentKind WebAcl { get; } =
        new(
            ResourceTypes.WebAcl,
            "web ACL",
            "webacl",
            "wafv2.get-web-acl",
            "WebACL",
            [
                "ARN",
                "Id",
                "Name",
                "Capacity",
                "LabelNamespace",
                "ManagedByFirewallManager",
                "RetrofittedByFirewallManager",
                "PreProcessFirewallManagerRuleGroups",
                "PostProcessFirewallManagerRuleGroups",
            ]
        );

    /// <summary>https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateIPSet.html.</summary>
    public static WafDocumentKind IpSet { get; } =
        new(
            ResourceTypes.IpSet,
            "IP set",
            "ipset",
            "wafv2.get-ip-set",
            "IPSet",
            ["ARN", "Id", "Name", "IPAddressVersion"]
        );

    /// <summary>https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateRuleGroup.html.</summary>
    public static WafDocumentKind RuleGroup { get; } =
        new(
            ResourceTypes.WafRuleGroup,
            "rule group",
            "rulegroup",
            "wafv2.get-rule-group",
            "RuleGroup",
            ["ARN", "Id", "Name", "Capacity", "LabelNamespace", "AvailableLabels", "ConsumedLabels"]
        );

    /// <summary>https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateRegexPatternSet.html.</summary>
    public static WafDocumentKind RegexPatternSet { get; } =
        new(
            ResourceTypes.RegexPatternSet,
            "regex pattern set",
            "regexpatternset",
            "wafv2.get-regex-pattern-set",
            "RegexPatternSet",
            ["ARN", "Id", "Name"]
        );

    public string Update => $"Update{Member}";
}
