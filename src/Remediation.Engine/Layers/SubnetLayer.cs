using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// Reads subnets, and which network ACL each uses. Of a snapshot the ACLs are read for themselves, and the account tells each subnet.
/// </summary>
public sealed class SubnetLayer : ResourceLayer
{
    private static readonly ListedLayer Listing = new(
        Core.Resources.ResourceTypes.Subnet,
        new(Subnet.DescribeSubnets, "Subnets"),
        "DescribeSubnets",
        "SubnetIds",
        1000,
        (element, account, region) =>
            Subnet.Parse(element, account, region).TryGet(out var state, out var reason)
                ? ParseResult<ResourceState>.Success(state)
                : ParseResult<ResourceState>.Failure(reason)
    );

    public override ImmutableArray<string> ResourceTypes => Listing.ResourceTypes;

    public override ImmutableArray<SnapshotOutput> Outputs => Listing.Outputs;

    public override ImmutableArray<string> ReadActions { get; } = ["ec2:DescribeNetworkAcls", "ec2:DescribeSubnets"];

    public override IEnumerable<string> PartsOf(string resourceType) => Listing.PartsOf(resourceType);

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) =>
        Listing
            .Assemble(resourceType, documents)
            .Select(result =>
                result.TryGet(out var state, out _)
                    ? ParseResult<ResourceState>.Success(Kept((Subnet)state, documents))
                    : result
            );

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var outcome = await Listing.ReadAsync(source, reference, cancellationToken);
        if (outcome.State is not Subnet subnet)
        {
            return outcome;
        }
        var acls = await AclsAsync(source, UsedBy(subnet), cancellationToken);
        return acls is { IsAnswered: false, IsRetryable: true }
            ? ReadOutcome.Failed(acls.Error, isRetryable: true)
            : ReadOutcome.Found(With(subnet, acls, Associations(acls)));
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        DocumentAnswer? acls = null;
        ILookup<string, JsonElement>? associations = null;
        await foreach (var state in Listing.ListAsync(source, resourceType, cancellationToken))
        {
            acls ??= await AclsAsync(source, """{"MaxResults":1000}""", cancellationToken);
            if (acls is { IsAnswered: false, IsRetryable: true })
            {
                throw new AccountException(acls.Error, isRetryable: true);
            }
            associations ??= Associations(acls);
            yield return With((Subnet)state, acls, associations);
        }
    }

    // As the ledger and the baselines keep it.
    private static Subnet Kept(Subnet subnet, SnapshotDocuments documents)
    {
        if (!documents.IsFound(Subnet.NetworkAclPart))
        {
            return subnet;
        }
        if (documents.WhyUnknown(Subnet.NetworkAclPart) is { } reason)
        {
            return subnet.WithUnknownNetworkAcl(reason);
        }
        var own = documents
            .Of(Subnet.NetworkAclPart)
            .FirstOrDefault(element => JsonMembers.TextOrEmpty(element.Json, "SubnetId") == subnet.Id.Id);
        return own is null ? subnet : (Subnet)subnet.WithPart(Subnet.NetworkAclPart, AwsDocument.Of(own.Json));
    }

    private static Subnet With(Subnet subnet, DocumentAnswer acls, ILookup<string, JsonElement> associations) =>
        !acls.IsAnswered ? subnet.WithUnknownNetworkAcl(acls.Error.ToString())
        : associations[subnet.Id.Id].FirstOrDefault() is { ValueKind: JsonValueKind.Object } association
            ? subnet.WithNetworkAcl(
                new NetworkAclAssociation(
                    JsonMembers.TextOrEmpty(association, "NetworkAclAssociationId"),
                    subnet.Id.Id
                ),
                JsonMembers.TextOrEmpty(association, "NetworkAclId")
            )
        : subnet.WithUnknownNetworkAcl("no network ACL names the subnet");

    private static Task<DocumentAnswer> AclsAsync(
        IDocumentSource source,
        string parameters,
        CancellationToken cancellationToken
    ) => source.AllAsync("ec2", "DescribeNetworkAcls", parameters, "NetworkAcls", cancellationToken);

    private static ILookup<string, JsonElement> Associations(DocumentAnswer acls) =>
        (acls.IsAnswered ? acls.Document.Root.EnumerateArray().ToArray() : [])
            .SelectMany(acl => ListedDocument.Elements(AwsDocument.Of(acl).At(DocumentPath.Of("Associations"))))
            .Select(association => association.Root)
            .ToLookup(item => JsonMembers.TextOrEmpty(item, "SubnetId"), StringComparer.Ordinal);

    private static string UsedBy(Subnet subnet) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("Filters");
                writer.WriteStartObject();
                writer.WriteString("Name", "association.subnet-id");
                writer.WriteStartArray("Values");
                writer.WriteStringValue(subnet.Id.Id);
                writer.WriteEndArray();
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            .Text;
}
