using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Checks;

/// <summary>What a resource was by its baseline, for checks that compare the present with it.</summary>
internal static class FormerState
{
    /// <summary>What the check comes to where there is nothing to compare with; null where there is.</summary>
    /// <param name="context">Where the baseline is.</param>
    /// <param name="unknown">What is not known while the baseline is not, as a clause.</param>
    /// <param name="former">The state of the baseline.</param>
    public static CheckResult? Missing<TState>(CheckContext context, string unknown, out TState former)
        where TState : ResourceState
    {
        var fact = context.Surroundings.Baseline;
        former = (fact.Value as TState)!;
        return fact.IsAbsent ? CheckResult.NotApplicable("there is no baseline to compare it with")
            : former is null ? CheckResult.Unknown($"{unknown}: {fact.UnknownReason}")
            : null;
    }
}
