using Remediation.Core.Traffic;

namespace Remediation.Engine.BreakGlass;

/// <summary>Traffic as it is kept: a protocol's number (-1 for all), its ports or ICMP codes, a block.</summary>
internal sealed record CoverRule(int Protocol, int First, int Last, string Cidr)
{
    public static CoverRule Of(TrafficRule rule)
    {
        var service = rule.Service;
        var protocol = service.Protocol.IsAll ? -1 : service.Protocol.Number;
        return new(protocol, service.First, service.Last, rule.Cidr.ToString());
    }

    /// <summary>Nothing where it is no traffic, so that what no engine wrote covers nothing.</summary>
    public TrafficSet ToTraffic()
    {
        var isKnown = Protocol is >= -1 and <= byte.MaxValue && First >= 0 && First <= Last && Last <= ushort.MaxValue;
        if (!isKnown || !Core.Traffic.Cidr.TryParse(Cidr, out var cidr))
        {
            return TrafficSet.Empty;
        }
        var protocol = Protocol < 0 ? IpProtocol.All : IpProtocol.Of((byte)Protocol);
        return TrafficSet.Of(ServiceSet.Of(protocol, PortSet.Of(First, Last)), AddressSet.Of(cidr));
    }
}
