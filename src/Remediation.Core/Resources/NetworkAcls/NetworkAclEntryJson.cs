using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// A network ACL entry as EC2 writes it, in outputs and in calls alike: the protocol as a number in text, ports apart from ICMP
/// types. Source: EC2 NetworkAclEntry and CreateNetworkAclEntry.
/// </summary>
internal static class NetworkAclEntryJson
{
    public static ParseResult<NetworkAclEntry> Read(JsonElement entry)
    {
        if (
            !AwsJson.TryInteger(entry, "RuleNumber"u8, out var number)
            || number is not (> 0 and <= NetworkAclEntry.LastRuleNumber)
        )
        {
            return Fail("an entry", "its RuleNumber is missing or not within 1 to 32768");
        }
        if (AwsJson.Boolean(entry, "Egress"u8) is not { } isEgress)
        {
            return Fail($"entry {number}", "it does not say whether it is egress");
        }
        var direction = isEgress ? Direction.Egress : Direction.Ingress;
        var name = $"{(isEgress ? "egress" : "ingress")} entry {number}";
        if (ReadAction(entry) is not { } action)
        {
            return Fail(name, "its RuleAction is neither allow nor deny");
        }
        if (!ReadService(entry).TryGet(out var service, out var reason))
        {
            return Fail(name, reason);
        }
        return ReadCidr(entry).TryGet(out var cidr, out reason)
            ? ParseResult<NetworkAclEntry>.Success(new(direction, number.Value, action, service, cidr))
            : Fail(name, reason);
    }

    public static void WriteKey(Utf8JsonWriter writer, Direction direction, int ruleNumber)
    {
        writer.WriteBoolean("Egress", direction == Direction.Egress);
        writer.WriteNumber("RuleNumber", ruleNumber);
    }

    /// <summary>All of the entry as members of the object that is being written.</summary>
    public static void Write(Utf8JsonWriter writer, NetworkAclEntry entry)
    {
        WriteKey(writer, entry.Direction, entry.RuleNumber);
        writer.WriteString("Protocol", entry.Service.Protocol.ToNumberText());
        writer.WriteString("RuleAction", entry.Action == NetworkAclAction.Allow ? "allow" : "deny");
        writer.WriteString(entry.Cidr.Family == IpFamily.IPv4 ? "CidrBlock" : "Ipv6CidrBlock", entry.Cidr.ToString());
        var (from, to) = entry.Service.ToPermissionPorts();
        if (entry.Service.Protocol.HasPorts)
        {
            WritePair(writer, "PortRange", "From", from, "To", to);
        }
        else if (entry.Service.Protocol.IsIcmp)
        {
            WritePair(writer, "IcmpTypeCode", "Code", to, "Type", from);
        }
    }

    private static void WritePair(Utf8JsonWriter writer, string name, string one, int? first, string other, int? second)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber(one, first ?? -1);
        writer.WriteNumber(other, second ?? -1);
        writer.WriteEndObject();
    }

    private static NetworkAclAction? ReadAction(JsonElement entry) =>
        AwsJson.Text(entry, "RuleAction"u8) switch
        {
            "allow" => NetworkAclAction.Allow,
            "deny" => NetworkAclAction.Deny,
            _ => null,
        };

    private static ParseResult<Service> ReadService(JsonElement entry)
    {
        if (!AwsJson.TryMember(entry, "Protocol"u8, out var text))
        {
            return ParseResult<Service>.Failure("it has no Protocol");
        }
        if (!IpProtocol.TryParse(text.ToString(), out var protocol))
        {
            return ParseResult<Service>.Failure($"'{text}' is not a protocol that EC2 names");
        }
        return protocol.IsIcmp
            ? ReadPair(entry, protocol, "IcmpTypeCode"u8, "Type"u8, "Code"u8)
            : ReadPair(entry, protocol, "PortRange"u8, "From"u8, "To"u8);
    }

    private static ParseResult<Service> ReadPair(
        JsonElement entry,
        IpProtocol protocol,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> last
    )
    {
        if (!AwsJson.TryMember(entry, name, out var pair))
        {
            return Service.FromPermission(protocol, null, null);
        }
        return AwsJson.TryInteger(pair, first, out var from) && AwsJson.TryInteger(pair, last, out var to)
            ? Service.FromPermission(protocol, from, to)
            : ParseResult<Service>.Failure("its ports or ICMP type and code are not numbers");
    }

    private static ParseResult<Cidr> ReadCidr(JsonElement entry)
    {
        var ipv4 = AwsJson.Text(entry, "CidrBlock"u8);
        var text = ipv4 ?? AwsJson.Text(entry, "Ipv6CidrBlock"u8);
        if (text is null)
        {
            return ParseResult<Cidr>.Failure("it has neither CidrBlock nor Ipv6CidrBlock");
        }
        var family = ipv4 is null ? IpFamily.IPv6 : IpFamily.IPv4;
        return Cidr.TryParse(text, out var cidr) && cidr.Family == family
            ? ParseResult<Cidr>.Success(cidr)
            : ParseResult<Cidr>.Failure($"'{text}' is not an {family} CIDR block");
    }

    private static ParseResult<NetworkAclEntry> Fail(string name, string reason) =>
        ParseResult<NetworkAclEntry>.Failure($"{name}: {reason}");
}
