using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>An account in which somebody has deleted a security group.</summary>
internal sealed class WithoutGroup(IAccount account, string groupId) : IAccount
{
    public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken) =>
        reference.Id == groupId
            ? ValueTask.FromResult(ReadOutcome.NotFound)
            : account.ReadAsync(reference, cancellationToken);

    public ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    ) => account.ReadSurroundingsAsync(state, kinds, cancellationToken);

    public IAsyncEnumerable<ResourceState> ListAsync(string resourceType, CancellationToken cancellationToken) =>
        account.ListAsync(resourceType, cancellationToken);

    public ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken) =>
        account.ExecuteAsync(call, cancellationToken);
}
