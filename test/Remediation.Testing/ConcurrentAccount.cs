using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;

namespace Remediation.Testing;

/// <summary>An account for many engines at once: one call at a time, as a service that is consistent answers them.</summary>
public sealed class ConcurrentAccount(ScriptedAccount account) : IAccount
{
    private readonly Lock _lock = new();

    public int Executed
    {
        get
        {
            lock (_lock)
            {
                return account.Executed.Count;
            }
        }
    }

    public int Reads => account.Reads;

    public TState State<TState>(string id)
        where TState : ResourceState => account.State<TState>(id);

    public async ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_lock)
        {
            return account.ReadAsync(reference, cancellationToken).AsTask().GetAwaiter().GetResult();
        }
    }

    public ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    ) => account.ReadSurroundingsAsync(state, kinds, cancellationToken);

    public IAsyncEnumerable<ResourceState> ListAsync(string resourceType, CancellationToken cancellationToken) =>
        account.ListAsync(resourceType, cancellationToken);

    public async ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_lock)
        {
            return account.ExecuteAsync(call, cancellationToken).AsTask().GetAwaiter().GetResult();
        }
    }
}
