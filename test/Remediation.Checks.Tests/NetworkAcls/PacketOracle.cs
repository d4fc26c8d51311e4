using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>
/// What a network ACL lets through, packet by packet, by the rule that EC2 documents: the entries in the order of their numbers, the
/// first that matches decides. It reads AWS's JSON and the parameters of the calls, and shares nothing with the product's sets.
/// </summary>
internal sealed class PacketOracle
{
    private readonly ImmutableSortedDictionary<(bool Egress, int Number), JsonElement> _entries;

    private PacketOracle(ImmutableSortedDictionary<(bool, int), JsonElement> entries) => _entries = entries;

    public static PacketOracle Of(NetworkAcl acl)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            NetworkAclJson.Write(writer, acl);
        }
        var root = JsonDocument.Parse(buffer.WrittenMemory).RootElement;
        return new(
            root.GetProperty(nameof(Entries)).EnumerateArray().ToImmutableSortedDictionary(KeyOf, entry => entry)
        );
    }

    /// <summary>The most entries of one direction, AWS's own last not counted.</summary>
    public int Entries =>
        _entries.Keys.Where(key => key.Number < 32767).GroupBy(key => key.Egress).Max(group => (int?)group.Count())
        ?? 0;

    /// <summary>The ACL after a call, or an exception where EC2 would refuse it.</summary>
    public PacketOracle After(ApiCall call)
    {
        var key = KeyOf(call.Parameters);
        return new(
            call.Operation switch
            {
                "CreateNetworkAclEntry" when !_entries.ContainsKey(key) => _entries.Add(key, call.Parameters),
                "ReplaceNetworkAclEntry" when _entries.ContainsKey(key) => _entries.SetItem(key, call.Parameters),
                "DeleteNetworkAclEntry" when _entries.ContainsKey(key) => _entries.Remove(key),
                _ => throw new InvalidOperationException($"EC2 would refuse {call}"),
            }
        );
    }

    public bool Allows(Packet packet)
    {
        foreach (var (key, entry) in _entries)
        {
            if (key.Egress == packet.Egress && Matches(entry, packet))
            {
                return entry.GetProperty("RuleAction").GetString() == "allow";
            }
        }
        return false;
    }

    /// <summary>Packets at and beside every border that an entry draws, so that no two ACLs of these borders differ between them.</summary>
    public static IReadOnlyList<Packet> Packets(params PacketOracle[] acls)
    {
        var entries = acls.SelectMany(acl => acl._entries.Values).ToList();
        var addresses = entries.SelectMany(Borders).Distinct().ToList();
        (int Protocol, int First, int Second)[] services = [(99, 0, 0), .. entries.SelectMany(Services).Distinct()];
        return
        [
            .. from egress in (bool[])[false, true]
            from address in addresses
            from service in services
            select new Packet(egress, address.Address, address.IsV6, service.Protocol, service.First, service.Second),
        ];
    }

    private static (bool Egress, int Number) KeyOf(JsonElement entry) =>
        (entry.GetProperty("Egress").GetBoolean(), entry.GetProperty("RuleNumber").GetInt32());

    private static bool Matches(JsonElement entry, Packet packet)
    {
        var (from, to, isV6) = BlockOf(entry);
        var protocol = ProtocolOf(entry);
        return isV6 == packet.IsV6
            && packet.Address >= from
            && packet.Address <= to
            && (protocol == -1 || (protocol == packet.Protocol && IsWithin(entry, packet)));
    }

    private static bool IsWithin(JsonElement entry, Packet packet)
    {
        if (entry.TryGetProperty("PortRange", out var ports))
        {
            var (from, to) = (ports.GetProperty("From").GetInt32(), ports.GetProperty("To").GetInt32());
            return from == -1 || (packet.First >= from && packet.First <= to);
        }
        if (entry.TryGetProperty("IcmpTypeCode", out var icmp))
        {
            var (type, code) = (icmp.GetProperty("Type").GetInt32(), icmp.GetProperty("Code").GetInt32());
            return (type == -1 || type == packet.First) && (code == -1 || code == packet.Second);
        }
        return true;
    }

    private static int ProtocolOf(JsonElement entry) =>
        int.Parse(entry.GetProperty("Protocol").GetString()!, CultureInfo.InvariantCulture);

    private static (UInt128 From, UInt128 To, bool IsV6) BlockOf(JsonElement entry)
    {
        var isV6 = entry.TryGetProperty("Ipv6CidrBlock", out var block);
        var parts = (isV6 ? block : entry.GetProperty("CidrBlock")).GetString()!.Split('/');
        var bytes = IPAddress.Parse(parts[0]).GetAddressBytes();
        var address = bytes.Aggregate(UInt128.Zero, (sum, part) => (sum << 8) | part);
        var free = (bytes.Length * 8) - int.Parse(parts[1], CultureInfo.InvariantCulture);
        var size = free == 128 ? UInt128.MaxValue : (UInt128.One << free) - 1;
        return (address & ~size, address | size, isV6);
    }

    private static IEnumerable<(UInt128 Address, bool IsV6)> Borders(JsonElement entry)
    {
        var (from, to, isV6) = BlockOf(entry);
        var last = isV6 ? UInt128.MaxValue : uint.MaxValue;
        yield return (from, isV6);
        yield return (to, isV6);
        yield return (from == 0 ? 0 : from - 1, isV6);
        yield return (to == last ? last : to + 1, isV6);
    }

    private static IEnumerable<(int Protocol, int First, int Second)> Services(JsonElement entry)
    {
        var protocol = ProtocolOf(entry);
        if (entry.TryGetProperty("PortRange", out var range))
        {
            var (from, to) = (range.GetProperty("From").GetInt32(), range.GetProperty("To").GetInt32());
            foreach (var port in (int[])[from - 1, from, to, to + 1])
            {
                yield return (protocol, Math.Clamp(port, 0, 65535), 0);
            }
        }
        else if (entry.TryGetProperty("IcmpTypeCode", out var icmp))
        {
            var (type, code) = (icmp.GetProperty("Type").GetInt32(), icmp.GetProperty("Code").GetInt32());
            yield return (protocol, Math.Max(type, 0), Math.Max(code, 0));
            yield return (protocol, Math.Max(type, 0) + 1, Math.Max(code, 0) + 1);
        }
        else if (protocol >= 0)
        {
            yield return (protocol, 0, 0);
        }
    }
}
