using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Baselines;

namespace Remediation.Testing;

/// <summary>Baselines in memory: those given, and what is kept afterwards.</summary>
public sealed class MemoryBaselines : IBaselineStore
{
    private readonly Dictionary<ResourceId, List<(BaselineVersion Version, ResourceState State)>> _kept = [];

    public MemoryBaselines(params ReadOnlySpan<ResourceState> states)
    {
        foreach (var state in states)
        {
            Add(state, BaselineReason.Compliant);
        }
    }

    public ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            _kept.TryGetValue(resource, out var versions)
                ? Fact<ResourceState>.Known(versions[^1].State)
                : Fact<ResourceState>.Absent
        );

    public ValueTask<CallError?> KeepAsync(
        ResourceState state,
        BaselineReason reason,
        CancellationToken cancellationToken
    )
    {
        if (!_kept.TryGetValue(state.Id, out var versions) || !versions[^1].Version.Says(state, reason))
        {
            Add(state, reason);
        }
        return ValueTask.FromResult<CallError?>(null);
    }

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            StoreAnswer<IReadOnlyList<BaselineVersion>>.Of([
                .. _kept.GetValueOrDefault(resource, []).Select(item => item.Version),
            ])
        );

    public ValueTask<StoreAnswer<ResourceState>> StateAsync(
        BaselineVersion version,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            StoreAnswer<ResourceState>.Of(_kept[version.Resource].Single(item => item.Version == version).State)
        );

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            StoreAnswer<IReadOnlyList<BaselineVersion>>.Of([.. _kept.Values.Select(versions => versions[^1].Version)])
        );

    private void Add(ResourceState state, BaselineReason reason)
    {
        if (!_kept.TryGetValue(state.Id, out var versions))
        {
            _kept[state.Id] = versions = [];
        }
        var last = versions.Count == 0 ? null : versions[^1].Version;
        versions.Add((BaselineVersion.After(last, state, new('0', 64), reason, Sample.Now), state));
    }
}
