using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Engine.Layers;

namespace Remediation.Engine;

/// <summary>
/// A live account: security groups and network ACLs as one account knows them, and every other layer over AWS's documents. Both
/// have to be of the same account and region.
/// </summary>
/// <param name="groups">Reads and changes security groups and network ACLs, and knows the neighbours of their rules.</param>
/// <param name="documents">Calls everything else.</param>
public sealed class LayeredAccount(IAccount groups, IDocumentSource documents) : IAccount
{
    private static readonly ImmutableArray<string> OwnTypes = [ResourceTypes.SecurityGroup, ResourceTypes.NetworkAcl];

    public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken) =>
        ResourceLayers.For(reference.Type) is { } layer
            ? ReadAsync(layer, reference, cancellationToken)
            : groups.ReadAsync(reference, cancellationToken);

    public ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    ) =>
        OwnTypes.Contains(state.Id.Type, StringComparer.Ordinal)
            ? groups.ReadSurroundingsAsync(state, kinds, cancellationToken)
            : ValueTask.FromResult(Surroundings.Unknown);

    public IAsyncEnumerable<ResourceState> ListAsync(string resourceType, CancellationToken cancellationToken) =>
        ResourceLayers.For(resourceType) is { } layer
            ? layer.ListAsync(documents, resourceType, cancellationToken)
            : groups.ListAsync(resourceType, cancellationToken);

    public async ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (call.Resource is null || ResourceLayers.For(call.Resource.Type) is null)
        {
            return await groups.ExecuteAsync(call, cancellationToken);
        }
        var answer = await documents.CallAsync(call.Service, call.Operation, call.ParametersJson, cancellationToken);
        return answer.IsAnswered ? CallOutcome.DoneWith(FirewallToken.LeftBy(call, answer.Document))
            : answer.IsRetryable ? CallOutcome.Retryable(answer.Error)
            : CallOutcome.Refused(answer.Error);
    }

    private async ValueTask<ReadOutcome> ReadAsync(
        ResourceLayer layer,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        if (reference.Region.Length > 0 && reference.Region != documents.Region)
        {
            return ReadOutcome.Failed(
                new(
                    CallError.WrongRegion,
                    $"{reference} is in {reference.Region}; this account is read in {documents.Region}"
                ),
                isRetryable: false
            );
        }
        var outcome = await layer.ReadAsync(documents, reference, cancellationToken);
        return outcome.State is { } state && IsForeign(state.Id.Account, reference.Account)
            ? ReadOutcome.Failed(
                new(
                    CallError.WrongAccount,
                    $"{reference} belongs to account {state.Id.Account}, and was asked for as one of {reference.Account}"
                ),
                isRetryable: false
            )
            : outcome;
    }

    private static bool IsForeign(string theirs, string asked) =>
        theirs.Length > 0 && asked.Length > 0 && theirs != asked;
}
