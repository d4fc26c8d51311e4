using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Baselines;

/// <summary>
/// Keeps, for each resource, the states that were judged compliant or that a person approved, as numbered versions; the last one
/// is the baseline. It judges nothing itself, and nothing that it keeps is ever changed. Failure is a value; an exception is a
/// bug.
/// </summary>
public interface IBaselineStore
{
    /// <summary>The baseline, that there is none, or why it is unknown.</summary>
    ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a state as the baseline from now on; what was kept before stays as an earlier version. A state that is the baseline
    /// already is not kept again, unless a person approves what so far was only found compliant.
    /// </summary>
    /// <param name="state">A state on which every check passes, or one that a person approved.</param>
    /// <param name="reason">Why it is kept.</param>
    /// <returns>Null when it is kept for good, else why not.</returns>
    ValueTask<CallError?> KeepAsync(ResourceState state, BaselineReason reason, CancellationToken cancellationToken);

    /// <summary>The versions of a resource, the oldest first; none where there is no baseline.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    );

    /// <summary>The state that a version is of.</summary>
    ValueTask<StoreAnswer<ResourceState>> StateAsync(BaselineVersion version, CancellationToken cancellationToken);

    /// <summary>The last version of every resource.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> ListAsync(CancellationToken cancellationToken);
}
