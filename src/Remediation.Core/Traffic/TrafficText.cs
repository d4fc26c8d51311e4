using System.Text;

namespace Remediation.Core.Traffic;

/// <summary>Traffic in the words of people: services grouped by the addresses that they share.</summary>
internal static class TrafficText
{
    // Beyond this many blocks a list says less than a sum.
    private const int MostBlocks = 8;

    public static string Describe(TrafficSet traffic, string preposition)
    {
        if (traffic.IsEmpty)
        {
            return "nothing";
        }
        var groups = new List<(AddressSet Addresses, ServiceSet Services)>();
        foreach (var (protocols, ports) in traffic.Items)
        {
            foreach (var (range, addresses) in ports.Items)
            {
                Add(groups, addresses, Services(protocols, PortSet.Of(range.First, range.Last)));
            }
        }
        var text = new StringBuilder();
        foreach (var (addresses, services) in groups)
        {
            text.Append(text.Length > 0 ? "; " : "").Append(services).Append(' ').Append(preposition).Append(' ');
            text.Append(Describe(addresses));
        }
        return text.ToString();
    }

    public static string Describe(AddressSet addresses)
    {
        if (addresses.IsAll)
        {
            return "0.0.0.0/0, ::/0";
        }
        var blocks = addresses.ToCidrs().Take(MostBlocks + 1).ToList();
        return blocks.Count <= MostBlocks
            ? string.Join(", ", blocks)
            : $"{string.Join(", ", blocks.Take(MostBlocks))} and more ({addresses.Count} addresses)";
    }

    private static ServiceSet Services(Interval<byte> protocols, PortSet ports)
    {
        var services = ServiceSet.Empty;
        for (int number = protocols.First; number <= protocols.Last; number++)
        {
            services = services.Union(ServiceSet.Of(IpProtocol.Of((byte)number), ports));
        }
        return services;
    }

    private static void Add(
        List<(AddressSet Addresses, ServiceSet Services)> groups,
        AddressSet addresses,
        ServiceSet services
    )
    {
        var index = groups.FindIndex(group => group.Addresses.Equals(addresses));
        if (index < 0)
        {
            groups.Add((addresses, services));
            return;
        }
        groups[index] = (addresses, groups[index].Services.Union(services));
    }
}
