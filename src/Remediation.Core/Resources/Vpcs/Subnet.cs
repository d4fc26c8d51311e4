using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// A subnet as EC2 DescribeSubnets tells of it, and which network ACL it uses, as that tells. It does not say which route table it
/// uses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
/// </summary>
public sealed class Subnet : ListedState
{
    /// <summary>The part that it is made of.</summary>
    public const string DescribeSubnets = "ec2.describe-subnets";

    /// <summary>The part that says which network ACL it uses: its association, as an element of DescribeNetworkAcls has it.</summary>
    public const string NetworkAclPart = "ec2.describe-network-acls.association";

    private const string AclMember = "NetworkAclId";
    private const string AssociationMember = "NetworkAclAssociationId";
    private const string MapPublicIp = "MapPublicIpOnLaunch";
    private const string AssignIpv6 = "AssignIpv6AddressOnCreation";

    // What ModifySubnetAttribute takes as {"Value": true}, one for each call.
    private static readonly ImmutableArray<string> Switches = [MapPublicIp, AssignIpv6, "EnableDns64"];

    public override string Operation => DescribeSubnets;

    protected override string IdMember => "SubnetId";

    /// <summary>Whether an instance that is launched into it gets a public IPv4 address; null where AWS does not say.</summary>
    public bool? MapPublicIpOnLaunch => AwsJson.Boolean(Element, "MapPublicIpOnLaunch"u8);

    /// <summary>Whether an interface that is made in it gets an IPv6 address, which is public; null where AWS does not say.</summary>
    public bool? AssignIpv6AddressOnCreation => AwsJson.Boolean(Element, "AssignIpv6AddressOnCreation"u8);

    /// <summary>The zone, such as <c>eu-central-1a</c>, or empty.</summary>
    public string AvailabilityZone => AwsJson.Text(Element, "AvailabilityZone"u8) ?? "";

    /// <summary>Its blocks of both families that are associated, or about to be.</summary>
    public ImmutableArray<Cidr> CidrBlocks => [.. BlocksIn(Element).Select(Read).OfType<Cidr>()];

    /// <summary>Its addresses.</summary>
    public AddressSet Addresses => AddressSet.Of(CidrBlocks);

    /// <summary>The id of the network ACL that it uses; absent where nothing was asked that tells.</summary>
    public Fact<string> NetworkAclId =>
        Part(NetworkAclPart) is var part && part.UnknownReason is { } reason ? Fact<string>.Unknown(reason)
        : part.Value is { } association && AwsJson.Text(association.Root, "NetworkAclId"u8) is { Length: > 0 } id
            ? Fact<string>.Known(id)
        : Fact<string>.Absent;

    /// <summary>Its association with that network ACL, or null where it is not known.</summary>
    public NetworkAclAssociation? NetworkAclAssociation => AssociationId.Length > 0 ? new(AssociationId, Id.Id) : null;

    /// <summary>Where in the state's documents the network ACL is named.</summary>
    public static DocumentPath NetworkAclPath => DocumentPath.Of(NetworkAclPart, AclMember);

    /// <summary>The network ACL that it uses.</summary>
    public override IEnumerable<ResourceReference> Neighbours =>
        NetworkAclId.Value is { } id
            ? [new ResourceReference(ResourceTypes.NetworkAcl, Id.Account, Id.Region) { Id = id }]
            : [];

    // Another one with every change of the association.
    private protected override ImmutableArray<DocumentPath> Volatile =>
        [DocumentPath.Of(NetworkAclPart, AssociationMember)];

    /// <summary>Reads an element of DescribeSubnets; fails only where it does not say which subnet it is.</summary>
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region, where the element has no ARN.</param>
    public static ParseResult<Subnet> Parse(JsonElement element, string account, string region)
    {
        if (AwsJson.Text(element, "SubnetId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<Subnet>.Failure("a subnet has no SubnetId");
        }
        var arn = AwsJson.Text(element, "SubnetArn"u8)?.Split(':');
        var tags = TagJson.Read(element, "Tags"u8);
        return ParseResult<Subnet>.Success(
            new()
            {
                Id = new(
                    ResourceTypes.Subnet,
                    id,
                    OwnerIn(element, account),
                    arn is [_, _, _, { Length: > 0 } place, ..] ? place : region
                ),
                Name = NameIn(tags),
                VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
                Tags = tags,
                Unreadable = [.. Problems(element)],
                Parts = PartOf(DescribeSubnets, element),
            }
        );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        WithParts(PartsWith(operation, part));

    /// <summary>The same subnet that gives out no public IPv4 address by itself, or does.</summary>
    public Subnet WithMapPublicIpOnLaunch(bool value) => WithSwitch(MapPublicIp, value);

    /// <summary>The same subnet that gives out no IPv6 address by itself, or does.</summary>
    public Subnet WithAssignIpv6AddressOnCreation(bool value) => WithSwitch(AssignIpv6, value);

    /// <summary>The same subnet that uses a network ACL, by the association of that id.</summary>
    public Subnet WithNetworkAcl(NetworkAclAssociation association, string aclId) =>
        (Subnet)WithPart(
            NetworkAclPart,
            AwsDocument.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(AssociationMember, association.AssociationId);
                writer.WriteString(AclMember, aclId);
                writer.WriteString("SubnetId", association.SubnetId);
                writer.WriteEndObject();
            })
        );

    /// <summary>The same subnet, of which is not known which network ACL it uses.</summary>
    public Subnet WithUnknownNetworkAcl(string reason) =>
        WithParts(Parts.Remove(NetworkAclPart), UnknownParts.SetItem(NetworkAclPart, reason));

    /// <summary>The same subnet moved to another network ACL; it says which one it uses.</summary>
    public Subnet WithNetworkAcl(string aclId) => WithNetworkAcl(new(AssociationId, Id.Id), aclId);

    /// <summary>Changes what is switched on and off, and the network ACL; nothing else of a subnet can be changed by one call.</summary>
    public override OrderedCalls CallsTo(DocumentState desired)
    {
        var calls = ImmutableArray.CreateBuilder<ApiCall>();
        foreach (var difference in DifferencesTo(desired))
        {
            if (SwitchAt(difference.Path) is { } name)
            {
                calls.Add(Modify(name, difference.After?.Root.ValueKind == JsonValueKind.True));
            }
            else if (IsOfAcl(difference) && AssociationId.Length > 0)
            {
                calls.Add(Associate(((Subnet)desired).NetworkAclId.Value!));
            }
            else
            {
                return OrderedCalls.None($"{difference.Path} of a subnet is not changed by the engine");
            }
        }
        return OrderedCalls.Of(calls.DrainToImmutable());
    }

    public override Applied<ResourceState> Apply(ApiCall call)
    {
        if (IsAssociation(call))
        {
            return ApplyAssociation(call);
        }
        if (call.Service != "ec2" || call.Operation != "ModifySubnetAttribute")
        {
            return Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.IamAction} is not for a subnet");
        }
        var changes = Switches.Where(name => call.Parameters.TryGetProperty(name, out _)).ToList();
        if (
            changes is not [var only]
            || !call.Parameters.GetProperty(only).TryGetProperty("Value", out var value)
            || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
        {
            return Applied<ResourceState>.Refused(
                CallError.InvalidParameter,
                $"ModifySubnetAttribute takes one of {string.Join(", ", Switches)} with a Value at a time"
            );
        }
        return Applied<ResourceState>.To(WithSwitch(only, value.ValueKind == JsonValueKind.True));
    }

    /// <summary>What gives out public addresses by itself, and did not, is weaker; anything else is neutral or unknown.</summary>
    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is Subnet before ? [.. before.DifferencesTo(this).Select(ChangeOf)] : null;

    /// <summary>Whether the call moves a subnet to another network ACL.</summary>
    public static bool IsAssociation(ApiCall call) =>
        call is { Service: "ec2", Operation: NetworkAclCalls.AssociationOperation };

    // EC2 makes a new association, whose id nobody knows beforehand.
    private Applied<ResourceState> ApplyAssociation(ApiCall call) =>
        AssociationId.Length == 0 || AwsJson.Text(call.Parameters, "AssociationId"u8) != AssociationId
            ? Applied<ResourceState>.Refused(
                CallError.AssociationNotFound,
                $"the call is not about the association that {Id.Id} has with a network ACL"
            )
        : AwsJson.Text(call.Parameters, "NetworkAclId"u8) is { Length: > 0 } aclId
            ? Applied<ResourceState>.To(
                WithNetworkAcl(new(StandInId.For("aclassoc", call.ParametersJson), Id.Id), aclId)
            )
        : Applied<ResourceState>.Refused(CallError.InvalidParameter, "the call names no network ACL");

    private string AssociationId =>
        Parts.TryGetValue(NetworkAclPart, out var part)
            ? AwsJson.Text(part.Root, "NetworkAclAssociationId"u8) ?? ""
            : "";

    private static bool IsOfAcl(DocumentDifference difference) =>
        difference.Path.Equals(NetworkAclPath) && difference is { Before: not null, After: not null };

    private ApiCall Associate(string aclId) =>
        ApiCall.Create(
            "ec2",
            NetworkAclCalls.AssociationOperation,
            ApiCallEffect.Changes,
            $"move {Id.Id} from {NetworkAclId.Value} to {aclId}",
            writer =>
            {
                writer.WriteString(nameof(AssociationId), AssociationId);
                writer.WriteString(nameof(NetworkAclId), aclId);
            }
        );

    private static StateChange ChangeOf(DocumentDifference difference)
    {
        if (difference.Path.Steps[0].Member == NetworkAclPart)
        {
            return OfAcl(difference);
        }
        var name = SwitchAt(difference.Path);
        var isOn = difference.After?.Root.ValueKind == JsonValueKind.True;
        return new(
            name switch
            {
                MapPublicIp or AssignIpv6 => isOn ? ChangeEffect.Weaker : ChangeEffect.Stronger,
                _ when IsOfAddresses(difference.Path) => ChangeEffect.Unknown,
                _ => ChangeEffect.Neutral,
            },
            name is null ? $"{difference.Path} changed" : $"{name} {(isOn ? "set on" : "set off")}"
        )
        {
            Paths = name is null ? [] : [difference.Path],
        };
    }

    // What another network ACL lets through, that one says.
    private static StateChange OfAcl(DocumentDifference difference) =>
        IsOfAcl(difference)
            ? new(ChangeEffect.Unknown, $"network ACL {difference.Before!.Root} → {difference.After!.Root}")
            {
                Paths = [difference.Path],
            }
        : difference.Before is null ? new(ChangeEffect.Neutral, "which network ACL it uses is known now")
        : new(ChangeEffect.Unknown, "which network ACL it uses is not known any more");

    private static bool IsOfAddresses(DocumentPath path) =>
        path.Steps is { Length: < 3 }
        || path.Steps[2].Member is "CidrBlock" or "Ipv6CidrBlockAssociationSet" or "VpcId";

    private Subnet WithParts(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string>? unknownParts = null
    ) =>
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            Parts = parts,
            UnknownParts = unknownParts ?? UnknownParts,
        };

    private Subnet WithSwitch(string name, bool value) =>
        WithParts(PartsWithMember(name, AwsDocument.Parse(value ? "true" : "false")));

    private ApiCall Modify(string name, bool value) =>
        ApiCall.Create(
            "ec2",
            "ModifySubnetAttribute",
            ApiCallEffect.Changes,
            $"set {name} of {Id.Id} {(value ? "on" : "off")}",
            writer =>
            {
                writer.WriteString("SubnetId", Id.Id);
                writer.WriteStartObject(name);
                writer.WriteBoolean("Value", value);
                writer.WriteEndObject();
            }
        );

    private static string? SwitchAt(DocumentPath path) =>
        path.Steps is [_, _, { IsMember: true, Member: { } member }]
        && Switches.Contains(member, StringComparer.Ordinal)
            ? member
            : null;

    private static IEnumerable<string> Problems(JsonElement element)
    {
        foreach (var name in Switches)
        {
            if (
                element.TryGetProperty(name, out var value)
                && AwsJson.Boolean(element, Encoding.UTF8.GetBytes(name)) is null
                && value.ValueKind != JsonValueKind.Null
            )
            {
                yield return $"its {name} is neither true nor false";
            }
        }
        foreach (var block in BlocksIn(element).Where(block => Read(block) is null))
        {
            yield return $"its block '{block}' is no CIDR block";
        }
    }

    private static Cidr? Read(string block) => Cidr.TryParse(block, out var cidr) ? cidr : null;

    private static IEnumerable<string> BlocksIn(JsonElement element)
    {
        if (AwsJson.Text(element, "CidrBlock"u8) is { Length: > 0 } block)
        {
            yield return block;
        }
        foreach (var association in AwsJson.Array(element, "Ipv6CidrBlockAssociationSet"u8))
        {
            _ = AwsJson.TryMember(association, "Ipv6CidrBlockState"u8, out var state);
            if (
                AwsJson.Text(state, "State"u8) is not ("disassociated" or "failed")
                && AwsJson.Text(association, "Ipv6CidrBlock"u8) is { Length: > 0 } ipv6
            )
            {
                yield return ipv6;
            }
        }
    }
}
