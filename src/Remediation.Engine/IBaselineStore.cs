using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>
/// Keeps, for each resource, the last state that was judged compliant or that a person approved. It judges nothing itself.
/// Failure is a value; an exception is a bug.
/// </summary>
public interface IBaselineStore
{
    /// <summary>The baseline, that there is none, or why it is unknown.</summary>
    ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken);

    /// <summary>Keeps a state as the baseline from now on; what was kept before stays as an earlier version.</summary>
    /// <param name="state">A state on which every check passes, or one that a person approved.</param>
    /// <param name="reason">Why it is kept, such as <c>compliant</c> or who approved it.</param>
    /// <returns>Null when it is kept for good, else why not.</returns>
    ValueTask<CallError?> KeepAsync(ResourceState state, string reason, CancellationToken cancellationToken);
}
