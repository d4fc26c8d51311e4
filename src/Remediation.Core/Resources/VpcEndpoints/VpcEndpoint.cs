using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>
/// A VPC endpoint: a private way to a service, with a policy of who may do what over it. It is not the service, nor the security
/// groups that admit to it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html.
/// </summary>
public sealed class VpcEndpoint : DocumentState
{
    public const string Description = "ec2.describe-vpc-endpoints";
    public const string PolicyMember = "PolicyDocument";
    public const string PrivateDnsMember = "PrivateDnsEnabled";
    private const string IdMember = "VpcEndpointId";

    private VpcEndpoint() { }

    /// <summary>The endpoint as EC2 describes it.</summary>
    public required EndpointDescription Endpoint { get; init; }

    /// <summary>Where in the state a member of the description is.</summary>
    public DocumentPath PathOf(string member) => DocumentPath.Of(Description).Item(IdMember, Id.Id).Then(member);

    public override string? ManagedBy => Endpoint.IsRequesterManaged ? "the AWS service that made the endpoint" : null;

    public override IEnumerable<ResourceReference> Neighbours =>
        Endpoint
            .GroupIds.Select(id => Reference(ResourceTypes.SecurityGroup, id))
            .Append(Reference(ResourceTypes.Vpc, VpcId));

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is VpcEndpoint before ? EndpointChanges.Between(before, this) : null;

    /// <summary>The endpoint of an element of DescribeVpcEndpoints.</summary>
    public static ParseResult<VpcEndpoint> Read(JsonElement description, string account, string region)
    {
        if (AwsJson.Text(description, "VpcEndpointId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<VpcEndpoint>.Failure("a VPC endpoint has no VpcEndpointId");
        }
        var owner = AwsJson.Text(description, "OwnerId"u8) ?? account;
        return ParseResult<VpcEndpoint>.Success(
            Of(new(ResourceTypes.VpcEndpoint, id, owner, region), ListedDocument.Of(description), [])
        );
    }

    /// <summary>This endpoint with another description of it.</summary>
    public VpcEndpoint With(AwsDocument description) => Of(Id, ListedDocument.Of(description.Root), UnknownParts);

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        operation == Description && part is not null
            ? Of(Id, part, UnknownParts)
            : throw new ArgumentException($"an endpoint is its {Description} and nothing else", nameof(operation));

    public override OrderedCalls CallsTo(DocumentState desired) =>
        EndpointModification.Between(this, (VpcEndpoint)desired);

    public override Applied<ResourceState> Apply(ApiCall call) => EndpointModification.Apply(this, call);

    private ResourceReference Reference(string type, string id) => new(type, Id.Account, Id.Region) { Id = id };

    private static VpcEndpoint Of(ResourceId id, AwsDocument part, IEnumerable<KeyValuePair<string, string>> unknown)
    {
        var endpoint = new EndpointDescription(AwsDocument.Of(part.Root[0]));
        return new()
        {
            Id = id,
            Endpoint = endpoint,
            Parts = ImmutableSortedDictionary<string, AwsDocument>
                .Empty.WithComparers(StringComparer.Ordinal)
                .Add(Description, part),
            UnknownParts = unknown.ToImmutableSortedDictionary(StringComparer.Ordinal),
            VpcId = endpoint.VpcId,
            Tags = endpoint.Tags,
            Name = endpoint.Tags.FirstOrDefault(tag => tag.Key == "Name")?.Value ?? "",
            Unreadable = Unread(endpoint),
        };
    }

    private static ImmutableArray<string> Unread(EndpointDescription endpoint) =>
        [
            .. new[]
            {
                endpoint.Policy.Error,
                HasOtherPolicy(endpoint) ? "the policy document is not given as text" : null,
                endpoint.Type == VpcEndpointType.Unknown
                    ? "its VpcEndpointType is not one that this version knows"
                    : null,
            }.OfType<string>(),
        ];

    private static bool HasOtherPolicy(EndpointDescription endpoint) =>
        endpoint.PolicyText is null && AwsJson.TryMember(endpoint.Document.Root, "PolicyDocument"u8, out _);
}
