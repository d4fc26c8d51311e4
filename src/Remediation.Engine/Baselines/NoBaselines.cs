using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Baselines;

/// <summary>No baseline of anything, where none are kept.</summary>
public sealed class NoBaselines : IBaselineStore
{
    private NoBaselines() { }

    public static NoBaselines Instance { get; } = new();

    public ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Fact<ResourceState>.Absent);

    public ValueTask<CallError?> KeepAsync(
        ResourceState state,
        BaselineReason reason,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult<CallError?>(null);

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(StoreAnswer<IReadOnlyList<BaselineVersion>>.Of([]));

    public ValueTask<StoreAnswer<ResourceState>> StateAsync(
        BaselineVersion version,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            StoreAnswer<ResourceState>.Failed(new("NoBaseline", $"no baseline of {version.Resource} is kept"))
        );

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(StoreAnswer<IReadOnlyList<BaselineVersion>>.Of([]));
}
