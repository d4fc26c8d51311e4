using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Interfaces;

/// <summary>
/// An elastic network interface as EC2 DescribeNetworkInterfaces tells of it: what a quarantine moves to another security group. It
/// has no name: a tag can be set by whoever works on the interface.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
/// </summary>
public sealed class ElasticInterface : ListedState
{
    /// <summary>The part that it is made of.</summary>
    public const string DescribeNetworkInterfaces = "ec2.describe-network-interfaces";

    private const string GroupsMember = "Groups";
    private const string TagsMember = "TagSet";

    // What a machine has of its own. Every other kind belongs to a service, or is shared by several workloads.
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html, InterfaceType
    private static readonly ImmutableArray<string> OwnTypes = ["interface", "efa", "efa-only"];

    public override string Operation => DescribeNetworkInterfaces;

    protected override string IdMember => "NetworkInterfaceId";

    /// <summary>The ids of its security groups, in the order read.</summary>
    public ImmutableArray<string> GroupIds => [.. GroupsIn(Element)];

    /// <summary>The name of one of its groups, where AWS told it; else null.</summary>
    public string? GroupNameOf(string groupId) =>
        AwsJson
            .Array(Element, "Groups"u8)
            .Where(group => AwsJson.Text(group, "GroupId"u8) == groupId)
            .Select(group => AwsJson.Text(group, "GroupName"u8))
            .FirstOrDefault();

    /// <summary>The instance that it is attached to, or empty.</summary>
    public string InstanceId => AwsJson.Text(Attachment, "InstanceId"u8) ?? "";

    public string SubnetId => AwsJson.Text(Element, "SubnetId"u8) ?? "";

    public string Description => AwsJson.Text(Element, "Description"u8) ?? "";

    /// <summary>Its addresses within the VPC, of both families, those of delegated prefixes among them.</summary>
    public AddressSet Addresses => AddressSet.Of(AddressesIn(Element).Select(Read).OfType<Cidr>());

    /// <summary>The service that keeps it, told by what only AWS can set; null for a machine's own.</summary>
    public override string? ManagedBy =>
        AwsJson.Boolean(Element, "RequesterManaged"u8) == true ? ServiceName(AwsJson.Text(Element, "RequesterId"u8))
        : AwsJson.TryMember(Element, "Operator"u8, out var keeper) && AwsJson.Boolean(keeper, "Managed"u8) == true
            ? ServiceName(AwsJson.Text(keeper, "Principal"u8))
        : ReservedTags.OwnerIn(Tags);

    /// <summary>Why it is not one workload's own, so that nothing is to be cut off by it; null where it is.</summary>
    public string? WhyShared
    {
        get
        {
            if (ManagedBy is { } owner)
            {
                return $"it is managed by {owner}{(Description.Length > 0 ? $" ({Description})" : "")}";
            }
            if (AwsJson.Boolean(Element, "RequesterManaged"u8) is null)
            {
                return "it is not known whether a service manages it";
            }
            if (
                AwsJson.Text(Element, "InterfaceType"u8) is { } type
                && !OwnTypes.Contains(type, StringComparer.Ordinal)
            )
            {
                return $"it is an interface of type {type}, which a service manages or several workloads share";
            }
            if (Attachment.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            var holder = AwsJson.Text(Attachment, "InstanceOwnerId"u8) ?? "";
            return holder.Length > 0 && holder != Id.Account ? $"it is attached to something of {holder}"
                : InstanceId.Length == 0 ? "what it is attached to is no instance"
                : null;
        }
    }

    /// <summary>Reads an element of DescribeNetworkInterfaces; fails only where it does not say which interface it is.</summary>
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region.</param>
    public static ParseResult<ElasticInterface> Parse(JsonElement element, string account, string region)
    {
        if (AwsJson.Text(element, "NetworkInterfaceId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<ElasticInterface>.Failure("a network interface has no NetworkInterfaceId");
        }
        return ParseResult<ElasticInterface>.Success(
            new()
            {
                Id = new(ResourceTypes.NetworkInterface, id, OwnerIn(element, account), region),
                VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
                Tags = TagJson.Read(element, "TagSet"u8),
                Unreadable = [.. Problems(element)],
                Parts = PartOf(DescribeNetworkInterfaces, element),
            }
        );
    }

    /// <summary>The same as the groups that it is in see it.</summary>
    public NetworkInterface AsNeighbour() =>
        NetworkInterfaceParser.Parse(Element).TryGet(out var neighbour, out _)
            ? neighbour
            : new NetworkInterface(Id.Id, GroupIds);

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        WithParts(PartsWith(operation, part));

    /// <summary>The same interface in other groups, in this order.</summary>
    /// <param name="ids">The ids of the groups.</param>
    /// <param name="nameOf">The names of groups by id; of those that it has already, the name is known.</param>
    public ElasticInterface WithGroups(ImmutableArray<string> ids, Func<string, string?>? nameOf = null)
    {
        var list = AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var id in ids)
            {
                writer.WriteStartObject();
                writer.WriteString("GroupId", id);
                if ((GroupNameOf(id) ?? nameOf?.Invoke(id)) is { } name)
                {
                    writer.WriteString("GroupName", name);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        return WithParts(PartsWithMember(GroupsMember, list));
    }

    /// <summary>The same interface with other tags.</summary>
    public ElasticInterface WithTags(IEnumerable<Tag> tags)
    {
        var sorted = TagJson.Sort(tags);
        var list = AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            TagJson.Write(writer, TagsMember, sorted);
            writer.WriteEndObject();
        });
        return WithParts(PartsWithMember(TagsMember, list.At(DocumentPath.Of(TagsMember))!));
    }

    /// <summary>Sets tags, then groups, then takes tags away: what tells of a quarantine is there for as long as it lasts.</summary>
    public override OrderedCalls CallsTo(DocumentState desired)
    {
        if (desired is not ElasticInterface other || other.Id != Id)
        {
            return OrderedCalls.None("it is another interface");
        }
        var calls = ImmutableArray.CreateBuilder<ApiCall>();
        var set = other.Tags.Except(Tags).ToImmutableArray();
        var gone = Tags.Where(tag => other.Tags.All(kept => kept.Key != tag.Key)).ToImmutableArray();
        if (!set.IsEmpty)
        {
            calls.Add(Tag("CreateTags", ApiCallEffect.Changes, "tag", set));
        }
        if (!GroupIds.ToHashSet(StringComparer.Ordinal).SetEquals(other.GroupIds))
        {
            if (other.GroupIds.IsEmpty)
            {
                return OrderedCalls.None($"{Id.Id} cannot be without any security group");
            }
            calls.Add(Move(other.GroupIds));
        }
        if (!gone.IsEmpty)
        {
            calls.Add(Tag("DeleteTags", ApiCallEffect.Changes, "untag", gone));
        }
        return OrderedCalls.Of(calls.DrainToImmutable());
    }

    public override Applied<ResourceState> Apply(ApiCall call) =>
        (call.Service, call.Operation) switch
        {
            ("ec2", "ModifyNetworkInterfaceAttribute") => ApplyMove(call),
            ("ec2", "CreateTags" or "DeleteTags") => ApplyTags(call),
            _ => Applied<ResourceState>.Refused(
                CallError.UnknownOperation,
                $"{call.IamAction} is not for a network interface"
            ),
        };

    private Applied<ResourceState> ApplyMove(ApiCall call)
    {
        if (AwsJson.Text(call.Parameters, "NetworkInterfaceId"u8) != Id.Id)
        {
            return Applied<ResourceState>.Refused(CallError.InterfaceNotFound, $"the call is not about {Id.Id}");
        }
        ImmutableArray<string> groups =
        [
            .. AwsJson.Array(call.Parameters, "Groups"u8).Select(group => group.ToString()),
        ];
        return groups.IsEmpty || call.Parameters.EnumerateObject().Count() != 2
            ? Applied<ResourceState>.Refused(
                CallError.InvalidParameter,
                "of an interface's attributes only the groups are changed, and at least one is needed"
            )
            : Applied<ResourceState>.To(WithGroups(groups));
    }

    private Applied<ResourceState> ApplyTags(ApiCall call)
    {
        var resources = AwsJson.Array(call.Parameters, "Resources"u8).Select(item => item.ToString());
        if (!resources.SequenceEqual([Id.Id], StringComparer.Ordinal))
        {
            return Applied<ResourceState>.Refused(CallError.InterfaceNotFound, $"the call is not about {Id.Id}");
        }
        var tags = TagJson.Read(call.Parameters, "Tags"u8);
        var keys = tags.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal);
        var others = Tags.Where(tag => !keys.Contains(tag.Key));
        return Applied<ResourceState>.To(WithTags(call.Operation == "CreateTags" ? others.Concat(tags) : others));
    }

    private ApiCall Move(ImmutableArray<string> groups) =>
        ApiCall.Create(
            "ec2",
            "ModifyNetworkInterfaceAttribute",
            ApiCallEffect.Changes,
            $"move {Id.Id} from {string.Join(", ", GroupIds)} to {string.Join(", ", groups)}",
            writer =>
            {
                writer.WriteString("NetworkInterfaceId", Id.Id);
                writer.WriteStartArray(GroupsMember);
                foreach (var group in groups)
                {
                    writer.WriteStringValue(group);
                }
                writer.WriteEndArray();
            }
        );

    private ApiCall Tag(string operation, ApiCallEffect effect, string verb, ImmutableArray<Tag> tags) =>
        ApiCall.Create(
            "ec2",
            operation,
            effect,
            $"{verb} {Id.Id} {string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"))}",
            writer =>
            {
                writer.WriteStartArray("Resources");
                writer.WriteStringValue(Id.Id);
                writer.WriteEndArray();
                TagJson.Write(writer, "Tags", tags);
            }
        );

    private ElasticInterface WithParts(ImmutableSortedDictionary<string, AwsDocument> parts)
    {
        var copy = new ElasticInterface
        {
            Id = Id,
            VpcId = VpcId,
            Unreadable = Unreadable,
            Parts = parts,
            UnknownParts = UnknownParts,
        };
        return new()
        {
            Id = Id,
            VpcId = VpcId,
            Tags = TagJson.Read(copy.Element, "TagSet"u8),
            Unreadable = Unreadable,
            Parts = parts,
            UnknownParts = UnknownParts,
        };
    }

    // What a plan depends on: status, attachment and public address come and go by themselves.
    private protected override IEnumerable<string> Content =>
        GroupIds
            .Order(StringComparer.Ordinal)
            .Select(id => $"group {id}")
            .Concat(Tags.Select(tag => $"tag {tag.Key}={tag.Value}"))
            .Append($"addresses {Addresses}");

    private JsonElement Attachment =>
        AwsJson.TryMember(Element, "Attachment"u8, out var attachment) ? attachment : default;

    private static string ServiceName(string? requester) => requester is { Length: > 0 } ? requester : "an AWS service";

    private static IEnumerable<string> GroupsIn(JsonElement element) =>
        AwsJson.Array(element, "Groups"u8).Select(group => AwsJson.Text(group, "GroupId"u8)).OfType<string>();

    private static IEnumerable<string> Problems(JsonElement element)
    {
        if (AwsJson.Array(element, "Groups"u8).Any(group => AwsJson.Text(group, "GroupId"u8) is null))
        {
            yield return "one of its groups has no GroupId";
        }
        foreach (var address in AddressesIn(element).Where(address => Read(address) is null))
        {
            yield return $"its address '{address}' is no address";
        }
    }

    private static Cidr? Read(string text) => Cidr.TryParse(text, out var cidr) ? cidr : null;

    private static IEnumerable<string> AddressesIn(JsonElement element)
    {
        if (AwsJson.Text(element, "PrivateIpAddress"u8) is { Length: > 0 } first)
        {
            yield return first;
        }
        foreach (var item in AwsJson.Array(element, "PrivateIpAddresses"u8))
        {
            if (AwsJson.Text(item, "PrivateIpAddress"u8) is { Length: > 0 } address)
            {
                yield return address;
            }
        }
        foreach (var item in AwsJson.Array(element, "Ipv6Addresses"u8))
        {
            if (AwsJson.Text(item, "Ipv6Address"u8) is { Length: > 0 } address)
            {
                yield return address;
            }
        }
        foreach (var item in AwsJson.Array(element, "Ipv4Prefixes"u8))
        {
            if (AwsJson.Text(item, "Ipv4Prefix"u8) is { Length: > 0 } prefix)
            {
                yield return prefix;
            }
        }
        foreach (var item in AwsJson.Array(element, "Ipv6Prefixes"u8))
        {
            if (AwsJson.Text(item, "Ipv6Prefix"u8) is { Length: > 0 } prefix)
            {
                yield return prefix;
            }
        }
    }
}
