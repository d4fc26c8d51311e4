using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// Reads EC2's IpPermission, in which one service is grouped with many peers, into one rule per peer. What of it cannot be
/// understood is told in words; the rest is read all the same.
/// </summary>
internal static class IpPermissionReader
{
    public static void Read(
        AwsValue permission,
        Direction direction,
        ValuePool pool,
        List<SecurityGroupRule> rules,
        List<string> unreadable
    )
    {
        if (!ReadService(permission).TryGet(out var service, out var reason))
        {
            unreadable.Add(Say(direction, reason));
            return;
        }
        var before = rules.Count + unreadable.Count;
        foreach (var kind in PeerKinds.All)
        {
            foreach (var range in PeerKinds.RangesOf(permission, kind))
            {
                if (PeerKinds.Read(range, kind, pool).TryGet(out var peer, out reason))
                {
                    rules.Add(new(direction, service, peer) { Description = PeerKinds.DescriptionOf(range, pool) });
                }
                else
                {
                    unreadable.Add(Say(direction, $"{service}: {reason}"));
                }
            }
        }
        if (rules.Count + unreadable.Count == before)
        {
            unreadable.Add(Say(direction, $"{service}: it names no peer that is understood"));
        }
    }

    /// <summary>Protocol and ports, of an IpPermission or of a security group rule.</summary>
    public static ParseResult<Service> ReadService(AwsValue permission)
    {
        if (!permission.TryMember("IpProtocol"u8, out var name))
        {
            return ParseResult<Service>.Failure("it has no IpProtocol");
        }
        if (!TryReadProtocol(name, out var protocol))
        {
            return ParseResult<Service>.Failure($"'{name}' is not a protocol that EC2 names");
        }
        if (!permission.TryInteger("FromPort"u8, out var from) || !permission.TryInteger("ToPort"u8, out var to))
        {
            return ParseResult<Service>.Failure("its FromPort or ToPort is not a number");
        }
        return Service.FromPermission(protocol, from, to);
    }

    // Nearly every rule is of one of these two, which need no text made.
    private static bool TryReadProtocol(AwsValue name, out IpProtocol protocol)
    {
        if (name.Kind == JsonValueKind.String && name.Is("tcp"u8))
        {
            protocol = IpProtocol.Tcp;
            return true;
        }
        if (name.Kind == JsonValueKind.String && name.Is("-1"u8))
        {
            protocol = IpProtocol.All;
            return true;
        }
        return IpProtocol.TryParse(name.ToString(), out protocol);
    }

    public static string Say(Direction direction, string what) =>
        $"{(direction == Direction.Ingress ? "an ingress" : "an egress")} rule: {what}";
}
