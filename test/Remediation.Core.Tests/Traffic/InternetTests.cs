using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class InternetTests
{
    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("172.16.0.0/12")]
    [InlineData("192.168.0.0/16")]
    [InlineData("100.64.0.0/10")]
    [InlineData("127.0.0.0/8")]
    [InlineData("169.254.0.0/16")]
    [InlineData("224.0.0.0/4")]
    [InlineData("fc00::/7")]
    [InlineData("fe80::/10")]
    [InlineData("ff00::/8")]
    [InlineData("::1/128")]
    [InlineData("::ffff:10.0.0.0/104")]
    [InlineData("64:ff9b::a00:0/104")]
    [InlineData("2002:a00::/24")]
    [InlineData("2002:c0a8::/32")]
    public void Private_PrivateBlock_IsInItToItsVeryEnds(string block)
    {
        var cidr = Cidr.Parse(block).Value;

        Assert.True(Internet.Private.Contains(cidr));
        Assert.False(Internet.Space.Overlaps(cidr));
        Assert.False(Internet.Private.Contains(Cidr.Of(cidr.Family, cidr.First, cidr.PrefixLength - 1)));
    }

    [Theory]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("240.0.0.0")]
    [InlineData("203.0.113.9")]
    [InlineData("198.18.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe00::")]
    [InlineData("fec0::")]
    [InlineData("::")]
    [InlineData("::2")]
    [InlineData("::ffff:11.0.0.0")]
    [InlineData("::ffff:9.255.255.255")]
    [InlineData("2002:b00::")]
    [InlineData("2002:9ff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Space_AddressNextToPrivateOnes_IsInternet(string address) =>
        Assert.True(Internet.Space.Contains(Cidr.Parse(address).Value));

    [Fact]
    public void WithEmbedded_IPv4Block_AddsItsThreeEmbeddings() =>
        Assert.Equal(
            Set("192.0.2.0/24", "::ffff:192.0.2.0/120", "64:ff9b::c000:200/120", "2002:c000:200::/40"),
            Internet.WithEmbedded(Set("192.0.2.0/24"))
        );

    [Fact]
    public void WithEmbedded_AllIPv4_AddsTheWholeEmbeddingBlocks() =>
        Assert.Equal(
            Set("0.0.0.0/0", "::ffff:0:0/96", "64:ff9b::/96", "2002::/16"),
            Internet.WithEmbedded(AddressSet.AllIPv4)
        );

    [Fact]
    public void WithEmbedded_IPv6Only_IsUnchanged() =>
        Assert.Equal(Set("2001:db8::/32"), Internet.WithEmbedded(Set("2001:db8::/32")));

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    [InlineData("64:ff9b::c000:200/120", "192.0.2.0/24")]
    [InlineData("2002:c000:200::/40", "192.0.2.0/24")]
    [InlineData("2002:c000:201:1:2:3:4:5/128", "192.0.2.1/32")]
    [InlineData("::/0", "0.0.0.0/0")]
    [InlineData("2002::/15", "0.0.0.0/0")]
    public void IPv4Reach_BlockOrItsEmbedding_IsTheIPv4Block(string block, string reach) =>
        Assert.Equal(Set(reach).IPv4, Internet.IPv4Reach(Set(block)));

    [Theory]
    [InlineData("2001:db8::/32")]
    [InlineData("2003::/16")]
    [InlineData("64:ff9b:0:0:0:1::/96")]
    [InlineData("::fffe:0:0/96")]
    public void IPv4Reach_BlockThatEmbedsNothing_IsEmpty(string block) =>
        Assert.True(Internet.IPv4Reach(Set(block)).IsEmpty);

    private static AddressSet Set(params string[] cidrs) => AddressSet.Of(cidrs.Select(cidr => Cidr.Parse(cidr).Value));
}
