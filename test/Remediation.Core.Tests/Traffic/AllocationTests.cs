using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class AllocationTests
{
    private static readonly UntrustedInternet Internet = new(AddressSet.Of(Cidr.Parse("198.51.100.0/24").Value));
    private static readonly Cidr IPv4 = Cidr.Parse("10.0.0.0/8").Value;
    private static readonly Cidr IPv6 = Cidr.Parse("2001:db8::/32").Value;
    private static readonly ServiceSet Sensitive = ServiceSet.Tcp(22, 3389).Union(ServiceSet.Udp(53));
    private static readonly ServiceSet Web = ServiceSet.Tcp(80, 443);
    private static readonly TrafficSet Forbidden = TrafficSet.Of(Sensitive, Internet.Addresses);
    private static readonly TrafficSet Rule = TrafficSet.Of(Web, AddressSet.AllIPv4);

    [Fact]
    public void Touches_AnyBlock_AllocatesNothing() =>
        AssertNone(() => Internet.Touches(IPv4) | Internet.Touches(IPv6));

    [Fact]
    public void AddressSet_ContainsAndOverlaps_AllocateNothing() =>
        AssertNone(() =>
            Internet.Addresses.Contains(IPv4)
            | Internet.Addresses.Overlaps(IPv6)
            | Internet.Addresses.Overlaps(Internet.Trusted)
            | Internet.Trusted.IsSubsetOf(Internet.Addresses)
        );

    [Fact]
    public void PortsAndServices_ContainsAndOverlaps_AllocateNothing() =>
        AssertNone(() =>
            Sensitive.Overlaps(Web)
            | PortSet.All.Contains(22)
            | PortSet.All.Overlaps(PortSet.Empty)
            | PortSet.All.IsSubsetOf(PortSet.Empty)
        );

    [Fact]
    public void TrafficSet_Overlaps_AllocatesNothing() => AssertNone(() => Forbidden.Overlaps(Rule));

    [Fact]
    public void Cidr_TryParseOfIPv4AndContains_AllocateNothing() =>
        AssertNone(() => Cidr.TryParse("203.0.113.0/24", out var cidr) & IPv4.Contains(cidr));

    private static void AssertNone(Func<bool> operation)
    {
        var results = 0;
        for (var i = 0; i < 100; i++)
        {
            results += operation() ? 1 : 0;
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            results += operation() ? 1 : 0;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.InRange(results, 0, 200);
    }
}
