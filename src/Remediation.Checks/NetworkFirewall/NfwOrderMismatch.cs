using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-order-mismatch: the policy says an order of rules that the firewall does not keep.</summary>
public sealed class NfwOrderMismatch : Check<FirewallPolicy>
{
    private const int MostPairs = 100_000;

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-order-mismatch",
            Title =
                "A firewall policy counts on an order of stateful rules that is not the one in which they are asked.",
            Rationale =
                "Priorities of stateful rule groups and default actions such as aws:drop_strict hold under STRICT_ORDER only. "
                + "Without it, pass rules of every group come before all drop rules, and what no rule decides is let through.",
            DoesNotCheck = "Whether the order is the one that its author wanted.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.FirewallPolicy,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: the order of a policy with rule groups cannot be changed in place, and under another order the same rules "
                + "do something else.",
            ManualFix =
                "Make rule groups and a policy with RuleOrder STRICT_ORDER, give every reference a priority, and associate the "
                + "policy; or take the priorities and the stateful default actions out.",
            Controls = [FirewallControls.Layers],
            Triggers = NetworkFirewallTriggers.PolicyAndRuleGroup,
            Surroundings = SurroundingKinds.Neighbours,
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
            ],
        };

    protected override CheckResult Evaluate(FirewallPolicy state, CheckContext context)
    {
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        if (!state.IsStrictlyOrdered)
        {
            evidence.AddRange(state.StatefulDefaultActions.Select(action => IgnoredDefault(state, action, context)));
        }
        foreach (var reference in state.StatefulGroups)
        {
            if (PriorityFault(state, reference) is { } fault)
            {
                evidence.Add(fault);
            }
            if (GroupFault(state, reference, context, unknown) is { } mismatch)
            {
                evidence.Add(mismatch);
            }
        }
        return CheckResult.Of(evidence.ToImmutable(), unknown.ToImmutable(), []);
    }

    private Evidence IgnoredDefault(FirewallPolicy state, string action, CheckContext context) =>
        new($"StatefulDefaultActions: {action}", $"{action} without RuleOrder STRICT_ORDER is not heeded")
        {
            Severity = Metadata.Severity,
            Note = Overruled(state, context),
        };

    private Evidence? PriorityFault(FirewallPolicy state, RuleGroupReference reference) =>
        (state.IsStrictlyOrdered, reference.Priority) switch
        {
            (false, { } priority) => Of(
                reference,
                $"priority {priority}",
                $"priority {priority} of {reference.Name} without RuleOrder STRICT_ORDER is not heeded"
            ),
            (true, null) => Of(
                reference,
                "RuleOrder STRICT_ORDER",
                $"{reference.Name} has no priority, which STRICT_ORDER asks for"
            ),
            _ => null,
        };

    private Evidence? GroupFault(
        FirewallPolicy state,
        RuleGroupReference reference,
        CheckContext context,
        ImmutableArray<string>.Builder unknown
    )
    {
        if (IsStrict(reference, context, unknown) is not { } isStrict || isStrict == state.IsStrictlyOrdered)
        {
            return null;
        }
        return Of(
            reference,
            Order(state.IsStrictlyOrdered),
            $"{reference.Name} is made for {Order(isStrict)}, and the policy asks in {Order(state.IsStrictlyOrdered)}"
        );
    }

    // The name of a group that AWS writes tells; those of other accounts cannot be read.
    private static bool? IsStrict(
        RuleGroupReference reference,
        CheckContext context,
        ImmutableArray<string>.Builder unknown
    )
    {
        if (reference.IsAwsManaged)
        {
            return reference.Name.EndsWith("StrictOrder", StringComparison.Ordinal) ? true
                : reference.Name.EndsWith("ActionOrder", StringComparison.Ordinal) ? false
                : null;
        }
        var fact = context.Surroundings.Neighbour(reference.Arn);
        if (fact.Value is FirewallRuleGroup group)
        {
            return group.IsStrictlyOrdered;
        }
        unknown.Add(
            $"the order that rule group {reference.Name} is made for is not known: "
                + (fact.UnknownReason ?? "there is no such rule group")
        );
        return null;
    }

    // What the mismatch costs: rules that would keep out, and are asked too late.
    private static string? Overruled(FirewallPolicy state, CheckContext context)
    {
        var rules = state
            .StatefulGroups.Select(reference => context.Surroundings.Neighbour(reference.Arn).Value)
            .OfType<FirewallRuleGroup>()
            .SelectMany(group => group.Rules.Select(rule => (Group: group.Name, Rule: rule)))
            .ToList();
        var passes = rules.Where(item => item.Rule.Action == FirewallAction.Pass).ToList();
        var drops = rules.Where(item => item.Rule.IsBlocking).ToList();
        if ((long)passes.Count * drops.Count > MostPairs)
        {
            return "pass rules come before drop rules of every group";
        }
        var first = passes
            .SelectMany(pass =>
                drops.Where(drop => drop.Rule.Traffic.MayOverlap(pass.Rule.Traffic)).Select(drop => (pass, drop))
            )
            .Select(pair =>
                $"pass rule {pair.pass.Rule.Label} of {pair.pass.Group} comes before drop rule {pair.drop.Rule.Label} of "
                + pair.drop.Group
            )
            .FirstOrDefault();
        return first is null ? null : $"{first}, whatever the priorities say";
    }

    private Evidence Of(RuleGroupReference reference, string expected, string offending) =>
        new(expected, offending) { Rule = reference.Arn, Severity = Metadata.Severity };

    private static string Order(bool isStrict) =>
        isStrict ? FirewallRuleGroup.StrictOrder : FirewallRuleGroup.ActionOrder;
}
