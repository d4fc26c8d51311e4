namespace Remediation.Core.Resources.Waf;

/// <summary>What a web ACL does instead of the action of one rule within a rule group.</summary>
/// <param name="Rule">The rule within the group.</param>
/// <param name="Action">The action instead.</param>
/// <param name="IsExclusion">Whether it is written as an excluded rule, the older way to say Count.</param>
public sealed record WafOverride(string Rule, WafActionKind Action, bool IsExclusion);
