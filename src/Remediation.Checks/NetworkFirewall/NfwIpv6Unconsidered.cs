using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-ipv6-unconsidered: rules name IPv4 addresses alone, and IPv6 that matches none of them is let through.</summary>
public sealed class NfwIpv6Unconsidered : Check<FirewallPolicy>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-ipv6-unconsidered",
            Title = "A firewall policy judges IPv4 alone and lets IPv6 through.",
            Rationale =
                "Rules that name IPv4 addresses match no IPv6 packet. Once a subnet gets IPv6, its traffic passes a firewall that "
                + "does not drop what no rule decides.",
            DoesNotCheck =
                "Whether the VPC has IPv6 now, and whether rules on IPv6 keep out the same as those on IPv4. A policy that drops "
                + "what no rule decides considers IPv6 by that.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.FirewallPolicy,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: which IPv6 traffic is wanted only the owner knows.",
            ManualFix =
                "Add the same rules with IPv6 addresses, or drop what no rule decides: RuleOrder STRICT_ORDER with aws:drop_strict "
                + "or aws:drop_established.",
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
        if (DropsTheRest(state))
        {
            return CheckResult.Pass;
        }
        var unknown = ImmutableArray.CreateBuilder<string>();
        var groups = Groups(state, context, unknown);
        var rules = groups.SelectMany(group => group.Rules).ToList();
        if (rules.Exists(ConsidersIPv6))
        {
            return CheckResult.Pass;
        }
        var named = groups.Where(group => group.Rules.Any(NamesIPv4)).Select(group => group.Name).ToList();
        if (unknown.Count > 0)
        {
            return CheckResult.Unknown(unknown.ToImmutable());
        }
        return named.Count == 0
            ? CheckResult.NotApplicable("no rule names an address")
            : CheckResult.Fail(
                new Evidence(
                    $"rules of {string.Join(", ", named)}",
                    "they name IPv4 addresses alone, and IPv6 that no rule decides is let through"
                )
                {
                    Severity = Metadata.Severity,
                }
            );
    }

    private static bool DropsTheRest(FirewallPolicy state) =>
        state.StatelessDefaultActions.Contains("aws:drop", StringComparer.Ordinal)
        || (
            state.IsStrictlyOrdered
            && !state.StatelessDefaultActions.Contains("aws:pass", StringComparer.Ordinal)
            && state.StatefulDefaultActions.Any(action => action.StartsWith("aws:drop", StringComparison.Ordinal))
        );

    private static List<FirewallRuleGroup> Groups(
        FirewallPolicy state,
        CheckContext context,
        ImmutableArray<string>.Builder unknown
    )
    {
        var groups = new List<FirewallRuleGroup>();
        // The groups that AWS writes look for threats; none of them takes the place of a rule by address.
        foreach (var reference in state.StatelessGroups.Concat(state.StatefulGroups).Where(one => !one.IsAwsManaged))
        {
            var fact = context.Surroundings.Neighbour(reference.Arn);
            if (fact.Value is FirewallRuleGroup group)
            {
                groups.Add(group);
                unknown.AddRange(group.Unreadable.Select(text => $"{group.Name}: {text}"));
            }
            else
            {
                unknown.Add(
                    $"what rule group {reference.Name} holds is not known: "
                        + (fact.UnknownReason ?? "there is no such rule group")
                );
            }
        }
        return groups;
    }

    private static bool ConsidersIPv6(FirewallRule rule) =>
        (rule.IsBlocking && Reaches(rule.Traffic.Sources) && Reaches(rule.Traffic.Destinations))
        || NamesIPv6(rule.Traffic.Sources)
        || NamesIPv6(rule.Traffic.Destinations);

    private static bool Reaches(FirewallAddresses addresses) => !addresses.Known.IPv6.IsEmpty;

    private static bool NamesIPv6(FirewallAddresses addresses) =>
        !addresses.Known.IPv6.IsEmpty && !addresses.Known.IPv6.IsAll && addresses.IsExact;

    private static bool NamesIPv4(FirewallRule rule) =>
        NamesIPv4(rule.Traffic.Sources) || NamesIPv4(rule.Traffic.Destinations);

    private static bool NamesIPv4(FirewallAddresses addresses) =>
        addresses.Known.IPv6.IsEmpty && !addresses.Known.IPv4.IsEmpty;
}
