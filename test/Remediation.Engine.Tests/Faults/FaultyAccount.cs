using System.Runtime.CompilerServices;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Tests.Faults;

/// <summary>An account in memory at which calls go wrong as planned. It knows how it was before its last change.</summary>
public sealed class FaultyAccount(IAccount account, FaultPlan faults, TimeProvider time) : IAccount
{
    // Amazon EC2 is consistent in the end, which is seconds, not minutes.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    private IAccount _before = Scenario.Frozen(account);
    private DateTimeOffset _changed;

    private IAccount Stale => time.GetUtcNow() - _changed < Lag ? _before : account;

    /// <summary>The calls that were taken.</summary>
    public List<ApiCall> Executed { get; } = [];

    public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken) =>
        faults.CallAsync(
            "account.Read",
            () => account.ReadAsync(reference, cancellationToken),
            error => ReadOutcome.Failed(error, isRetryable: true),
            () => Stale.ReadAsync(reference, cancellationToken)
        );

    public ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync(
            "account.ReadSurroundings",
            () => account.ReadSurroundingsAsync(state, kinds, cancellationToken),
            error =>
                new()
                {
                    Attachments = Fact<IReadOnlyList<NetworkInterface>>.Unknown(
                        error.ToString(),
                        mayBeKnownLater: true
                    ),
                },
            () => Stale.ReadSurroundingsAsync(state, kinds, cancellationToken)
        );

    public async IAsyncEnumerable<ResourceState> ListAsync(
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var listed = await faults.CallAsync<(List<ResourceState> States, CallError? Error)>(
            "account.List",
            async () =>
            {
                var states = new List<ResourceState>();
                await foreach (var state in account.ListAsync(resourceType, cancellationToken))
                {
                    states.Add(state);
                }
                return (states, null);
            },
            error => ([], error)
        );
        if (listed.Error is { } failure)
        {
            throw new AccountException(failure, isRetryable: true);
        }
        foreach (var state in listed.States)
        {
            yield return state;
        }
    }

    public ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken) =>
        faults.CallAsync(
            $"account.{call.Operation}",
            () =>
            {
                _before = Scenario.Frozen(account);
                _changed = time.GetUtcNow();
                Executed.Add(call);
                return account.ExecuteAsync(call, cancellationToken);
            },
            CallOutcome.Retryable
        );
}
