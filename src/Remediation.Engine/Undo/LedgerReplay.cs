using Remediation.Core;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Undo;

/// <summary>
/// The states before and after a remediation as its ledger entry tells them: the prior state, and what its calls make of that by pure
/// application. What others did at the same time is in neither, so that the difference is the remediation's alone.
/// </summary>
/// <param name="Prior">Before the first call.</param>
/// <param name="Made">After the last one, whether it was taken or not.</param>
public sealed record LedgerReplay(ResourceState Prior, ResourceState Made)
{
    /// <summary>The states, or why the entry does not tell them.</summary>
    /// <param name="intent">An intent.</param>
    public static ParseResult<LedgerReplay> Of(LedgerEntry intent)
    {
        if (intent.PriorState is not { } document)
        {
            return ParseResult<LedgerReplay>.Failure($"{intent.Id} holds no prior state");
        }
        if (!StateDocument.Read(intent.Resource, document).TryGet(out var prior, out var reason))
        {
            return ParseResult<LedgerReplay>.Failure($"the prior state in {intent.Id} cannot be read: {reason}");
        }
        var made = prior;
        foreach (var call in intent.Calls)
        {
            var applied = StateChanges.Apply(made, call, Surroundings.Unknown);
            if (!applied.IsSuccess)
            {
                return ParseResult<LedgerReplay>.Failure(
                    $"the calls in {intent.Id} do not go with its prior state: {call.Operation}: {applied.Error}"
                );
            }
            made = applied.State;
        }
        return ParseResult<LedgerReplay>.Success(new(prior, made));
    }
}
