using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;

namespace Remediation.Engine.Tests.Faults;

/// <summary>A store of baselines at which calls go wrong as planned.</summary>
public sealed class FaultyBaselines(IBaselineStore baselines, FaultPlan faults) : IBaselineStore
{
    public ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken) =>
        faults.CallAsync(
            "baselines.Read",
            () => baselines.ReadAsync(resource, cancellationToken),
            error => Fact<ResourceState>.Unknown(error.ToString(), mayBeKnownLater: true)
        );

    public ValueTask<CallError?> KeepAsync(
        ResourceState state,
        BaselineReason reason,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync<CallError?>(
            "baselines.Keep",
            () => baselines.KeepAsync(state, reason, cancellationToken),
            error => error
        );

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) => baselines.HistoryAsync(resource, cancellationToken);

    public ValueTask<StoreAnswer<ResourceState>> StateAsync(
        BaselineVersion version,
        CancellationToken cancellationToken
    ) => baselines.StateAsync(version, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> ListAsync(CancellationToken cancellationToken) =>
        baselines.ListAsync(cancellationToken);
}
