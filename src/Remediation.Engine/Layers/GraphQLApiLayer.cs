using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>AppSync APIs, which tell themselves which web ACL protects them.</summary>
public sealed class GraphQLApiLayer : ResourceLayer
{
    private const string Service = "appsync";

    public override ImmutableArray<string> ResourceTypes { get; } = [Core.Resources.ResourceTypes.GraphQLApi];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [new(ProtectedResource.GraphQLApis, "graphqlApis")];

    public override ImmutableArray<string> ReadActions { get; } = ["appsync:GetGraphqlApi", "appsync:ListGraphqlApis"];

    public override IEnumerable<string> PartsOf(string resourceType) => [ProtectedResource.GraphQLApis];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) =>
        documents
            .Of(ProtectedResource.GraphQLApis)
            .Select(element =>
                Parse(element.Json, documents.Account, documents.Region).TryGet(out var state, out var error)
                    ? ParseResult<ResourceState>.Success(state)
                    : ParseResult<ResourceState>.Failure($"{element.File}: {error}")
            );

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var parameters = AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("apiId", reference.Id?.Split('/')[^1]);
            writer.WriteEndObject();
        });
        var answer = await source.CallAsync(Service, "GetGraphqlApi", parameters.Text, cancellationToken);
        if (!answer.IsAnswered)
        {
            return answer.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var api = answer.Document.At(DocumentPath.Of("graphqlApi"))?.Root ?? default;
        return Parse(api, reference.Account, source.Region).TryGet(out var state, out var error)
            ? ReadOutcome.Found(state)
            : ReadOutcome.Failed(new("MalformedResponse", error), isRetryable: false);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var listing = await source.AllAsync(Service, "ListGraphqlApis", "{}", "graphqlApis", cancellationToken);
        if (!listing.IsAnswered)
        {
            throw new AccountException(listing.Error, listing.IsRetryable);
        }
        foreach (var element in listing.Document.Root.EnumerateArray())
        {
            yield return Parse(element, "", source.Region).TryGet(out var state, out var error)
                ? state
                : throw new AccountException(new("MalformedResponse", error), isRetryable: false);
        }
    }

    private static ParseResult<ProtectedResource> Parse(JsonElement element, string account, string region) =>
        ProtectedResourceParser.Parse(Core.Resources.ResourceTypes.GraphQLApi, element, account, region);
}
