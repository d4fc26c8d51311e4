using Remediation.Core.Planning;

namespace Remediation.Engine;

/// <summary>
/// Executes the calls of a plan one after the other, as they are, and stops at the first that is not taken. It decides nothing.
/// </summary>
public sealed class PlanApplier(IAccount account)
{
    /// <param name="plan">A plan that the validator had no objection to.</param>
    /// <param name="cancellationToken">Heeded between calls, so that no call is left without its answer.</param>
    public async Task<ApplyResult> ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        for (var done = 0; done < plan.Calls.Length; done++)
        {
            var outcome = cancellationToken.IsCancellationRequested
                ? CallOutcome.Retryable(new("Cancelled", "the time of the invocation ran out between two calls"))
                : await account.ExecuteAsync(plan.Calls[done].For(plan.Resource), CancellationToken.None);
            if (!outcome.IsDone)
            {
                return new(done, outcome.Error, outcome.IsRetryable);
            }
        }
        return new(plan.Calls.Length, null, IsRetryable: false);
    }
}
