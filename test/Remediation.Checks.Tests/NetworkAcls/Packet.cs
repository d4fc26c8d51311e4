namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>One packet: from the address when it comes in, to it when it goes out; the port, or the ICMP type and code.</summary>
internal sealed record Packet(bool Egress, UInt128 Address, bool IsV6, int Protocol, int First, int Second);
