using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>
/// A check on the stateful rules that let traffic through, each judged by its header; a rule that also asks what is in the traffic,
/// such as a host name, is narrower than its header and is left alone.
/// </summary>
public abstract class PassRuleCheck : Check<FirewallRuleGroup>
{
    protected sealed override CheckResult Evaluate(FirewallRuleGroup state, CheckContext context)
    {
        if (state.IsStateless)
        {
            return CheckResult.NotApplicable("its rules are stateless");
        }
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        foreach (var rule in state.Rules.Where(rule => rule.Action == FirewallAction.Pass && rule.IsUnconditional))
        {
            if (Offence(rule, context) is { } offence)
            {
                evidence.Add(
                    new Evidence(rule.ToString(), offence)
                    {
                        Rule = rule.Label,
                        Description = rule.Message.Length > 0 ? rule.Message : null,
                        Severity = Metadata.Severity,
                    }
                );
            }
            else if (!rule.Traffic.Sources.IsExact && MayOffend(rule, context))
            {
                unknown.Add(
                    $"rule {rule.Label} passes {rule.Traffic}, and what "
                        + $"{string.Join(", ", rule.Traffic.Sources.Unresolved)} holds is not known"
                );
            }
        }
        return CheckResult.Of(evidence.ToImmutable(), unknown.ToImmutable(), []);
    }

    /// <summary>What of the rule offends, or null.</summary>
    private protected abstract string? Offence(FirewallRule rule, CheckContext context);

    /// <summary>Whether it would offend if its sources were the whole internet.</summary>
    private bool MayOffend(FirewallRule rule, CheckContext context) =>
        rule.Traffic.Sources.Unresolved.Any(text => text[0] is '@' or '!')
        && Offence(rule with { Traffic = rule.Traffic with { Sources = FirewallAddresses.Any } }, context) is not null;

    private protected static IEnumerable<FirewallTraffic> Directions(FirewallRule rule) =>
        rule.Traffic.IsBothWays ? [rule.Traffic, rule.Traffic.Reversed] : [rule.Traffic];

    private protected static bool IsFromAnywhere(FirewallTraffic traffic, CheckContext context) =>
        context.Internet.Of(traffic.Sources.Known) == Exposure.Anywhere;
}
