using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>
/// That a security group rule loses some services, but for the traffic that is kept. The rest of the rule
/// stays, with its description and tags.
/// </summary>
/// <param name="Rule">The rule as it is.</param>
/// <param name="Services">What it loses; what it never allowed does not matter.</param>
/// <param name="Kept">The traffic that it does not lose: trusted sources under narrow, exempted traffic always.</param>
public sealed record RuleWithdrawal(SecurityGroupRule Rule, ServiceSet Services, TrafficSet Kept) : Withdrawal
{
    /// <summary>The most rules that may stand for what is left of the rule.</summary>
    public int MaxReplacementRules { get; init; } = int.MaxValue;

    /// <summary>Whether the whole rule may go when its rest would take more rules than that.</summary>
    public bool MayGoWhole { get; init; }
}
