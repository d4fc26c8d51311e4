using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class UntrustedInternetTests
{
    private static readonly UntrustedInternet NoTrust = new(AddressSet.Empty);
    private static readonly UntrustedInternet Office = new(Set("198.51.100.0/24", "2001:db8:1::/48", "11.0.0.0/8"));

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("208.236.235.254/0")]
    [InlineData("0.0.0.0/1", "128.0.0.0/1")]
    [InlineData("0.0.0.0/1")]
    [InlineData("::/0")]
    [InlineData("2000::/3")]
    [InlineData("::ffff:0:0/96")]
    [InlineData("::ffff:0.0.0.0/97", "::ffff:128.0.0.0/97")]
    [InlineData("2002::/16")]
    [InlineData("64:ff9b::/96")]
    [InlineData("::/1", "8000::/1")]
    [InlineData("10.0.0.0/8", "0.0.0.0/2")]
    public void Of_TheOpenInternetInAnyWriting_IsAnywhere(params string[] blocks)
    {
        Assert.Equal(Exposure.Anywhere, NoTrust.Of(Set(blocks)));
        Assert.Equal(Exposure.Anywhere, Office.Of(Set(blocks)));
    }

    [Fact]
    public void Of_AHundredSlash8s_IsAnywhere() =>
        Assert.Equal(Exposure.Anywhere, NoTrust.Of(Set([.. Enumerable.Range(11, 100).Select(i => $"{i}.0.0.0/8")])));

    [Fact]
    public void Of_AllOfASmallTypeOfBlocks_IsAnywhereOnlyTogether()
    {
        string[] blocks = [.. Enumerable.Range(0, 257).Select(i => $"20.{i / 256}.{i % 256}.0/24")];

        Assert.Equal(Exposure.Untrusted, NoTrust.Of(Set(blocks[..256])));
        Assert.Equal(Exposure.Anywhere, NoTrust.Of(Set(blocks)));
    }

    [Theory]
    [InlineData("20.0.0.0/16")]
    [InlineData("20.0.0.0/32")]
    [InlineData("2600::/32")]
    [InlineData("2600::/128")]
    [InlineData("::ffff:20.0.0.0/112")]
    [InlineData("2002:1400::/32")]
    [InlineData("64:ff9b::1400:0/112")]
    [InlineData("20.0.0.0/16", "::ffff:20.0.0.0/112")]
    public void Of_NoMoreThanTheLimit_IsUntrusted(params string[] blocks) =>
        Assert.Equal(Exposure.Untrusted, NoTrust.Of(Set(blocks)));

    [Theory]
    [InlineData("20.0.0.0/16", "20.1.0.0/32")]
    [InlineData("20.0.0.0/15")]
    [InlineData("2600::/31")]
    [InlineData("2600::/32", "2601::/128")]
    [InlineData("::ffff:20.0.0.0/112", "::ffff:20.1.0.0/128")]
    [InlineData("2002:1400::/32", "2002:1401::/128")]
    [InlineData("20.0.0.0/16", "::ffff:20.1.0.0/128")]
    public void Of_OneAddressMoreThanTheLimit_IsAnywhere(params string[] blocks) =>
        Assert.Equal(Exposure.Anywhere, NoTrust.Of(Set(blocks)));

    [Theory]
    [InlineData("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
    [InlineData("100.64.0.0/10")]
    [InlineData("169.254.169.254/32")]
    [InlineData("fc00::/7")]
    [InlineData("fe80::/10", "::1/128")]
    [InlineData("::ffff:10.1.2.3/128")]
    [InlineData("198.51.100.0/24")]
    [InlineData("198.51.100.7/32", "10.0.0.0/8")]
    [InlineData("11.0.0.0/8")]
    [InlineData("2001:db8:1::/48")]
    [InlineData("::ffff:198.51.100.0/120")]
    [InlineData("64:ff9b::c633:6400/120")]
    [InlineData("2002:c633:6400::/40")]
    public void Of_PrivateOrTrusted_IsNone(params string[] blocks)
    {
        Assert.Equal(Exposure.None, Office.Of(Set(blocks)));
        Assert.All(blocks, block => Assert.False(Office.Touches(Cidr.Parse(block).Value)));
    }

    [Fact]
    public void Of_Nothing_IsNone() => Assert.Equal(Exposure.None, NoTrust.Of(AddressSet.Empty));

    [Theory]
    [InlineData("198.51.100.0/23")]
    [InlineData("8.0.0.0/6")]
    [InlineData("2001:db8::/47")]
    [InlineData("::ffff:198.51.101.0/128")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void Touches_BlockWithAnUntrustedAddress_IsTrue(string block) =>
        Assert.True(Office.Touches(Cidr.Parse(block).Value));

    [Fact]
    public void Of_TrustedPartOfABlock_IsNotCounted()
    {
        Assert.Equal(Exposure.Untrusted, Office.Of(Set("11.0.0.0/8", "20.0.0.0/16")));
        Assert.Equal(Exposure.Anywhere, NoTrust.Of(Set("11.0.0.0/8", "20.0.0.0/16")));
    }

    [Theory]
    [InlineData(0u, 128, "20.0.0.0/32", Exposure.Anywhere)]
    [InlineData(0u, 128, "2600::/128", Exposure.Untrusted)]
    [InlineData(0u, 128, "2600::/127", Exposure.Anywhere)]
    [InlineData(1u, 64, "20.0.0.0/32", Exposure.Untrusted)]
    [InlineData(1u, 64, "20.0.0.0/31", Exposure.Anywhere)]
    [InlineData(1u, 64, "2600::/64", Exposure.Untrusted)]
    [InlineData(1u, 64, "2600::/63", Exposure.Anywhere)]
    [InlineData(uint.MaxValue, 0, "0.0.0.0/0", Exposure.Untrusted)]
    [InlineData(uint.MaxValue, 0, "::/0", Exposure.Untrusted)]
    public void Of_OtherLimits_AreHeeded(uint ipv4, int ipv6, string block, Exposure exposure) =>
        Assert.Equal(exposure, new UntrustedInternet(AddressSet.Empty, ipv4, ipv6).Of(Set(block)));

    [Theory]
    [InlineData(-1)]
    [InlineData(129)]
    public void Constructor_PrefixLengthOutOfRange_Throws(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new UntrustedInternet(AddressSet.Empty, 1, length));

    [Fact]
    public void Addresses_AndTrusted_AndPrivate_MakeUpEverything()
    {
        Assert.Equal(AddressSet.All, Office.Addresses.Union(Office.Trusted).Union(Internet.Private));
        Assert.False(Office.Addresses.Overlaps(Office.Trusted));
        Assert.False(Office.Addresses.Overlaps(Internet.Private));
    }

    private static AddressSet Set(params string[] cidrs) => AddressSet.Of(cidrs.Select(cidr => Cidr.Parse(cidr).Value));
}
