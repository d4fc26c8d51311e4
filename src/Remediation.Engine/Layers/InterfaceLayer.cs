using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Interfaces;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>Network interfaces, and the instances that they are attached to as far as those tell of them.</summary>
public sealed class InterfaceLayer : ResourceLayer
{
    private const string Operation = "DescribeNetworkInterfaces";
    private const string List = "NetworkInterfaces";

    public override ImmutableArray<string> ResourceTypes { get; } =
    [Core.Resources.ResourceTypes.NetworkInterface, Core.Resources.ResourceTypes.Instance];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [new(ElasticInterface.DescribeNetworkInterfaces, List)];

    public override ImmutableArray<string> ReadActions { get; } = [$"ec2:{Operation}"];

    public override IEnumerable<string> PartsOf(string resourceType) => [ElasticInterface.DescribeNetworkInterfaces];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) =>
        States(
            resourceType,
            [.. documents.Of(ElasticInterface.DescribeNetworkInterfaces).Select(element => element.Json)],
            documents.Account,
            documents.Region
        );

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        if (reference.Id is not { Length: > 0 } id)
        {
            return ReadOutcome.NotFound;
        }
        var isInstance = reference.Type == Core.Resources.ResourceTypes.Instance;
        var answer = await source.AllAsync(
            "ec2",
            Operation,
            isInstance ? AttachedTo(id) : Asking(id),
            List,
            cancellationToken
        );
        if (!answer.IsAnswered)
        {
            return answer.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var states = States(
            reference.Type,
            [.. answer.Document.Root.EnumerateArray()],
            reference.Account,
            source.Region
        );
        return DocumentReading.Single(states);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var answer = await source.AllAsync("ec2", Operation, """{"MaxResults":1000}""", List, cancellationToken);
        if (!answer.IsAnswered)
        {
            throw new AccountException(answer.Error, answer.IsRetryable);
        }
        var states = States(resourceType, [.. answer.Document.Root.EnumerateArray()], "", source.Region);
        foreach (var state in DocumentReading.All(states))
        {
            yield return state;
        }
    }

    private static IEnumerable<ParseResult<ResourceState>> States(
        string resourceType,
        IReadOnlyList<JsonElement> elements,
        string account,
        string region
    ) =>
        resourceType == Core.Resources.ResourceTypes.Instance
            ? elements
                .GroupBy(element => Instance.InstanceOf(element) ?? "", StringComparer.Ordinal)
                .Where(group => group.Key.Length > 0)
                .Select(group => ParseResult<ResourceState>.Success(Instance.Of(group.Key, group, account, region)!))
            : elements.Select(element => Widen(ElasticInterface.Parse(element, account, region)));

    private static ParseResult<ResourceState> Widen(ParseResult<ElasticInterface> result) =>
        result.TryGet(out var state, out var reason)
            ? ParseResult<ResourceState>.Success(state)
            : ParseResult<ResourceState>.Failure(reason);

    private static string Asking(string id) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("NetworkInterfaceIds");
                writer.WriteStringValue(id);
                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            .Text;

    private static string AttachedTo(string id) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("Filters");
                writer.WriteStartObject();
                writer.WriteString("Name", "attachment.instance-id");
                writer.WriteStartArray("Values");
                writer.WriteStringValue(id);
                writer.WriteEndArray();
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            .Text;
}
