using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// CloudFront distributions, which tell themselves which web ACL protects them. They are global: live they are read in one region
/// and nowhere else, so that they are not judged once for every region. Offline, tags whose output is not there are taken for none.
/// </summary>
public sealed class DistributionLayer : ResourceLayer
{
    private const string Service = "cloudfront";
    private const string Home = "us-east-1";
    private const string HomeInChina = "cn-northwest-1";

    public override ImmutableArray<string> ResourceTypes { get; } = [Core.Resources.ResourceTypes.Distribution];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [
        new(ProtectedResource.Distributions) { Nested = DocumentPath.Of("DistributionList", "Items") },
        new(ProtectedResource.DistributionTags),
    ];

    public override ImmutableArray<string> ReadActions { get; } =
    ["cloudfront:GetDistribution", "cloudfront:ListDistributions", "cloudfront:ListTagsForResource"];

    public override IEnumerable<string> PartsOf(string resourceType) =>
        [ProtectedResource.Distributions, ProtectedResource.DistributionTags];

    public override IEnumerable<string> ListingsOf(string resourceType) => [ProtectedResource.Distributions];

    public override bool IsReadIn(string region) => region is Home or HomeInChina;

    public override IEnumerable<ParseResult<ResourceState>> Assemble(string resourceType, SnapshotDocuments documents)
    {
        foreach (var output in documents.Of(ProtectedResource.Distributions))
        {
            var list = AwsDocument.Of(output.Json).At(DocumentPath.Of("DistributionList"));
            if (list is null)
            {
                yield return Failure(output, "it has no DistributionList");
                continue;
            }
            if (list.At(DocumentPath.Of("IsTruncated"))?.Root.ValueKind == JsonValueKind.True)
            {
                yield return Failure(output, "it is only a part of the listing; export it again without --max-items");
            }
            var items = list.At(DocumentPath.Of("Items"))?.Root is { ValueKind: JsonValueKind.Array } array
                ? array
                : default;
            foreach (var item in items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default)
            {
                yield return Parse(item, documents.Account, documents.Region).TryGet(out var state, out var error)
                    ? ParseResult<ResourceState>.Success(WithTags(state, documents))
                    : Failure(output, error);
            }
        }
    }

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        if (!IsReadIn(source.Region))
        {
            return ReadOutcome.Failed(
                new(
                    CallError.WrongRegion,
                    $"distributions are read in {Home}, in China in {HomeInChina}; this account is read in {source.Region}"
                ),
                isRetryable: false
            );
        }
        var answer = await source.CallAsync(
            Service,
            "GetDistribution",
            Parameters("Id", reference.Id?.Split('/')[^1] ?? ""),
            cancellationToken
        );
        if (!answer.IsAnswered)
        {
            return answer.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var element = ProtectedResourceParser.ListedDistribution(answer.Document)?.Root ?? default;
        if (!Parse(element, reference.Account, source.Region).TryGet(out var state, out var error))
        {
            return ReadOutcome.Failed(new("MalformedResponse", error), isRetryable: false);
        }
        var (tagged, late) = await WithTagsAsync(source, state, cancellationToken);
        return late is null ? ReadOutcome.Found(tagged) : ReadOutcome.Failed(late.Error!, isRetryable: true);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (!IsReadIn(source.Region))
        {
            yield break;
        }
        var listing = await source.AllAsync(
            Service,
            "ListDistributions",
            "{}",
            "Items",
            cancellationToken,
            within: "DistributionList"
        );
        DocumentReading.ThrowUnlessAnswered(listing);
        foreach (var element in listing.Document!.Root.EnumerateArray())
        {
            var state = Parse(element, "", source.Region).TryGet(out var parsed, out var error)
                ? parsed
                : throw new AccountException(new("MalformedResponse", error), isRetryable: false);
            var (tagged, late) = await WithTagsAsync(source, state, cancellationToken);
            DocumentReading.ThrowIf(late);
            yield return tagged;
        }
    }

    private static ParseResult<ProtectedResource> Parse(JsonElement element, string account, string region) =>
        ProtectedResourceParser.Parse(Core.Resources.ResourceTypes.Distribution, element, account, region);

    // The answer that is worth asking for again is the second half.
    private static async Task<(ProtectedResource State, DocumentAnswer? Late)> WithTagsAsync(
        IDocumentSource source,
        ProtectedResource state,
        CancellationToken cancellationToken
    )
    {
        var answer = await source.CallAsync(
            Service,
            "ListTagsForResource",
            Parameters("Resource", state.Id.Arn),
            cancellationToken
        );
        return answer.IsAnswered ? (state.WithTags(answer.Document), null)
            : answer.IsRetryable ? (state, answer)
            : (state.WithUnknownPart(ProtectedResource.DistributionTags, answer.Error.ToString()), null);
    }

    // A file that names no distribution tells not whose tags it holds.
    private static ProtectedResource WithTags(ProtectedResource state, SnapshotDocuments documents) =>
        documents.Of(ProtectedResource.DistributionTags).FirstOrDefault(output => output.Rest == state.Name) is { } own
            ? state.WithTags(AwsDocument.Of(own.Json))
            : state;

    private static string Parameters(string name, string value) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(name, value);
                writer.WriteEndObject();
            })
            .Text;

    private static ParseResult<ResourceState> Failure(SnapshotElement output, string reason) =>
        ParseResult<ResourceState>.Failure($"{output.File}: {reason}");
}
