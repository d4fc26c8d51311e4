using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// The stages of REST APIs, which tell themselves which web ACL protects them. HTTP and WebSocket APIs are left out: no web ACL can
/// be associated with them. Offline: <c>apigateway.get-stages.REST-API-ID.json</c>, since the output does not say of which API it is.
/// </summary>
public sealed class ApiStageLayer : ResourceLayer
{
    private const string Service = "apigateway";
    private const string Owner = "restApiId";

    public override ImmutableArray<string> ResourceTypes { get; } = [Core.Resources.ResourceTypes.ApiStage];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } = [new(ProtectedResource.Stages, "item", Owner)];

    public override ImmutableArray<string> ReadActions { get; } = ["apigateway:GET"];

    public override IEnumerable<string> PartsOf(string resourceType) => [ProtectedResource.Stages];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) =>
        documents
            .Of(ProtectedResource.Stages)
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
        if (StageArns.Read(reference.Id) is not { } stage)
        {
            return ReadOutcome.NotFound;
        }
        var parameters = Parameters((Owner, stage.RestApiId), ("stageName", stage.StageName));
        var answer = await source.CallAsync(Service, "GetStage", parameters, cancellationToken);
        if (!answer.IsAnswered)
        {
            return answer.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        return Parse(Owned(answer.Document, stage.RestApiId), reference.Account, source.Region)
            .TryGet(out var state, out var error)
            ? ReadOutcome.Found(state)
            : ReadOutcome.Failed(new("MalformedResponse", error), isRetryable: false);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var apis = await source.AllAsync(Service, "GetRestApis", "{}", "items", cancellationToken);
        foreach (var api in Whole(apis))
        {
            var id = AwsDocument.Of(api).At(DocumentPath.Of("id"))?.Root.ToString() ?? "";
            var stages = await source.AllAsync(
                Service,
                "GetStages",
                Parameters((Owner, id)),
                "item",
                cancellationToken
            );
            // An API that was deleted meanwhile has no stages left.
            foreach (var element in stages.IsNotFound ? default : Whole(stages))
            {
                yield return Parse(Owned(AwsDocument.Of(element), id), "", source.Region)
                    .TryGet(out var state, out var error)
                    ? state
                    : throw new AccountException(new("MalformedResponse", error), isRetryable: false);
            }
        }
    }

    private static JsonElement.ArrayEnumerator Whole(DocumentAnswer listing) =>
        listing.IsAnswered
            ? listing.Document.Root.EnumerateArray()
            : throw new AccountException(listing.Error, listing.IsRetryable);

    private static JsonElement Owned(AwsDocument element, string restApiId) =>
        element.With(DocumentPath.Of(Owner), AwsDocument.Build(writer => writer.WriteStringValue(restApiId))).Root;

    private static ParseResult<ProtectedResource> Parse(JsonElement element, string account, string region) =>
        ProtectedResourceParser.Parse(Core.Resources.ResourceTypes.ApiStage, element, account, region);

    private static string Parameters(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var given = members.ToArray();
        return AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                foreach (var (name, value) in given)
                {
                    writer.WriteString(name, value);
                }
                writer.WriteEndObject();
            })
            .Text;
    }
}
