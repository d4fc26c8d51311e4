using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class IpProtocolTests
{
    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("all", "-1")]
    [InlineData("ALL", "-1")]
    [InlineData("tcp", "6")]
    [InlineData("TCP", "6")]
    [InlineData("6", "6")]
    [InlineData("06", "6")]
    [InlineData("udp", "17")]
    [InlineData("17", "17")]
    [InlineData("icmp", "1")]
    [InlineData("1", "1")]
    [InlineData("icmpv6", "58")]
    [InlineData("58", "58")]
    [InlineData("0", "0")]
    [InlineData("255", "255")]
    public void TryParse_NameOrNumber_IsTheProtocol(string text, string number)
    {
        Assert.True(IpProtocol.TryParse(text, out var protocol));
        Assert.Equal(number, protocol.ToNumberText());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("256")]
    [InlineData("-2")]
    [InlineData("+6")]
    [InlineData(" 6")]
    [InlineData("6 ")]
    [InlineData("6\0")]
    [InlineData("6.0")]
    [InlineData("٦")]
    [InlineData("sctp")]
    [InlineData("tcpudp")]
    public void TryParse_SomethingElse_Fails(string? text) => Assert.False(IpProtocol.TryParse(text, out _));

    [Fact]
    public void Texts_EveryNumber_ParseToTheSameProtocol()
    {
        for (var number = 0; number < 256; number++)
        {
            var protocol = IpProtocol.Of((byte)number);
            Assert.Equal(number, protocol.Number);
            Assert.False(protocol.IsAll);
            Assert.Equal(number is 6 or 17, protocol.HasPorts);
            Assert.Equal(number is 1 or 58, protocol.IsIcmp);
            foreach (var text in new[] { protocol.ToNumberText(), protocol.ToSecurityGroupText() })
            {
                Assert.True(IpProtocol.TryParse(text, out var parsed));
                Assert.Equal(protocol, parsed);
            }
        }
    }

    [Fact]
    public void All_AskedForItsNumber_Throws()
    {
        Assert.True(IpProtocol.All.IsAll);
        Assert.Throws<OverflowException>(() => IpProtocol.All.Number);
    }

    [Fact]
    public void Texts_EachForm_IsAsItsReadersWriteIt()
    {
        Assert.Equal(
            ["tcp", "udp", "icmp", "icmpv6", "-1", "50"],
            Samples().Select(protocol => protocol.ToSecurityGroupText())
        );
        Assert.Equal(["6", "17", "1", "58", "-1", "50"], Samples().Select(protocol => protocol.ToNumberText()));
        Assert.Equal(
            ["tcp", "udp", "icmp", "icmpv6", "all", "protocol 50"],
            Samples().Select(protocol => protocol.ToString())
        );
    }

    private static IpProtocol[] Samples() =>
        [IpProtocol.Tcp, IpProtocol.Udp, IpProtocol.Icmp, IpProtocol.IcmpV6, IpProtocol.All, IpProtocol.Of(50)];
}
