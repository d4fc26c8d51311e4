using System.Globalization;
using Remediation.Core.Diagnostics;

namespace Remediation.Core.Traffic;

/// <summary>Protocols and ports in the words of people: <c>tcp/22</c>, <c>icmp type 8</c>, <c>all traffic</c>.</summary>
internal static class ServiceText
{
    // Beyond this many pieces a list says less than a sum.
    private const int MostPieces = 12;

    public static string Describe(Service service) => Describe(service.Protocol, service.First, service.Last);

    public static string Describe(ServiceSet services)
    {
        if (services.IsEmpty)
        {
            return "nothing";
        }
        if (services.IsAll)
        {
            return "all traffic";
        }
        var pieces = Pieces(services);
        var missing = Pieces(ServiceSet.All.Except(services));
        return missing.Count < pieces.Count && IsMostlyAll(services)
            ? $"all traffic but {NameList.Of(missing, MostPieces)}"
            : NameList.Of(pieces, MostPieces);
    }

    // Where whole protocols that nobody knows by name are in it, people think of it as all but something.
    private static bool IsMostlyAll(ServiceSet services)
    {
        var whole = 0;
        foreach (var (protocols, ports) in services.Items)
        {
            whole += ports.IsAll ? protocols.Last - protocols.First + 1 : 0;
        }
        return whole > 128;
    }

    private static List<string> Pieces(ServiceSet services)
    {
        var pieces = new List<string>();
        foreach (var (protocols, ports) in services.Items)
        {
            Describe(protocols, ports, pieces);
        }
        return pieces;
    }

    private static void Describe(Interval<byte> protocols, PortSet ports, List<string> pieces)
    {
        if (protocols.First != protocols.Last)
        {
            pieces.Add($"protocols {protocols.First}-{protocols.Last}");
            return;
        }
        var protocol = IpProtocol.Of(protocols.First);
        foreach (var interval in ports.Values.Intervals)
        {
            Describe(protocol, interval, pieces);
        }
    }

    // An ICMP range that starts or ends within a type is told apart there, or the text would claim whole types.
    private static void Describe(IpProtocol protocol, Interval<ushort> interval, List<string> pieces)
    {
        int next = interval.First;
        while (next <= interval.Last)
        {
            var last = protocol.IsIcmp ? IcmpPieceEnd(next, interval.Last) : interval.Last;
            pieces.Add(Describe(protocol, (ushort)next, (ushort)last));
            next = last + 1;
        }
    }

    private static int IcmpPieceEnd(int first, int last)
    {
        var endOfType = first | 0xFF;
        if (last <= endOfType || (first & 0xFF) != 0)
        {
            return Math.Min(last, endOfType);
        }
        return (last & 0xFF) == 0xFF ? last : (last & ~0xFF) - 1;
    }

    private static string Describe(IpProtocol protocol, ushort first, ushort last)
    {
        if (first == 0 && last == ushort.MaxValue)
        {
            return protocol.IsAll ? "all traffic" : protocol.ToString();
        }
        return protocol.IsIcmp
            ? $"{protocol} {IcmpText(first, last)}"
            : string.Create(CultureInfo.InvariantCulture, $"{protocol}/{new Interval<ushort>(first, last)}");
    }

    private static string IcmpText(ushort first, ushort last)
    {
        var (firstType, lastType) = (first >> 8, last >> 8);
        if (firstType != lastType)
        {
            return $"types {firstType}-{lastType}";
        }
        return (first & 0xFF, last & 0xFF) switch
        {
            (0, 0xFF) => $"type {firstType}",
            var (from, to) when from == to => $"type {firstType} code {from}",
            var (from, to) => $"type {firstType} codes {from}-{to}",
        };
    }
}
