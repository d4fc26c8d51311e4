using System.Diagnostics;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>How each sort of peer is listed in an IpPermission. Source: EC2 IpPermission.</summary>
internal static class PeerKinds
{
    public static ReadOnlySpan<PeerKind> All => [PeerKind.IPv4, PeerKind.IPv6, PeerKind.PrefixList, PeerKind.Group];

    public static PeerKind Of(Peer peer) =>
        peer switch
        {
            CidrPeer { Cidr.Family: IpFamily.IPv4 } => PeerKind.IPv4,
            CidrPeer => PeerKind.IPv6,
            PrefixListPeer => PeerKind.PrefixList,
            SecurityGroupPeer => PeerKind.Group,
            _ => throw new UnreachableException(),
        };

    public static string ListName(PeerKind kind) =>
        kind switch
        {
            PeerKind.IPv4 => "IpRanges",
            PeerKind.IPv6 => "Ipv6Ranges",
            PeerKind.PrefixList => "PrefixListIds",
            _ => "UserIdGroupPairs",
        };

    public static AwsItems RangesOf(AwsValue permission, PeerKind kind) =>
        kind switch
        {
            PeerKind.IPv4 => IPv4Ranges(permission),
            PeerKind.IPv6 => permission.Array("Ipv6Ranges"u8),
            PeerKind.PrefixList => permission.Array("PrefixListIds"u8),
            _ => permission.Array("UserIdGroupPairs"u8),
        };

    // AWS Config gives IPv4 blocks twice: ipRanges as bare text, and ipv4Ranges with their descriptions.
    private static AwsItems IPv4Ranges(AwsValue permission)
    {
        if (
            permission.TryMember("IpRanges"u8, out var ranges)
            && ranges.Items.GetEnumerator() is var enumerator
            && enumerator.MoveNext()
            && enumerator.Current.Kind == JsonValueKind.Object
        )
        {
            return ranges.Items;
        }
        return permission.TryMember("Ipv4Ranges"u8, out _)
            ? permission.Array("Ipv4Ranges"u8)
            : permission.Array("IpRanges"u8);
    }

    public static ParseResult<Peer> Read(AwsValue range, PeerKind kind, ValuePool pool) =>
        kind switch
        {
            PeerKind.IPv4 => ReadCidr(range, "CidrIp"u8, IpFamily.IPv4, pool),
            PeerKind.IPv6 => ReadCidr(range, "CidrIpv6"u8, IpFamily.IPv6, pool),
            PeerKind.PrefixList => ReadPrefixList(range, pool),
            _ => ReadGroup(range, pool),
        };

    public static string? DescriptionOf(AwsValue range, ValuePool pool) =>
        range.TryMember("Description"u8, out var text) && text.Kind == JsonValueKind.String
            ? pool.Text(text) is { Length: > 0 } words
                ? words
                : null
            : null;

    /// <summary>A group reference, whose fields are the same in a UserIdGroupPair and in a ReferencedGroupInfo.</summary>
    public static ParseResult<Peer> ReadGroup(AwsValue pair, ValuePool pool)
    {
        var groupId = PooledText(pair, "GroupId"u8, pool);
        if (groupId.Length == 0)
        {
            var name = PooledText(pair, "GroupName"u8, pool);
            return ParseResult<Peer>.Failure(
                name.Length > 0 ? $"group '{name}' is named without its id" : "its group reference has no GroupId"
            );
        }
        return ParseResult<Peer>.Success(
            pool.Group(
                groupId,
                PooledText(pair, "UserId"u8, pool),
                PooledText(pair, "VpcId"u8, pool),
                PooledText(pair, "PeeringStatus"u8, pool)
            )
        );
    }

    public static ParseResult<Peer> ReadCidr(AwsValue text, IpFamily family, ValuePool pool)
    {
        if (text.Kind != JsonValueKind.String)
        {
            return ParseResult<Peer>.Failure("its CIDR block is missing or no text");
        }
        var words = pool.Text(text);
        return pool.Cidr(words) is { } peer && peer.Cidr.Family == family
            ? ParseResult<Peer>.Success(peer)
            : ParseResult<Peer>.Failure($"'{words}' is not an {family} CIDR block");
    }

    public static ParseResult<Peer> ReadPrefixList(AwsValue owner, ValuePool pool) =>
        PooledText(owner, "PrefixListId"u8, pool) is { Length: > 0 } id
            ? ParseResult<Peer>.Success(pool.PrefixList(id))
            : ParseResult<Peer>.Failure("its prefix list has no PrefixListId");

    private static ParseResult<Peer> ReadCidr(AwsValue range, ReadOnlySpan<byte> name, IpFamily family, ValuePool pool)
    {
        if (range.Kind == JsonValueKind.String)
        {
            return ReadCidr(range, family, pool);
        }
        _ = range.TryMember(name, out var text);
        return ReadCidr(text, family, pool);
    }

    internal static string PooledText(AwsValue owner, ReadOnlySpan<byte> name, ValuePool pool) =>
        owner.TryMember(name, out var text) && text.Kind == JsonValueKind.String ? pool.Text(text) : "";
}
