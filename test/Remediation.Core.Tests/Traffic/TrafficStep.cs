using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

/// <summary>Some traffic that is added to, or taken from, what there was before.</summary>
internal sealed record TrafficStep(bool Adds, IpProtocol Protocol, int First, int Last, Cidr Block)
{
    public bool Covers(byte protocol, int port, Cidr address) =>
        CoversService(protocol, port) && Block.Contains(address);

    public bool CoversService(byte protocol, int port) =>
        (Protocol.IsAll || Protocol.Number == protocol)
        && ((!Protocol.HasPorts && !Protocol.IsIcmp) || (First <= port && port <= Last));
}
