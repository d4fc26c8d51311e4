using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Checks.SecurityGroups;

/// <summary>Makes the security group in which every rule has lost what the evidence of a check says, and nothing else.</summary>
internal static class SecurityGroupFix
{
    public static DesiredState Apply(SecurityGroup state, CheckResult result, Surroundings surroundings)
    {
        var rules = state.Rules;
        foreach (var evidence in result.Evidence)
        {
            var withdrawal = (RuleWithdrawal)evidence.Withdrawal!;
            var remainder = RuleRemainder.Of(withdrawal, surroundings);
            var obstacle = RuleRemainder.Obstacle(withdrawal, remainder, state.WithRules(rules), surroundings);
            if (obstacle is not null)
            {
                if (!withdrawal.MayGoWhole)
                {
                    return DesiredState.None(TooMany(evidence, withdrawal, remainder.Length, obstacle));
                }
                remainder = [];
            }
            rules = Replace(rules, withdrawal.Rule, remainder);
        }
        return DesiredState.Of(state.WithRules(rules));
    }

    // A piece that another rule allows already, by the same service and peer, cannot be added: AWS calls it a duplicate.
    private static ImmutableArray<SecurityGroupRule> Replace(
        ImmutableArray<SecurityGroupRule> rules,
        SecurityGroupRule rule,
        ImmutableArray<SecurityGroupRule> remainder
    )
    {
        var others = rules.Remove(rule);
        var keys = others.Select(other => other.Key).ToHashSet();
        return [.. others, .. remainder.Where(piece => keys.Add(piece.Key)).ToList()];
    }

    private static string TooMany(Evidence evidence, RuleWithdrawal withdrawal, int count, string obstacle) =>
        $"taking {evidence.Offending} out of {withdrawal.Rule} leaves {count} rules, {obstacle}; set "
        + $"{CheckParameters.OnTooManyRules}: {CheckParameters.Remove} to let the whole rule go, or split it by hand";
}
