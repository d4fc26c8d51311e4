using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>Where a rule is put into a web ACL: no two rules can have the same priority, and the lowest is evaluated first.</summary>
internal static class RulePlacement
{
    /// <summary>
    /// A rule of the baseline for the present web ACL: with the priority that it had, or where another rule has that now, the
    /// nearest free one before it, so that nothing comes to stand before it that did not; at worst the nearest after it.
    /// </summary>
    public static AwsDocument Restored(WebAcl state, WafRule was)
    {
        var taken = Taken(state, was.Name);
        var wanted = was.Priority ?? 0;
        var before = wanted;
        while (before >= 0 && taken.Contains(before))
        {
            before--;
        }
        var after = wanted;
        while (taken.Contains(after))
        {
            after++;
        }
        return AwsDocument.Of(was.Json).With(DocumentPath.Of("Priority"), WafEdit.Number(before >= 0 ? before : after));
    }

    /// <summary>
    /// The priority for a new rule that keeps requests out: after all rules, so that what the team lets through on purpose stays
    /// let through; where all that no rule allows is blocked anyway, before the first rule that allows, since nothing comes after
    /// it. Null where there is no free number.
    /// </summary>
    public static int? ForNew(WebAcl state)
    {
        var own = state.Rules.Where(rule => !rule.IsShieldMitigation).ToList();
        var taken = Taken(state, "");
        var firstAllow = own.Find(rule => rule.Effect == WafRuleEffect.Allows)?.Priority;
        if (state.DefaultAction == WafActionKind.Block && firstAllow is { } limit)
        {
            var free = limit - 1;
            while (free >= 0 && taken.Contains(free))
            {
                free--;
            }
            return free >= 0 ? free : null;
        }
        var next = own.Count == 0 ? 0 : own.Max(rule => rule.Priority ?? 0) + 1;
        while (taken.Contains(next))
        {
            next++;
        }
        return next;
    }

    /// <summary>Why a rule of the baseline cannot be put back, or null: what it refers to has to be there still.</summary>
    public static string? Obstacle(WafRule was, CheckContext context)
    {
        var gone = was
            .Statement.WithAllInner.Select(statement => statement.ReferencedArn)
            .FirstOrDefault(arn => arn is not null && context.Surroundings.Neighbour(arn).IsAbsent);
        return gone is null
            ? null
            : $"rule {was.Name} refers to {gone}, which does not exist any more; make it again and put the rule back by hand";
    }

    private static HashSet<int> Taken(WebAcl state, string exceptName) =>
        [.. state.Rules.Where(rule => rule.Name != exceptName).Select(rule => rule.Priority).OfType<int>()];
}
