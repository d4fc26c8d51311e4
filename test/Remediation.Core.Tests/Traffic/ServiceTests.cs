using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class ServiceTests
{
    [Theory]
    [InlineData("tcp", 22, 22, "tcp/22")]
    [InlineData("6", 22, 22, "tcp/22")]
    [InlineData("tcp", 20, 25, "tcp/20-25")]
    [InlineData("udp", 53, 53, "udp/53")]
    [InlineData("tcp", 0, 0, "tcp/0")]
    [InlineData("tcp", 0, 22, "tcp/0-22")]
    [InlineData("tcp", 65535, 65535, "tcp/65535")]
    [InlineData("tcp", 0, 65535, "tcp")]
    [InlineData("tcp", -1, -1, "tcp")]
    [InlineData("tcp", null, null, "tcp")]
    [InlineData("tcp", -1, null, "tcp")]
    [InlineData("udp", null, null, "udp")]
    [InlineData("-1", null, null, "all traffic")]
    [InlineData("-1", -1, -1, "all traffic")]
    [InlineData("-1", 22, 22, "all traffic")]
    [InlineData("50", 22, 22, "protocol 50")]
    [InlineData("50", 25, 20, "protocol 50")]
    [InlineData("0", null, null, "protocol 0")]
    [InlineData("icmp", -1, -1, "icmp")]
    [InlineData("icmp", null, null, "icmp")]
    [InlineData("icmp", -1, 5, "icmp")]
    [InlineData("icmp", 8, -1, "icmp type 8")]
    [InlineData("icmp", 8, null, "icmp type 8")]
    [InlineData("icmp", 0, 0, "icmp type 0 code 0")]
    [InlineData("icmp", 3, 4, "icmp type 3 code 4")]
    [InlineData("icmp", 8, 0, "icmp type 8 code 0")]
    [InlineData("1", 255, 255, "icmp type 255 code 255")]
    [InlineData("icmpv6", 128, -1, "icmpv6 type 128")]
    public void FromPermission_WhatEc2Gives_IsTheService(string protocol, int? from, int? to, string text) =>
        Assert.Equal(text, Service.FromPermission(Protocol(protocol), from, to).Value.ToString());

    [Theory]
    [InlineData("tcp", 25, 20)]
    [InlineData("tcp", 0, 65536)]
    [InlineData("tcp", 65536, 65536)]
    [InlineData("tcp", -2, 22)]
    [InlineData("tcp", -2, -2)]
    [InlineData("tcp", 22, null)]
    [InlineData("tcp", 22, -1)]
    [InlineData("tcp", null, 22)]
    [InlineData("udp", -1, 22)]
    [InlineData("icmp", 256, 0)]
    [InlineData("icmp", -2, 0)]
    [InlineData("icmp", 8, 256)]
    [InlineData("icmp", 8, -2)]
    [InlineData("icmp", 0, 65535)]
    public void FromPermission_NoRange_FailsAndNamesIt(string protocol, int? from, int? to)
    {
        var result = Service.FromPermission(Protocol(protocol), from, to);

        Assert.False(result.IsSuccess);
        Assert.Contains(protocol, result.Error, StringComparison.Ordinal);
        Assert.Contains(from?.ToString() ?? "(absent)", result.Error, StringComparison.Ordinal);
        Assert.Contains(to?.ToString() ?? "(absent)", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp", 0, 0, 0, 0)]
    [InlineData("tcp", 20, 25, 20, 25)]
    [InlineData("tcp", null, null, 0, 65535)]
    [InlineData("-1", -1, -1, null, null)]
    [InlineData("50", null, null, null, null)]
    [InlineData("icmp", -1, -1, -1, -1)]
    [InlineData("icmp", 8, -1, 8, -1)]
    [InlineData("icmp", 8, 0, 8, 0)]
    [InlineData("icmp", 0, -1, 0, -1)]
    [InlineData("icmpv6", 255, 255, 255, 255)]
    public void ToPermissionPorts_AnyService_IsWhatEc2Takes(
        string protocol,
        int? from,
        int? to,
        int? fromPort,
        int? toPort
    )
    {
        var service = Service.FromPermission(Protocol(protocol), from, to).Value;

        Assert.Equal((fromPort, toPort), service.ToPermissionPorts());
        Assert.Equal(service, Service.FromPermission(service.Protocol, fromPort, toPort).Value);
    }

    [Fact]
    public void ToPermissionPorts_EveryIcmpTypeAndCode_RoundTrips()
    {
        for (var type = 0; type < 256; type++)
        {
            for (var code = -1; code < 256; code++)
            {
                var service = Service.FromPermission(IpProtocol.Icmp, type, code).Value;
                Assert.Equal((type, code), service.ToPermissionPorts());
                Assert.Equal(PortSet.Of(service.First, service.Last), service.ToServiceSet().PortsOf(IpProtocol.Icmp));
            }
        }
    }

    [Fact]
    public void Of_ProtocolWithoutPorts_IsTheWholeProtocol()
    {
        Assert.Equal(Service.All, Service.Of(IpProtocol.All, 22, 22));
        Assert.True(Service.Of(IpProtocol.Of(50), 22, 22).IsWholeProtocol);
    }

    [Fact]
    public void Of_WhatNoRuleCanSay_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Service.Of(IpProtocol.Tcp, 25, 20));
        Assert.Throws<OverflowException>(() => Service.Of(IpProtocol.Tcp, 0, 65536));
        Assert.Throws<ArgumentException>(() => Service.Of(IpProtocol.Icmp, 0, 1));
        Assert.Throws<ArgumentException>(() => Service.Of(IpProtocol.Icmp, 0, 511));
        Assert.Throws<ArgumentException>(() => Service.Of(IpProtocol.Icmp, 1, 256));
    }

    [Fact]
    public void IsWholeProtocol_Service_IsTrueWhenNothingIsMissing()
    {
        Assert.True(Service.Of(IpProtocol.Tcp, 0, 65535).IsWholeProtocol);
        Assert.False(Service.Of(IpProtocol.Tcp, 1, 65535).IsWholeProtocol);
        Assert.False(Service.Of(IpProtocol.Tcp, 0, 65534).IsWholeProtocol);
    }

    private static IpProtocol Protocol(string text) =>
        IpProtocol.TryParse(text, out var protocol)
            ? protocol
            : throw new ArgumentException($"'{text}' is not a protocol", nameof(text));
}
