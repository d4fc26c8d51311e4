namespace Remediation.Core.Traffic;

/// <summary>
/// Writes a traffic set as the least number of allow rules. A rule is a rectangle: a run of ports (or an ICMP type, or all
/// protocols) and one CIDR block, all of it allowed. Only rectangles that can grow in neither direction matter; rectangles
/// may overlap.
/// </summary>
/// <remarks>
/// The number is least because CIDR blocks contain each other or are disjoint. Take a rectangle that cannot grow, of block B
/// and run R. In some column of R the block around B is not allowed, so there only blocks within B can stand in for the
/// rectangle, and their runs all contain R. So, widest runs first, a rectangle must be written exactly when the wider ones
/// written before it leave some of B open. All protocols and ICMP are the same with a tree of services instead of runs.
/// </remarks>
internal static class RuleCover
{
    private const int Types = 256;

    public static IReadOnlyList<TrafficRule> Of(TrafficSet traffic)
    {
        var rules = new List<TrafficRule>();
        var everywhere = AllowedEverywhere(traffic);
        Add(rules, Service.All, everywhere);
        foreach (var (protocols, ports) in traffic.Items)
        {
            for (int number = protocols.First; number <= protocols.Last; number++)
            {
                AddProtocol(rules, IpProtocol.Of((byte)number), ports.Items, everywhere);
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
            addresses = addresses.Intersect(AllowedOnAll(ports.Items, 0, ushort.MaxValue));
            next = protocols.Last + 1;
        }
        return next == 256 ? addresses : AddressSet.Empty;
    }

    private static AddressSet AllowedOnAll(
        ReadOnlySpan<(Interval<ushort> Keys, AddressSet Value)> columns,
        int first,
        int last
    )
    {
        var next = first;
        var addresses = AddressSet.All;
        foreach (var (ports, allowed) in columns)
        {
            if (ports.Last < next)
            {
                continue;
            }
            if (ports.First > next)
            {
                return AddressSet.Empty;
            }
            addresses = addresses.Intersect(allowed);
            next = ports.Last + 1;
            if (next > last)
            {
                return addresses;
            }
        }
        return AddressSet.Empty;
    }

    private static void AddProtocol(
        List<TrafficRule> rules,
        IpProtocol protocol,
        ReadOnlySpan<(Interval<ushort> Keys, AddressSet Value)> columns,
        AddressSet covered
    )
    {
        if (protocol.IsIcmp)
        {
            AddIcmp(rules, protocol, columns, covered);
            return;
        }
        var start = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            if (i + 1 == columns.Length || columns[i].Keys.Last + 1 != columns[i + 1].Keys.First)
            {
                AddRuns(rules, protocol, columns[start..(i + 1)], covered);
                start = i + 1;
            }
        }
    }

    // Columns that touch one another. At [i, j] stands what is known of the run from column i to column j.
    private static void AddRuns(
        List<TrafficRule> rules,
        IpProtocol protocol,
        ReadOnlySpan<(Interval<ushort> Keys, AddressSet Value)> columns,
        AddressSet covered
    )
    {
        var count = columns.Length;
        var allowed = AllowedOnRuns(columns);
        var written = new AddressSet[count, count];
        var chosen = new List<Cidr>[count, count];
        for (var length = count; length > 0; length--)
        {
            for (var (i, j) = (0, length - 1); j < count; i++, j++)
            {
                var before = (i > 0 ? written[i - 1, j] : covered).Union(
                    j + 1 < count ? written[i, j + 1] : AddressSet.Empty
                );
                chosen[i, j] = [.. allowed[i, j].ToCidrs().Where(block => !before.Contains(block))];
                written[i, j] = chosen[i, j].Count == 0 ? before : before.Union(AddressSet.Of(chosen[i, j]));
            }
        }
        AddChosen(rules, protocol, columns, chosen);
    }

    private static AddressSet[,] AllowedOnRuns(ReadOnlySpan<(Interval<ushort> Keys, AddressSet Value)> columns)
    {
        var allowed = new AddressSet[columns.Length, columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            allowed[i, i] = columns[i].Value;
            for (var j = i + 1; j < columns.Length; j++)
            {
                allowed[i, j] = allowed[i, j - 1].Intersect(columns[j].Value);
            }
        }
        return allowed;
    }

    // In the order of people: by first port, the wider range before the narrower.
    private static void AddChosen(
        List<TrafficRule> rules,
        IpProtocol protocol,
        ReadOnlySpan<(Interval<ushort> Keys, AddressSet Value)> columns,
        List<Cidr>[,] chosen
    )
    {
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = columns.Length - 1; j >= i; j--)
            {
                var service = Service.Of(protocol, columns[i].Keys.First, columns[j].Keys.Last);
                foreach (var block in chosen[i, j])
                {
                    rules.Add(new(service, block));
                }
            }
        }
    }

    // EC2 can say all of ICMP, one type with all codes or with one code, but not a range of either.
    private static void AddIcmp(
        List<TrafficRule> rules,
        IpProtocol protocol,
        ReadOnlySpan<(Interval<ushort> Keys, AddressSet Value)> columns,
        AddressSet covered
    )
    {
        var onAll = AllowedOnAll(columns, 0, ushort.MaxValue);
        Add(rules, Service.Of(protocol, 0, ushort.MaxValue), onAll, covered);
        for (var type = 0; type < Types; type++)
        {
            var (first, last) = (type << 8, (type << 8) | 0xFF);
            var onType = AllowedOnAll(columns, first, last);
            Add(rules, Service.Of(protocol, first, last), onType, onAll);
            foreach (var (ports, allowed) in columns)
            {
                for (var code = Math.Max(first, ports.First); code <= Math.Min(last, ports.Last); code++)
                {
                    Add(rules, Service.Of(protocol, code, code), allowed, onType);
                }
            }
        }
    }

    private static void Add(List<TrafficRule> rules, Service service, AddressSet allowed, AddressSet? covered = null)
    {
        if (covered is not null && allowed.Equals(covered))
        {
            return;
        }
        foreach (var block in allowed.ToCidrs())
        {
            if (covered?.Contains(block) != true)
            {
                rules.Add(new(service, block));
            }
        }
    }
}
