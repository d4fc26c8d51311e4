using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// CloudFront distributions, which tell themselves which web ACL protects them; of a snapshot only. CloudFront's API speaks XML,
/// which nothing here reads: a distribution that an event names is live one whose web ACL is unknown, and a live listing has none.
/// </summary>
public sealed class DistributionLayer : ResourceLayer
{
    private const string NotLive =
        "distributions are not read live; export them with aws cloudfront list-distributions and audit the snapshot";

    public override ImmutableArray<string> ResourceTypes { get; } = [Core.Resources.ResourceTypes.Distribution];

    // The list lies within another member, so the output is read whole.
    public override ImmutableArray<SnapshotOutput> Outputs { get; } = [new(ProtectedResource.Distributions)];

    public override ImmutableArray<string> ReadActions => [];

    public override IEnumerable<string> PartsOf(string resourceType) => [ProtectedResource.Distributions];

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
                yield return ProtectedResourceParser
                    .Parse(Core.Resources.ResourceTypes.Distribution, item, documents.Account, documents.Region)
                    .TryGet(out var state, out var error)
                    ? ParseResult<ResourceState>.Success(state)
                    : Failure(output, error);
            }
        }
    }

    public override Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            reference.ResourceId is { } id
                ? ReadOutcome.Found(ProtectedResourceParser.Unread(id, NotLive))
                : ReadOutcome.NotFound
        );

    public override IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        CancellationToken cancellationToken
    ) => AsyncEnumerable.Empty<ResourceState>();

    private static ParseResult<ResourceState> Failure(SnapshotElement output, string reason) =>
        ParseResult<ResourceState>.Failure($"{output.File}: {reason}");
}
