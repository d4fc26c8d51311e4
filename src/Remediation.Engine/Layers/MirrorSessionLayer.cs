using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>Reads the traffic mirror sessions of an account, all of them as one resource.</summary>
public sealed class MirrorSessionLayer : ResourceLayer
{
    private const string List = "TrafficMirrorSessions";

    public override ImmutableArray<string> ResourceTypes { get; } =
    [Core.Resources.ResourceTypes.TrafficMirrorSessions];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [new(TrafficMirrorSessions.DescribeTrafficMirrorSessions, List)];

    public override ImmutableArray<string> ReadActions { get; } =
    ["ec2:DescribeTrafficMirrorSessions", "ec2:DescribeVpcs"];

    public override IEnumerable<string> PartsOf(string resourceType) =>
        [TrafficMirrorSessions.DescribeTrafficMirrorSessions];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(string resourceType, SnapshotDocuments documents)
    {
        var operation = TrafficMirrorSessions.DescribeTrafficMirrorSessions;
        if (documents.IsFound(operation))
        {
            yield return ParseResult<ResourceState>.Success(
                TrafficMirrorSessions.Of(
                    [.. documents.Of(operation).Select(element => element.Json)],
                    documents.Account,
                    documents.Region,
                    documents.WhyUnknown(operation)
                )
            );
        }
    }

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var answer = await AllAsync(source, cancellationToken);
        return answer.IsAnswered
            ? ReadOutcome.Found(Whole(answer, reference.Account, source.Region))
            : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var answer = await AllAsync(source, cancellationToken);
        if (!answer.IsAnswered)
        {
            throw new AccountException(answer.Error, answer.IsRetryable);
        }
        var vpcs = await source.AllAsync("ec2", "DescribeVpcs", "{}", "Vpcs", cancellationToken);
        if (!vpcs.IsAnswered)
        {
            throw new AccountException(vpcs.Error, vpcs.IsRetryable);
        }
        yield return Whole(answer, OwnerOf(vpcs.Document), source.Region);
    }

    private static Task<DocumentAnswer> AllAsync(IDocumentSource source, CancellationToken cancellationToken) =>
        source.AllAsync("ec2", "DescribeTrafficMirrorSessions", """{"MaxResults":1000}""", List, cancellationToken);

    // A set without a session names no owner, and still has to be found again by its id. Where VPCs of others are shared with the
    // account they do not tell which of the owners it is.
    private static string OwnerOf(AwsDocument vpcs)
    {
        var owners = vpcs
            .Root.EnumerateArray()
            .Select(vpc => JsonMembers.TextOrEmpty(vpc, "OwnerId"))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return owners is [var only] ? only : "";
    }

    private static TrafficMirrorSessions Whole(DocumentAnswer answer, string account, string region) =>
        TrafficMirrorSessions.Of([.. answer.Document!.Root.EnumerateArray()], account, region, whyPartial: null);
}
