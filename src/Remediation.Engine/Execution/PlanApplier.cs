using Remediation.Core.Planning;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Engine.Execution;

/// <summary>
/// Executes the calls of a plan one after the other, as they are but for a token that only the call before gives, and stops at the
/// first that is not taken. It decides nothing.
/// </summary>
public sealed class PlanApplier(IAccount account)
{
    /// <param name="plan">A plan that the validator had no objection to.</param>
    /// <param name="mayGoOn">Asked before each call: whether the right to change the resource still holds.</param>
    /// <param name="cancellationToken">Heeded between calls, so that no call is left without its answer.</param>
    public async Task<ApplyResult> ApplyAsync(Plan plan, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        string? token = null;
        for (var done = 0; done < plan.Calls.Length; done++)
        {
            if (WhyNot(mayGoOn, cancellationToken) is { } reason)
            {
                return new(done, reason, IsRetryable: true);
            }
            var call = FirewallToken.Carried(plan.Calls[done].For(plan.Resource), token);
            var outcome = await account.ExecuteAsync(call, CancellationToken.None);
            if (!outcome.IsDone)
            {
                return new(done, outcome.Error, outcome.IsRetryable);
            }
            token = outcome.Token;
        }
        return new(plan.Calls.Length, null, IsRetryable: false);
    }

    private static CallError? WhyNot(Func<bool> mayGoOn, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? new("Cancelled", "the time of the invocation ran out between two calls")
        : mayGoOn() ? null
        : new("LeaseLost", "the lease of the resource ran out between two calls");
}
