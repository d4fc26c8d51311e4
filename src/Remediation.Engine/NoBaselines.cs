using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>No baseline of anything, where none are kept.</summary>
public sealed class NoBaselines : IBaselineStore
{
    private NoBaselines() { }

    public static NoBaselines Instance { get; } = new();

    public ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Fact<ResourceState>.Absent);

    public ValueTask<CallError?> KeepAsync(ResourceState state, string reason, CancellationToken cancellationToken) =>
        ValueTask.FromResult<CallError?>(null);
}
