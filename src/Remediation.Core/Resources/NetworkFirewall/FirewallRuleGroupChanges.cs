using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What changed of a rule group, and what that means for what its rules keep out.</summary>
internal static class FirewallRuleGroupChanges
{
    private static readonly DocumentPath Content = FirewallParts.RuleGroupContent;
    private static readonly DocumentPath Source = Content.Then("RulesSource");
    private static readonly DocumentPath Variables = Content.Then("RuleVariables");
    private static readonly DocumentPath References = Content.Then("ReferenceSets");
    private static readonly DocumentPath Response = DocumentPath.Of(
        FirewallParts.RuleGroup,
        FirewallRuleGroup.Response
    );

    public static IReadOnlyList<StateChange> Between(FirewallRuleGroup before, FirewallRuleGroup after)
    {
        var changes = new ChangeCollector(before, after);
        if (changes.IsEmpty)
        {
            return [];
        }
        Order(changes, before, after);
        Rules(changes, before, after);
        DomainListChanges.Between(changes, before.Domains, after.Domains, Source);
        Used(changes, before, after);
        changes.AddIfDiffers(
            ChangeEffect.Unknown,
            "the actions that its stateless rules name changed",
            Source.Then("StatelessRulesAndCustomActions", "CustomActions")
        );
        if (RuleListMerge.Between(before, after) is { } merge)
        {
            changes.Apart(Source, merge.Knows);
        }
        changes.AddIfDiffers(ChangeEffect.Neutral, "description changed", Response.Then("Description"));
        changes.AddIfDiffers(ChangeEffect.Neutral, "tags changed", Response.Then("Tags"));
        return changes.All();
    }

    private static void Order(ChangeCollector changes, FirewallRuleGroup before, FirewallRuleGroup after)
    {
        var place = Content.Then("StatefulRuleOptions", "RuleOrder");
        if (before.IsStrictlyOrdered && !after.IsStrictlyOrdered)
        {
            changes.Add(ChangeEffect.Weaker, "order of rules: strict → pass rules first", place);
        }
        else if (!before.IsStrictlyOrdered && after.IsStrictlyOrdered)
        {
            changes.Add(ChangeEffect.Unknown, "order of rules: pass rules first → strict", place);
        }
        else
        {
            changes.AddIfDiffers(ChangeEffect.Neutral, "order of rules is written otherwise", place);
        }
    }

    private static void Rules(ChangeCollector changes, FirewallRuleGroup before, FirewallRuleGroup after)
    {
        var isRewritten = changes.Differs(Source);
        if (!isRewritten && !changes.Differs(Variables))
        {
            return;
        }
        // The same rules mean something else where a variable does.
        var place = isRewritten ? Source : Variables;
        var isOrdered = after.IsStateless || before.IsStrictlyOrdered || after.IsStrictlyOrdered;
        var found = RuleListChanges.Between(before.Rules, after.Rules, isOrdered);
        foreach (var change in found)
        {
            changes.Add(change.Effect, change.Text, place, change.Rule);
        }
        if (!isRewritten)
        {
            return;
        }
        if (!before.Unreadable.IsEmpty || !after.Unreadable.IsEmpty)
        {
            changes.Add(ChangeEffect.Unknown, "rules changed, not all of which could be understood", place);
        }
        else if (found.Count == 0 && before.Domains is null && after.Domains is null)
        {
            changes.Add(ChangeEffect.Neutral, "rules are written otherwise and say the same", place);
        }
    }

    // What changed of variables that rules use, the rules have told, if their text is as it was.
    private static void Used(ChangeCollector changes, FirewallRuleGroup before, FirewallRuleGroup after)
    {
        if (after.Domains is not null)
        {
            // Names are looked for in what comes from HOME_NET.
            HomeNetChanges.Between(
                changes,
                before.Variables,
                after.Variables,
                Variables.Then("IPSets", FirewallVariables.HomeNet),
                widened: ChangeEffect.Stronger,
                narrowed: ChangeEffect.Weaker
            );
            return;
        }
        var text = RawText(before) + RawText(after);
        foreach (
            var (place, sign) in ((DocumentPath, char)[])
                [
                    (Variables.Then("IPSets"), '$'),
                    (Variables.Then("PortSets"), '$'),
                    (References.Then("IPSetReferences"), '@'),
                ]
        )
        {
            foreach (var name in Names(before, place).Union(Names(after, place), StringComparer.Ordinal))
            {
                if (!IsNamed(text, name, sign))
                {
                    changes.AddIfDiffers(
                        ChangeEffect.Neutral,
                        $"{sign}{name}, which no rule uses, changed",
                        place.Then(name)
                    );
                }
            }
        }
    }

    private static bool IsNamed(string text, string name, char sign) =>
        text.Contains($"{sign}{name}", StringComparison.Ordinal)
        || (
            name == FirewallVariables.HomeNet
            && text.Contains("$" + FirewallVariables.ExternalNet, StringComparison.Ordinal)
        );

    private static string RawText(FirewallRuleGroup group) =>
        group.Source.ValueKind == JsonValueKind.Undefined ? "" : group.Source.GetRawText();

    private static IEnumerable<string> Names(FirewallRuleGroup group, DocumentPath place) =>
        group.At(place) is { ValueKind: JsonValueKind.Object } sets
            ? sets.EnumerateObject().Select(set => set.Name)
            : [];
}
