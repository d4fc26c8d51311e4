using System.Collections.Immutable;

namespace Remediation.Checks.Waf;

/// <summary>The calls after which checks on AWS WAF's resources can come out differently, and those that put things right.</summary>
internal static class WafTriggers
{
    public static ImmutableArray<string> WebAcl { get; } = ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"];

    public static ImmutableArray<string> Logging { get; } =
    ["wafv2:CreateWebACL", "wafv2:PutLoggingConfiguration", "wafv2:DeleteLoggingConfiguration"];

    public static ImmutableArray<string> RuleGroup { get; } = ["wafv2:CreateRuleGroup", "wafv2:UpdateRuleGroup"];

    public static ImmutableArray<string> IpSet { get; } = ["wafv2:CreateIPSet", "wafv2:UpdateIPSet"];

    public static ImmutableArray<string> WebAclFix { get; } = ["wafv2:UpdateWebACL"];

    /// <summary>
    /// Putting a logging configuration also delivers to its destination: the caller needs those permissions too.
    /// https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html.
    /// </summary>
    public static ImmutableArray<string> LoggingFix { get; } =
    [
        "wafv2:PutLoggingConfiguration",
        "logs:CreateLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:PutResourcePolicy",
    ];
}
