namespace Remediation.Core.Traffic;

/// <summary>
/// Writes a traffic set as few allow rules. The protocols and ports of the set are a row of columns, each with the addresses
/// allowed there. A rule is a rectangle: a run of columns and one CIDR block allowed in all of them. Rectangles may overlap,
/// so a block that is allowed along a wider run is written once for the whole run.
/// </summary>
internal static class RuleCover
{
    public static IReadOnlyList<TrafficRule> Of(TrafficSet traffic)
    {
        var rules = new List<TrafficRule>();
        var everywhere = AllowedEverywhere(traffic);
        foreach (var cidr in everywhere.ToCidrs())
        {
            rules.Add(new(Service.All, cidr));
        }
        var covered = TrafficSet.Of(ServiceSet.All, everywhere);
        foreach (var (protocols, ports) in traffic.Items)
        {
            for (int number = protocols.First; number <= protocols.Last; number++)
            {
                AddProtocol(rules, IpProtocol.Of((byte)number), ports, covered);
            }
        }
        return rules;
    }

    // "-1" can only say all protocols at once.
    private static AddressSet AllowedEverywhere(TrafficSet traffic)
    {
        var next = 0;
        var addresses = AddressSet.All;
        foreach (var (protocols, ports) in traffic.Items)
        {
            if (protocols.First != next)
            {
                return AddressSet.Empty;
            }
            addresses = addresses.Intersect(AllowedOnAllPorts(ports));
            next = protocols.Last + 1;
        }
        return next == 256 ? addresses : AddressSet.Empty;
    }

    private static AddressSet AllowedOnAllPorts(IntervalMap<ushort, AddressSet> ports)
    {
        var next = 0;
        var addresses = AddressSet.All;
        foreach (var (range, allowed) in ports.Items)
        {
            if (range.First != next)
            {
                return AddressSet.Empty;
            }
            addresses = addresses.Intersect(allowed);
            next = range.Last + 1;
        }
        return next == 65536 ? addresses : AddressSet.Empty;
    }

    private static void AddProtocol(
        List<TrafficRule> rules,
        IpProtocol protocol,
        IntervalMap<ushort, AddressSet> ports,
        TrafficSet covered
    )
    {
        var columns = new List<Column>(ports.Items.Length);
        foreach (var (range, allowed) in ports.Items)
        {
            var done = covered.AddressesOf(protocol, range.First);
            columns.Add(new(range, allowed, allowed.Except(done)));
        }
        Cover(columns, 0, columns.Count - 1, (first, last, cidr) => AddRules(rules, protocol, first, last, cidr));
    }

    private static void AddRules(List<TrafficRule> rules, IpProtocol protocol, ushort first, ushort last, Cidr cidr)
    {
        foreach (var service in Service.Split(protocol, PortSet.Of(first, last)))
        {
            rules.Add(new(service, cidr));
        }
    }

    private static void Cover(List<Column> columns, int low, int high, Action<ushort, ushort, Cidr> add)
    {
        while (low <= high && columns[low].Needed.IsEmpty)
        {
            low++;
        }
        while (low <= high && columns[high].Needed.IsEmpty)
        {
            high--;
        }
        if (low > high)
        {
            return;
        }
        if (Gap(columns, low, high) is { } gap)
        {
            Cover(columns, low, gap, add);
            Cover(columns, gap + 1, high, add);
            return;
        }
        CoverRun(columns, low, high, add);
        if (low < high)
        {
            var pivot = Narrowest(columns, low, high);
            Cover(columns, low, pivot - 1, add);
            Cover(columns, pivot, pivot, add);
            Cover(columns, pivot + 1, high, add);
        }
    }

    // Writes what is allowed along the whole run, so far as any column still needs it.
    private static void CoverRun(List<Column> columns, int low, int high, Action<ushort, ushort, Cidr> add)
    {
        var allowed = columns[low].Allowed;
        for (var i = low + 1; i <= high; i++)
        {
            allowed = allowed.Intersect(columns[i].Allowed);
        }
        foreach (var cidr in allowed.ToCidrs())
        {
            if (!Enumerable.Range(low, high - low + 1).Any(i => columns[i].Needed.Overlaps(cidr)))
            {
                continue;
            }
            add(columns[low].Ports.First, columns[high].Ports.Last, cidr);
            var block = AddressSet.Of(cidr);
            for (var i = low; i <= high; i++)
            {
                columns[i] = columns[i] with { Needed = columns[i].Needed.Except(block) };
            }
        }
    }

    private static int? Gap(List<Column> columns, int low, int high)
    {
        for (var i = low; i < high; i++)
        {
            if (columns[i].Ports.Last + 1 != columns[i + 1].Ports.First)
            {
                return i;
            }
        }
        return null;
    }

    private static int Narrowest(List<Column> columns, int low, int high)
    {
        var best = low;
        for (var i = low + 1; i <= high; i++)
        {
            if (columns[i].Allowed.Count < columns[best].Allowed.Count)
            {
                best = i;
            }
        }
        return best;
    }

    private sealed record Column(Interval<ushort> Ports, AddressSet Allowed, AddressSet Needed);
}
