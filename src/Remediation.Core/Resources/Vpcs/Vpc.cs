using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// A VPC with what watches it and what leads out of it: its flow logs and its endpoints. Its subnets, route tables and network
/// ACLs are resources of their own; so is each endpoint, and what is changed at one is changed there.
/// </summary>
public sealed class Vpc : DocumentState
{
    public const string Description = "ec2.describe-vpcs";
    public const string FlowLogsPart = "ec2.describe-flow-logs";
    public const string EndpointsPart = VpcEndpoint.Description;

    /// <summary>The two attributes of DNS, which EC2 tells one by one, together as one output.</summary>
    public const string Attributes = "ec2.describe-vpc-attribute";

    private Vpc() { }

    /// <summary>The flow logs of the VPC and, as far as known, of its subnets; or why they are unknown.</summary>
    public Fact<ImmutableList<FlowLog>> FlowLogs => ListOf(FlowLogsPart, item => new FlowLog(item));

    /// <summary>The endpoints in the VPC that are not deleted, or why they are unknown.</summary>
    public Fact<ImmutableList<EndpointDescription>> Endpoints =>
        ListOf(EndpointsPart, item => new EndpointDescription(item));

    /// <summary>Whether AWS made it with the account; its subnets give public addresses by default.</summary>
    public bool IsDefault => AwsJson.Boolean(Root, "IsDefault"u8) ?? false;

    /// <summary>Whether Amazon's DNS server answers in the VPC; null when not known.</summary>
    public bool? DnsSupport => Attribute("EnableDnsSupport"u8);

    /// <summary>Whether instances get DNS names; private DNS of endpoints needs both attributes. Null when not known.</summary>
    public bool? DnsHostnames => Attribute("EnableDnsHostnames"u8);

    /// <summary>The address blocks of the VPC, of both families.</summary>
    public AddressSet Addresses =>
        AddressSet.Of(
            AwsJson
                .Array(Root, "CidrBlockAssociationSet"u8)
                .Select(item => AwsJson.Text(item, "CidrBlock"u8))
                .Concat(
                    AwsJson
                        .Array(Root, "Ipv6CidrBlockAssociationSet"u8)
                        .Select(item => AwsJson.Text(item, "Ipv6CidrBlock"u8))
                )
                .Append(AwsJson.Text(Root, "CidrBlock"u8))
                .OfType<string>()
                .Select(Cidr.Parse)
                .Where(cidr => cidr.IsSuccess)
                .Select(cidr => cidr.Value)
        );

    /// <summary>The VPC of an element of DescribeVpcs.</summary>
    /// <param name="description">The element.</param>
    /// <param name="account">The account, where the element does not say.</param>
    /// <param name="region">The region's code, or empty.</param>
    /// <param name="parts">The other parts.</param>
    /// <param name="unknown">The parts that could not be read, each with the reason.</param>
    public static ParseResult<Vpc> Read(
        JsonElement description,
        string account,
        string region,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknown
    )
    {
        if (AwsJson.Text(description, "VpcId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<Vpc>.Failure("a VPC has no VpcId");
        }
        var owner = AwsJson.Text(description, "OwnerId"u8) ?? account;
        return ParseResult<Vpc>.Success(
            Of(
                new(ResourceTypes.Vpc, id, owner, region),
                parts.SetItem(Description, ListedDocument.Of(description)),
                unknown
            )
        );
    }

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is Vpc before ? VpcChanges.Between(before, this) : null;

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        Of(Id, part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part), UnknownParts);

    /// <summary>This VPC with a flow log like the one described, as it would be when it was just made.</summary>
    public Vpc WithCreated(FlowLog log) => (Vpc)VpcCalls.Apply(this, FlowLogRequests.ToCreate(log)).State!;

    /// <summary>This VPC with an endpoint like the one described, as it would be when it was just made.</summary>
    public Vpc WithCreated(EndpointDescription endpoint) =>
        (Vpc)VpcCalls.Apply(this, EndpointRequests.ToCreate(endpoint)).State!;

    public override OrderedCalls CallsTo(DocumentState desired) => VpcCalls.Between(this, (Vpc)desired);

    public override Applied<ResourceState> Apply(ApiCall call) => VpcCalls.Apply(this, call);

    private JsonElement Root => Parts[Description].Root[0];

    private static Vpc Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknown
    )
    {
        var tags = TagJson.Read(parts[Description].Root[0], "Tags"u8);
        return new()
        {
            Id = id,
            Parts = parts,
            UnknownParts = unknown,
            VpcId = id.Id,
            Tags = tags,
            Name = tags.FirstOrDefault(tag => tag.Key == "Name")?.Value ?? "",
        };
    }

    // A part that is not there says that there is none.
    private Fact<ImmutableList<T>> ListOf<T>(string operation, Func<AwsDocument, T> read) =>
        Part(operation) is var part && part.UnknownReason is { } reason
            ? Fact<ImmutableList<T>>.Unknown(reason)
            : Fact<ImmutableList<T>>.Known([.. ListedDocument.Elements(part.Value).Select(read)]);

    private bool? Attribute(ReadOnlySpan<byte> name) =>
        Parts.TryGetValue(Attributes, out var part) && AwsJson.TryMember(part.Root, name, out var attribute)
            ? AwsJson.Boolean(attribute, "Value"u8)
            : null;
}
