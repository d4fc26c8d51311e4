using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-rule-counting: what is meant to keep requests out only counts them.</summary>
public sealed class WafRuleCounting : Check<WebAcl>
{
    private const string AllowedOverrides = "allowedOverrides";

    private static readonly AwsDocument NoOverride = AwsDocument.Parse("""{"None":{}}""");

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-rule-counting",
            Title = "A rule or rule group of a web ACL only counts what it is meant to keep out.",
            Rationale =
                "Count is for trying a rule. Left behind, or set later, it switches the rule off while the list of rules looks the "
                + "same.",
            DoesNotCheck =
                "A rule of the team's own with the action Count, unless its last compliant state kept requests out: rules that only "
                + "put labels on requests count by design. What Shield Advanced and Firewall Manager put in is theirs.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts back the action of the last compliant state; where there is none, lets the rule group act as its vendor made it: "
                + "the override action None, and without the overrides of single rules.",
            ManualFix =
                "Set the rule's action to Block, or the group's override action to None, and remove the overrides to Count; name in "
                + "the policy those that have to stay (checks.waf-rule-counting.allowedOverrides).",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                new(
                    AllowedOverrides,
                    ParameterType.Texts,
                    ParameterValue.Of(texts: []),
                    "Rules within rule groups that may be overridden to Count or Allow, each as RULE, or GROUP/RULE."
                ),
            ],
            Triggers = WafTriggers.WebAcl,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = WafTriggers.WebAclFix,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html",
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-settings.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context) =>
        CheckResult.Fail([
            .. Repairs(state, context)
                .Select(repair => new Evidence(repair.What, repair.Offending)
                {
                    Rule = repair.Rule,
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(repair.Place),
                }),
        ]);

    protected override DesiredState Desired(WebAcl state, CheckContext context) =>
        DesiredState.Of(
            Repairs(state, context)
                .Aggregate(
                    state,
                    (current, repair) =>
                        repair.Value is null ? current.Without(repair.Place) : current.With(repair.Place, repair.Value)
                )
        );

    private static IEnumerable<Repair> Repairs(WebAcl state, CheckContext context)
    {
        var baseline = context.Baseline<WebAcl>();
        foreach (var rule in state.Rules.Where(rule => !rule.IsShieldMitigation))
        {
            var was = baseline?.Rules.FirstOrDefault(other => other.Name == rule.Name);
            if (OfRule(rule, was) is { } repair)
            {
                yield return repair;
            }
            foreach (var ofOverrides in OfOverrides(rule, was, [.. context.Settings.Texts(AllowedOverrides)]))
            {
                yield return ofOverrides;
            }
        }
    }

    private static Repair? OfRule(WafRule rule, WafRule? was)
    {
        if (rule.IsOverriddenToCount)
        {
            return new(
                rule.Name,
                rule.Path.Then("OverrideAction"),
                NoOverride,
                $"rule group {NameOf(rule)}",
                "all its rules are overridden to Count"
            );
        }
        return rule.Action == WafActionKind.Count && was is { Effect: WafRuleEffect.Keeps, Action: { } action }
            ? new(
                rule.Name,
                rule.Path.Then("Action"),
                AwsDocument.Of(was.Json.Member("Action")),
                "action Count",
                $"it was {action} and only counts now"
            )
            : null;
    }

    // Both ways to override single rules of a group, each a list of its own.
    private static IEnumerable<Repair> OfOverrides(WafRule rule, WafRule? was, string[] allowed)
    {
        if (WafGroup.Of(rule.Statement) is not { } group)
        {
            yield break;
        }
        foreach (var isExclusion in (bool[])[false, true])
        {
            var weak = group
                .Overrides.Where(item =>
                    item.IsExclusion == isExclusion
                    && item.Action is WafActionKind.Count or WafActionKind.Allow
                    && !allowed.Contains(item.Rule, StringComparer.Ordinal)
                    && !allowed.Contains($"{NameOf(rule)}/{item.Rule}", StringComparer.Ordinal)
                )
                .ToList();
            if (weak.Count > 0)
            {
                var list = isExclusion ? "ExcludedRules" : "RuleActionOverrides";
                var names = string.Join(", ", weak.Select(item => $"{item.Rule} to {item.Action}"));
                yield return new(
                    rule.Name,
                    rule.Statement.Path.Then(list),
                    Rest(rule, was, list, [.. weak.Select(item => item.Rule)]),
                    $"rule group {NameOf(rule)}",
                    $"overridden: {names}"
                );
            }
        }
    }

    // What stays of the list, null where that is nothing: an override that the baseline has and that keeps requests out comes back.
    private static AwsDocument? Rest(WafRule rule, WafRule? was, string list, string[] weak)
    {
        var kept = rule.Statement.Body.Items(list).Where(item => !weak.Contains(item.Text("Name"))).ToList();
        var before =
            was is not null && WafGroup.Of(was.Statement) is { } group
                ? group
                    .Overrides.Where(item =>
                        item
                            is {
                                IsExclusion: false,
                                Action: WafActionKind.Block or WafActionKind.Captcha or WafActionKind.Challenge
                            }
                    )
                    .Select(item => item.Rule)
                    .Intersect(weak, StringComparer.Ordinal)
                    .ToList()
                : [];
        if (list == "RuleActionOverrides" && before.Count > 0)
        {
            kept.AddRange(was!.Statement.Body.Items(list).Where(item => before.Contains(item.Text("Name"))));
        }
        return kept.Count == 0
            ? null
            : AwsDocument.Build(writer =>
            {
                writer.WriteStartArray();
                kept.ForEach(item => item.WriteTo(writer));
                writer.WriteEndArray();
            });
    }

    private static string NameOf(WafRule rule) =>
        WafGroup.Of(rule.Statement) is { Name.Length: > 0 } group ? group.Name : rule.Name;

    private sealed record Repair(string Rule, DocumentPath Place, AwsDocument? Value, string What, string Offending);
}
