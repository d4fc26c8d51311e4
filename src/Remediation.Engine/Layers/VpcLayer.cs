using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>VPCs with their flow logs and endpoints, and the endpoints themselves.</summary>
public sealed class VpcLayer : ResourceLayer
{
    private const string Ec2 = "ec2";

    /// <summary>No part of a state: it tells which flow logs are of which VPC.</summary>
    private const string Subnets = "ec2.describe-subnets";

    public override ImmutableArray<string> ResourceTypes { get; } =
    [Core.Resources.ResourceTypes.Vpc, Core.Resources.ResourceTypes.VpcEndpoint];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [
        new(Vpc.Description, "Vpcs"),
        new(Vpc.FlowLogsPart, "FlowLogs"),
        new(VpcEndpoint.Description, "VpcEndpoints"),
        new(Vpc.Attributes),
        new(Subnets, "Subnets"),
    ];

    public override ImmutableArray<string> ReadActions { get; } =
    [
        "ec2:DescribeFlowLogs",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
    ];

    public override IEnumerable<string> PartsOf(string resourceType) =>
        resourceType == Core.Resources.ResourceTypes.Vpc
            ? [Vpc.Description, Vpc.FlowLogsPart, Vpc.EndpointsPart, Vpc.Attributes]
            : [VpcEndpoint.Description];

    public override IEnumerable<string> ListingsOf(string resourceType) =>
        resourceType == Core.Resources.ResourceTypes.Vpc ? [Vpc.Description] : [VpcEndpoint.Description];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) =>
        resourceType == Core.Resources.ResourceTypes.Vpc
            ? VpcAssembly.Vpcs(documents)
            : VpcAssembly.Endpoints(documents);

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var id = reference.Id ?? "";
        var isVpc = reference.Type == Core.Resources.ResourceTypes.Vpc;
        var reading = new DocumentReading(source, cancellationToken) { Account = reference.Account };
        var main = isVpc
            ? await reading.ListAsync(Vpc.Description, Ec2, "DescribeVpcs", "Vpcs", Ids("VpcIds", id))
            : await reading.ListAsync(
                VpcEndpoint.Description,
                Ec2,
                "DescribeVpcEndpoints",
                "VpcEndpoints",
                Ids("VpcEndpointIds", id)
            );
        if (!main.IsAnswered)
        {
            return main.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(main.Error, main.IsRetryable);
        }
        if (isVpc && await AddNeighboursAsync(reading, id) is { } failed)
        {
            return ReadOutcome.Failed(failed.Error!, failed.IsRetryable);
        }
        return DocumentReading.Single(Assemble(reference.Type, reading.Documents));
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reading = new DocumentReading(source, cancellationToken);
        var isVpc = resourceType == Core.Resources.ResourceTypes.Vpc;
        if (isVpc)
        {
            var vpcs = await reading.ListAsync(Vpc.Description, Ec2, "DescribeVpcs", "Vpcs", "{}");
            DocumentReading.ThrowUnlessAnswered(vpcs);
            DocumentReading.ThrowIf(await AddNeighboursAsync(reading, null));
        }
        else
        {
            DocumentReading.ThrowUnlessAnswered(
                await reading.ListAsync(VpcEndpoint.Description, Ec2, "DescribeVpcEndpoints", "VpcEndpoints", "{}")
            );
        }
        foreach (var state in DocumentReading.All(Assemble(resourceType, reading.Documents)))
        {
            yield return state;
        }
    }

    // Of one VPC, or of all where there is no id. Gives the answer that says that all of it has to be read again later, or null.
    private static async Task<DocumentAnswer?> AddNeighboursAsync(DocumentReading reading, string? id)
    {
        var inVpc = id is null ? "{}" : Filter("Filters", "vpc-id", [id]);
        await reading.AddAsync(Subnets, Ec2, "DescribeSubnets", "Subnets", inVpc);
        await reading.AddAsync(Vpc.EndpointsPart, Ec2, "DescribeVpcEndpoints", "VpcEndpoints", inVpc);
        await reading.AddAsync(
            Vpc.FlowLogsPart,
            Ec2,
            "DescribeFlowLogs",
            "FlowLogs",
            id is null ? "{}" : Filter("Filter", "resource-id", [id, .. VpcAssembly.SubnetsOf(id, reading.Documents)])
        );
        foreach (var vpc in reading.Documents.Of(Vpc.Description).Select(element => VpcAssembly.IdOf(element.Json)))
        {
            await reading.AddWholeAsync(
                Vpc.Attributes,
                Ec2,
                "DescribeVpcAttribute",
                Attribute(vpc, "enableDnsSupport")
            );
            await reading.AddWholeAsync(
                Vpc.Attributes,
                Ec2,
                "DescribeVpcAttribute",
                Attribute(vpc, "enableDnsHostnames")
            );
        }
        return reading.PassingFailure;
    }

    private static string Ids(string name, string id) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                WriteTexts(writer, name, [id]);
                writer.WriteEndObject();
            })
            .Text;

    private static string Attribute(string vpc, string name) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("VpcId", vpc);
                writer.WriteString("Attribute", name);
                writer.WriteEndObject();
            })
            .Text;

    private static string Filter(string parameter, string name, IEnumerable<string> values) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray(parameter);
                writer.WriteStartObject();
                writer.WriteString("Name", name);
                WriteTexts(writer, "Values", values);
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            .Text;

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
    }
}
