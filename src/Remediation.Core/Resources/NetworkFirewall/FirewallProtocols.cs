using System.Collections.Frozen;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The protocols that rules name: those of IP, and those of applications, which Suricata recognises on any port of what carries
/// them. https://docs.suricata.io/en/latest/rules/intro.html#protocol.
/// </summary>
public static class FirewallProtocols
{
    private static readonly ServiceSet Tcp = ServiceSet.Of(IpProtocol.Tcp, PortSet.All);
    private static readonly ServiceSet Udp = ServiceSet.Of(IpProtocol.Udp, PortSet.All);
    private static readonly ServiceSet Either = Tcp.Union(Udp);

    private static readonly FrozenDictionary<string, ServiceSet> Carriers = new Dictionary<string, ServiceSet>(
        StringComparer.Ordinal
    )
    {
        ["ip"] = ServiceSet.All,
        ["ip4"] = ServiceSet.All,
        ["ipv4"] = ServiceSet.All,
        ["ip6"] = ServiceSet.All,
        ["ipv6"] = ServiceSet.All,
        ["pkthdr"] = ServiceSet.All,
        ["tcp"] = Tcp,
        ["tcp-pkt"] = Tcp,
        ["tcp-stream"] = Tcp,
        ["udp"] = Udp,
        ["icmp"] = ServiceSet.Of(IpProtocol.Icmp, PortSet.All).Union(ServiceSet.Of(IpProtocol.IcmpV6, PortSet.All)),
        ["icmpv4"] = ServiceSet.Of(IpProtocol.Icmp, PortSet.All),
        ["icmpv6"] = ServiceSet.Of(IpProtocol.IcmpV6, PortSet.All),
        ["sctp"] = ServiceSet.Of(IpProtocol.Of(132), PortSet.All),
        ["http"] = Tcp,
        ["http1"] = Tcp,
        ["http2"] = Tcp,
        ["websocket"] = Tcp,
        ["ftp"] = Tcp,
        ["ftp-data"] = Tcp,
        ["tls"] = Tcp,
        ["ssl"] = Tcp,
        ["smb"] = Tcp,
        ["ssh"] = Tcp,
        ["smtp"] = Tcp,
        ["imap"] = Tcp,
        ["pop3"] = Tcp,
        ["msn"] = Tcp,
        ["modbus"] = Tcp,
        ["rfb"] = Tcp,
        ["rdp"] = Tcp,
        ["mqtt"] = Tcp,
        ["pgsql"] = Tcp,
        ["telnet"] = Tcp,
        ["ldap"] = Either,
        ["dnp3"] = Either,
        ["enip"] = Either,
        ["nfs"] = Either,
        ["dcerpc"] = Either,
        ["dns"] = Either,
        ["krb5"] = Either,
        ["sip"] = Either,
        ["ike"] = Udp,
        ["ikev2"] = Udp,
        ["ntp"] = Udp,
        ["dhcp"] = Udp,
        ["tftp"] = Udp,
        ["snmp"] = Udp,
        ["quic"] = Udp,
        ["bittorrent-dht"] = Udp,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> IPv4Only = FrozenSet.ToFrozenSet(["ip4", "ipv4", "icmpv4"]);
    private static readonly FrozenSet<string> IPv6Only = FrozenSet.ToFrozenSet(["ip6", "ipv6", "icmpv6"]);
    private static readonly FrozenSet<string> OfPackets = FrozenSet.ToFrozenSet([
        "ip",
        "ip4",
        "ipv4",
        "ip6",
        "ipv6",
        "pkthdr",
        "tcp",
        "tcp-pkt",
        "tcp-stream",
        "udp",
        "icmp",
        "icmpv4",
        "icmpv6",
        "sctp",
    ]);

    /// <summary>Whether it is a name, in small letters, or a number of the IANA registry.</summary>
    public static bool IsKnown(string protocol) => Carriers.ContainsKey(protocol) || IsNumber(protocol, out _);

    /// <summary>Whether it is recognised by what is said in it, whatever the port.</summary>
    public static bool IsApplication(string protocol) =>
        Carriers.ContainsKey(protocol) && !OfPackets.Contains(protocol);

    /// <summary>What the protocol can be carried by, with these destination ports.</summary>
    public static ServiceSet Services(string protocol, PortSet ports)
    {
        var carriers = IsNumber(protocol, out var number) ? ServiceSet.Of(number, PortSet.All) : Carriers[protocol];
        if (ports.IsAll)
        {
            return carriers;
        }
        // Ports are asked of packets that have some.
        return carriers.Intersect(ServiceSet.Of(IpProtocol.Tcp, ports).Union(ServiceSet.Of(IpProtocol.Udp, ports)));
    }

    /// <summary>The addresses of the families that it is about.</summary>
    internal static AddressSet Families(string protocol) =>
        IPv4Only.Contains(protocol) ? AddressSet.AllIPv4
        : IPv6Only.Contains(protocol) ? AddressSet.AllIPv6
        : AddressSet.All;

    internal static bool IsWithin(string protocol, string other) =>
        protocol == other
        || (
            !IsApplication(other)
            && Services(protocol, PortSet.All).IsSubsetOf(Services(other, PortSet.All))
            && Families(protocol).IsSubsetOf(Families(other))
        );

    internal static bool MayOverlap(string protocol, string other) =>
        Services(protocol, PortSet.All).Overlaps(Services(other, PortSet.All))
        && Families(protocol).Overlaps(Families(other));

    private static bool IsNumber(string text, out IpProtocol protocol)
    {
        protocol = default;
        return text.Length > 0 && char.IsAsciiDigit(text[0]) && IpProtocol.TryParse(text, out protocol);
    }
}
