using Remediation.Core.Checks;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>Evidence against a rule that offends as a whole, whatever it allows.</summary>
internal static class WholeRule
{
    public static Evidence Evidence(SecurityGroupRule rule, Severity severity, string? note) =>
        new(rule.ToString(), rule.ToString())
        {
            Rule = rule.RuleId,
            Description = rule.Description,
            Severity = severity,
            Note = note,
            Withdrawal = new RuleWithdrawal(rule, ServiceSet.All, TrafficSet.Empty),
        };
}
