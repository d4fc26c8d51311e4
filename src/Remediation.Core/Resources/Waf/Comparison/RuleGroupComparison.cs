namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares a rule group with what it was.</summary>
internal static class RuleGroupComparison
{
    // What follows the group in a web ACL is not known, and so something may always follow.
    public static IReadOnlyList<StateChange> Between(WafRuleGroup before, WafRuleGroup after) =>
        Untangling.Of([
            .. RuleListComparison.Between(before.Rules, after.Rules, WafActionKind.Unknown),
            .. DocumentMembers.Differing(before, after).SelectMany(member => Member(before, after, member)),
        ]);

    private static IEnumerable<StateChange> Member(WafRuleGroup before, WafRuleGroup after, string member)
    {
        var path = after.Path.Then(member);
        return member switch
        {
            "Rules" => [],
            "VisibilityConfig" => VisibilityComparison.Between(
                JsonEquality.Member(before.Document, member),
                JsonEquality.Member(after.Document, member),
                DocumentMembers.Change,
                path
            ),
            _ => [DocumentMembers.Other(member, path)],
        };
    }
}
