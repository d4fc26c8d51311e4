using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class CidrTests
{
    private static readonly Gen<Cidr> Cidrs = Gen.OneOf(
        Gen.Select(Gen.OneOf(Gen.UInt, Gen.Const(0u), Gen.Const(1u), Gen.Const(uint.MaxValue)), Gen.Int[0, 32])
            .Select((address, length) => Cidr.Of(IpFamily.IPv4, address, length)),
        Gen.Select(
                Gen.OneOf(Gen.UInt128, Gen.Const(UInt128.Zero), Gen.Const(UInt128.MaxValue), SparseAddresses()),
                Gen.Int[0, 128]
            )
            .Select((address, length) => Cidr.Of(IpFamily.IPv6, address, length))
    );

    [Fact]
    public void Parse_WhatToStringWrote_IsTheSame() =>
        Cidrs.Sample(cidr =>
        {
            var text = cidr.ToString();
            Assert.True(Cidr.TryParse(text, out var parsed), text);
            Assert.Equal(cidr, parsed);
            Assert.Equal(text, parsed.ToString());
        });

    [Fact]
    public void FirstAndLast_AnyBlock_AreTheEndsOfAnAlignedPowerOfTwo() =>
        Cidrs.Sample(cidr =>
        {
            var hostBits = (cidr.Family == IpFamily.IPv4 ? 32 : 128) - cidr.PrefixLength;
            var host = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
            Assert.Equal(host, cidr.Last - cidr.First);
            Assert.Equal(UInt128.Zero, cidr.First & host);
        });

    [Fact]
    public void Contains_AnyTwoBlocks_IsContainmentOfTheirAddresses() =>
        Gen.Select(Cidrs, Cidrs, Gen.Int[0, 128])
            .Sample(
                (a, b, length) =>
                {
                    var around = Cidr.Of(b.Family, b.First, Math.Min(length, b.PrefixLength));
                    Assert.True(around.Contains(b));
                    foreach (var (outer, inner) in new[] { (a, b), (b, a), (around, b), (b, around), (around, a) })
                    {
                        Assert.Equal(
                            outer.Family == inner.Family && outer.First <= inner.First && inner.Last <= outer.Last,
                            outer.Contains(inner)
                        );
                    }
                }
            );

    [Theory]
    [InlineData("208.236.235.254/0", "0.0.0.0/0")]
    [InlineData("203.0.113.77/24", "203.0.113.0/24")]
    [InlineData("203.0.113.77", "203.0.113.77/32")]
    [InlineData("255.255.255.255/1", "128.0.0.0/1")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:DB8:0:0:0:0:0:1/32", "2001:db8::/32")]
    [InlineData("ffff::/0", "::/0")]
    [InlineData("2001:0db8:0000:0000:0001:0000:0000:0001/128", "2001:db8::1:0:0:1/128")]
    [InlineData("2001:db8:0:1:1:1:1:1/128", "2001:db8:0:1:1:1:1:1/128")]
    [InlineData("1:0:0:2:0:0:0:3/128", "1:0:0:2::3/128")]
    [InlineData("::ffff:192.0.2.1/128", "::ffff:192.0.2.1/128")]
    [InlineData("::ffff:c000:201/128", "::ffff:192.0.2.1/128")]
    [InlineData("64:ff9b::192.0.2.33/128", "64:ff9b::c000:221/128")]
    [InlineData("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/33", "2001:db8:8000::/33")]
    public void Parse_AnyWriting_IsTheCanonicalBlock(string text, string canonical) =>
        Assert.Equal(canonical, Cidr.Parse(text).Value.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f.0.0.1/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10.00.0.0/8")]
    [InlineData("256.0.0.0/8")]
    [InlineData("1000.0.0.0/8")]
    [InlineData("-1.0.0.0/8")]
    [InlineData("+1.0.0.0/8")]
    [InlineData("1.2.3.4/")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("1.2.3.4/+1")]
    [InlineData("1.2.3.4/0024")]
    [InlineData("1.2.3.4/8/8")]
    [InlineData("1.2.3.4/255.255.255.0")]
    [InlineData("1.2.3.4/ 8")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4/8\n")]
    [InlineData("1.2.3.4\0")]
    [InlineData("1.2.3.4\0/8")]
    [InlineData("1.2.3.4/8\0")]
    [InlineData("1.2.3.4:80")]
    [InlineData("١.٢.٣.٤/8")]
    [InlineData("1.2.3.4/٨")]
    [InlineData("1.2.3.4/\uFF18")]
    [InlineData("::1%eth0")]
    [InlineData("fe80::1%1/64")]
    [InlineData("[::1]")]
    [InlineData("[::1]/128")]
    [InlineData("::1/129")]
    [InlineData("::1/")]
    [InlineData("::1\0")]
    [InlineData(" ::1")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("::12345")]
    [InlineData("::g")]
    [InlineData("::1.2.3")]
    [InlineData("::1.2.3.04")]
    [InlineData("::ffff:0x7f.0.0.1")]
    [InlineData("example.com")]
    [InlineData("0.0.0.0/0,::/0")]
    public void Parse_NotABlock_FailsAndQuotesIt(string text)
    {
        Assert.False(Cidr.TryParse(text, out _));
        Assert.Contains($"'{text}'", Cidr.Parse(text).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LengthOrAddressOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Cidr.Of(IpFamily.IPv4, 0, 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cidr.Of(IpFamily.IPv4, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cidr.Of(IpFamily.IPv6, 0, 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cidr.Of(IpFamily.IPv4, UInt128.One << 32, 8));
    }

    [Fact]
    public void Contains_TheSameNumbersInAnotherFamily_IsFalse() => Assert.False(Cidr.AnyIPv6.Contains(Cidr.AnyIPv4));

    // Runs of zeros, which RFC 5952 shortens, are rare among uniform addresses.
    private static Gen<UInt128> SparseAddresses() =>
        Gen.OneOf(Gen.Const(0), Gen.Const(0), Gen.Const(1), Gen.Const(0xFFFF), Gen.Const(0x5EFE))
            .Array[8]
            .Select(groups => groups.Aggregate(UInt128.Zero, (sum, group) => (sum << 16) | (UInt128)group));
}
