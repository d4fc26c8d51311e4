using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-required-rule-missing: a managed rule group that the policy asks for is not in use.</summary>
public sealed class WafRequiredRuleMissing : Check<WebAcl>
{
    private const string Groups = "groups";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-required-rule-missing",
            Title = "A web ACL lacks a managed rule group that the policy requires.",
            Rationale =
                "The baseline rule groups of AWS keep out what is tried against every site every day. Without them each team has to "
                + "know and write those rules itself.",
            DoesNotCheck =
                "Which requests a group is scoped down to, which of its rules are overridden (waf-rule-counting) and which version is "
                + "pinned. Groups that Firewall Manager adds count.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts back the rule of the last compliant state that had the group; where there is none, adds the group after the "
                + "other rules, or, where everything that no rule allows is blocked, before the first rule that allows.",
            ManualFix =
                "Add the group to the web ACL: a rule with a ManagedRuleGroupStatement and the override action None; try it with "
                + "Count first where visitors could be kept out.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                new(
                    Groups,
                    ParameterType.Texts,
                    ParameterValue.Of("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"),
                    "The names of the groups, those of other vendors than AWS led by the vendor, as in Vendor/Group."
                ),
            ],
            Triggers = WafTriggers.WebAcl,
            Surroundings = SurroundingKinds.Baseline | SurroundingKinds.Neighbours,
            FixActions = WafTriggers.WebAclFix,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
                "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context) =>
        // What cannot be read of the state is told beside whatever a check says.
        !state.AreRulesTold
            ? CheckResult.Pass
            : CheckResult.Fail([
                .. Missing(state, context)
                    .Select(group => new Evidence($"{state.Rules.Length} rules", $"no rule uses {group.Name}")
                    {
                        Severity = Metadata.Severity,
                        Withdrawal = DocumentChange.At(
                            state.Path.Then("Rules").Item("Name", RuleNameFor(state, group, context))
                        ),
                    }),
            ]);

    protected override DesiredState Desired(WebAcl state, CheckContext context)
    {
        var desired = state;
        foreach (var group in Missing(state, context))
        {
            if (Kept(context, group) is { } was)
            {
                if (RulePlacement.Obstacle(was, context) is { } obstacle)
                {
                    return DesiredState.None(obstacle);
                }
                desired = desired.WithRule(RulePlacement.Restored(desired, was));
                continue;
            }
            if (RulePlacement.ForNew(desired) is not { } priority)
            {
                return DesiredState.None(
                    $"there is no free priority before the first rule that allows, where {group.Name} has to go; renumber the rules"
                );
            }
            desired = desired.WithRule(group.AsRule(RuleNameFor(desired, group, context), priority));
        }
        return DesiredState.Of(desired);
    }

    private static IEnumerable<ManagedGroup> Missing(WebAcl state, CheckContext context) =>
        context
            .Settings.Texts(Groups)
            .Select(ManagedGroup.Parse)
            .Distinct()
            .Where(group =>
                !state.Rules.Any(group.IsUsedBy) && !FirewallManagerGroups.HasManaged(state, group.Vendor, group.Name)
            );

    private static WafRule? Kept(CheckContext context, ManagedGroup group) =>
        context.Baseline<WebAcl>()?.Rules.FirstOrDefault(group.IsUsedBy);

    // A rule of the same name that does something else by now is somebody's own and stays.
    private static string RuleNameFor(WebAcl state, ManagedGroup group, CheckContext context)
    {
        if (Kept(context, group) is { } was)
        {
            return was.Name;
        }
        var name = group.Name;
        for (var i = 2; state.Rules.Any(rule => rule.Name == name); i++)
        {
            name = $"{group.Name}-{i}";
        }
        return name;
    }
}
