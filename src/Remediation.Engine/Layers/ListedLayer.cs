using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// Reads the resources of one type that one operation of EC2 lists, each of which one element of the listing tells all of. A type
/// each, so that a snapshot without the listing of one is not taken for an account without such resources.
/// </summary>
/// <param name="resourceType">The type.</param>
/// <param name="output">The listing.</param>
/// <param name="operation">The same as the API calls it, such as <c>DescribeSubnets</c>.</param>
/// <param name="ids">The parameter that asks for some by id, such as <c>SubnetIds</c>.</param>
/// <param name="pageSize">The most elements that a page may hold.</param>
/// <param name="parse">Reads an element, given the account and region where it does not say.</param>
public sealed class ListedLayer(
    string resourceType,
    SnapshotOutput output,
    string operation,
    string ids,
    int pageSize,
    Func<JsonElement, string, string, ParseResult<ResourceState>> parse
) : ResourceLayer
{
    public static ListedLayer RouteTables { get; } =
        new(
            Core.Resources.ResourceTypes.RouteTable,
            new(RouteTable.DescribeRouteTables, "RouteTables"),
            "DescribeRouteTables",
            "RouteTableIds",
            100,
            (element, account, region) => Widen(RouteTable.Parse(element, account, region))
        );

    public static ListedLayer InternetGateways { get; } =
        new(
            Core.Resources.ResourceTypes.InternetGateway,
            new(InternetGateway.DescribeInternetGateways, "InternetGateways"),
            "DescribeInternetGateways",
            "InternetGatewayIds",
            1000,
            (element, account, region) => Widen(InternetGateway.Parse(element, account, region))
        );

    public override ImmutableArray<string> ResourceTypes { get; } = [resourceType];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } = [output];

    public override ImmutableArray<string> ReadActions { get; } = [$"ec2:{operation}"];

    public override IEnumerable<string> PartsOf(string resourceType) => [output.Operation];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) => documents.Of(output.Operation).Select(element => parse(element.Json, documents.Account, documents.Region));

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
        var answer = await source.CallAsync("ec2", operation, Asking(id), cancellationToken);
        if (answer.IsNotFound)
        {
            return ReadOutcome.NotFound;
        }
        if (!answer.IsAnswered)
        {
            return ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var element = First(answer);
        if (element.ValueKind != JsonValueKind.Object)
        {
            return ReadOutcome.NotFound;
        }
        return parse(element, reference.Account, source.Region).TryGet(out var state, out var reason)
            ? ReadOutcome.Found(state)
            : ReadOutcome.Failed(new("MalformedResponse", reason), isRetryable: false);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var answer = await source.AllAsync(
            "ec2",
            operation,
            $$"""{"MaxResults":{{pageSize}}}""",
            output.List!,
            cancellationToken
        );
        if (!answer.IsAnswered)
        {
            throw new AccountException(answer.Error, answer.IsRetryable);
        }
        foreach (var element in answer.Document.Root.EnumerateArray())
        {
            if (!parse(element, "", source.Region).TryGet(out var state, out var reason))
            {
                throw new AccountException(new("MalformedResponse", reason), isRetryable: false);
            }
            yield return state;
        }
    }

    private static ParseResult<ResourceState> Widen<TState>(ParseResult<TState> result)
        where TState : ResourceState =>
        result.TryGet(out var state, out var reason)
            ? ParseResult<ResourceState>.Success(state)
            : ParseResult<ResourceState>.Failure(reason);

    private string Asking(string id) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray(ids);
                writer.WriteStringValue(id);
                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            .Text;

    private JsonElement First(DocumentAnswer answer) =>
        answer.Document!.Root.ValueKind == JsonValueKind.Object
        && answer.Document.Root.TryGetProperty(output.List!, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().FirstOrDefault()
            : default;
}
