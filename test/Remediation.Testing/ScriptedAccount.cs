using System.Runtime.CompilerServices;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Engine;

namespace Remediation.Testing;

/// <summary>An account in memory that does what AWS would, until a test says otherwise for a certain read or call.</summary>
public sealed class ScriptedAccount : IAccount
{
    private readonly Dictionary<string, ResourceState> _states = new(StringComparer.Ordinal);

    public ScriptedAccount(params ReadOnlySpan<ResourceState> states)
    {
        foreach (var state in states)
        {
            Put(state);
        }
    }

    public List<ApiCall> Executed { get; } = [];

    /// <summary>How many resources were read, one by one.</summary>
    public int Reads { get; private set; }

    public Surroundings Surroundings { get; set; } = Surroundings.Unknown;

    /// <summary>Asked before each call: an outcome to answer instead of executing, or null.</summary>
    public Func<ApiCall, CallOutcome?> Intercept { get; set; } = _ => null;

    /// <summary>Asked at each read, with its number from 1: an outcome to answer instead, or null.</summary>
    public Func<int, ReadOutcome?> InterceptRead { get; set; } = _ => null;

    /// <summary>Set to refuse listings.</summary>
    public CallError? ListError { get; set; }

    /// <summary>Another account that holds the same now.</summary>
    public ScriptedAccount Copy() => new([.. _states.Values]) { Surroundings = Surroundings };

    public void Put(ResourceState state) => _states[state.Id.Id] = state;

    public void Remove(string id) => _states.Remove(id);

    public TState State<TState>(string id)
        where TState : ResourceState => (TState)_states[id];

    public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken)
    {
        Reads++;
        var state = _states.Values.FirstOrDefault(item =>
            reference.Id is null ? item.Name == reference.Name : item.Id.Id == reference.Id
        );
        var outcome = state is null ? ReadOutcome.NotFound : ReadOutcome.Found(state);
        return ValueTask.FromResult(InterceptRead(Reads) ?? outcome);
    }

    public ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Surroundings);

    public async IAsyncEnumerable<ResourceState> ListAsync(
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        if (ListError is not null)
        {
            throw new AccountException(ListError, isRetryable: true);
        }
        foreach (var state in _states.Values.Where(state => state.Id.Type == resourceType).ToList())
        {
            yield return state;
        }
    }

    public ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (Intercept(call) is { } answer)
        {
            return ValueTask.FromResult(answer);
        }
        var id = IdOf(call);
        if (!_states.TryGetValue(id, out var state))
        {
            return ValueTask.FromResult(CallOutcome.Refused(new(CallError.GroupNotFound, $"there is no {id}")));
        }
        var applied = StateChanges.Apply(state, call, Surroundings);
        if (!applied.IsSuccess)
        {
            return ValueTask.FromResult(CallOutcome.Refused(applied.Error));
        }
        Put(applied.State);
        Executed.Add(call);
        return ValueTask.FromResult(CallOutcome.DoneWith(FirewallToken.LeftBy(call, applied.State)));
    }

    // Calls on documents name their resource in as many ways as there are services; the applier says it of each call.
    private string IdOf(ApiCall call) =>
        call.Resource is { } resource && _states.GetValueOrDefault(resource.Id) is DocumentState ? resource.Id
        : call.Parameters.TryGetProperty("GroupId", out var group) ? group.GetString()!
        : call.Parameters.GetProperty("NetworkAclId").GetString()!;
}
