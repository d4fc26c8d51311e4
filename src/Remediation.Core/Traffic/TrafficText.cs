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
                Add(groups, addresses, ServiceSet.Of(protocols, PortSet.Of(range.First, range.Last)));
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
        var ipv4 = AddressSet.Of(addresses.IPv4, IntervalSet<UInt128>.Empty);
        var ipv6 = AddressSet.Of(IntervalSet<uint>.Empty, addresses.IPv6);
        string[] families = [Describe(ipv4, AddressSet.AllIPv4), Describe(ipv6, AddressSet.AllIPv6)];
        return string.Join(", ", families.Where(text => text.Length > 0));
    }

    // What is nearly everything is told by what it lacks.
    private static string Describe(AddressSet addresses, AddressSet family)
    {
        if (addresses.IsEmpty)
        {
            return "";
        }
        var blocks = addresses.ToCidrs().Take(MostBlocks + 1).ToList();
        var missing = family.Except(addresses).ToCidrs().Take(MostBlocks + 1).ToList();
        if (missing.Count > 0 && missing.Count < Math.Min(blocks.Count, MostBlocks + 1))
        {
            return $"{family.ToCidrs().Single()} without {string.Join(" and ", missing)}";
        }
        return blocks.Count <= MostBlocks
            ? string.Join(", ", blocks)
            : $"{string.Join(", ", blocks.Take(MostBlocks))} and more ({addresses.Count} addresses)";
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
