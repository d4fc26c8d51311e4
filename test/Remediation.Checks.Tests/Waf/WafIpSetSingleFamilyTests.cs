using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafIpSetSingleFamilyTests
{
    private static readonly WafIpSetSingleFamily Check = new();

    private static readonly IpSet Four = WafSample.Set("four", "203.0.113.0/24");
    private static readonly IpSet Six = WafSample.Set("six", "2001:db8::/48");

    private static string InFour => WafSample.InSet(Four.Id.Id);

    private static string InSix => WafSample.InSet(Six.Id.Id);

    [Theory]
    [InlineData("Allow", "no IPv6 client is let through by it")]
    [InlineData("Block", "whom it keeps out over IPv4 comes in over IPv6")]
    public void Evaluate_ListOfOneFamily_Fails(string action, string consequence) =>
        Assert.Equal(consequence, Assert.Single(Of(WafSample.Rule("List", 1, action, InFour)).Evidence).Offending);

    [Fact]
    public void Evaluate_BlockWhatIsNotInOneFamily_ShutsTheOtherOut()
    {
        Assert.StartsWith(
            "every IPv6 client is kept out",
            Assert.Single(Of(WafSample.Rule("Others", 1, "Block", WafSample.Not(InFour))).Evidence).Offending,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "every IPv4 client is kept out",
            Assert.Single(Of(WafSample.Rule("Others", 1, "Block", WafSample.Not(InSix))).Evidence).Offending,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Evaluate_BothFamiliesInOneRule_Passes()
    {
        Assert.True(Of(WafSample.Rule("Others", 1, "Block", WafSample.Not(WafSample.Or(InFour, InSix)))).IsPass);
        Assert.True(Of(WafSample.Rule("List", 1, "Allow", WafSample.Or(InFour, InSix))).IsPass);
    }

    [Fact]
    public void Evaluate_BothFamiliesInTwoRules_PassesForListsAlone()
    {
        Assert.True(Of(WafSample.Rule("A", 1, "Block", InFour), WafSample.Rule("B", 2, "Block", InSix)).IsPass);
        Assert.Equal(
            2,
            Of(
                WafSample.Rule("A", 1, "Block", WafSample.Not(InFour)),
                WafSample.Rule("B", 2, "Block", WafSample.Not(InSix))
            ).Evidence.Length
        );
    }

    [Fact]
    public void Evaluate_AllowListAndBlockListOfDifferentFamilies_DoNotMakeUpForEachOther() =>
        Assert.Equal(
            2,
            Of(WafSample.Rule("A", 1, "Allow", InFour), WafSample.Rule("B", 2, "Block", InSix)).Evidence.Length
        );

    [Fact]
    public void Evaluate_NoLists_Passes() => Assert.True(Of(WafSample.Common(), WafSample.Rate()).IsPass);

    [Fact]
    public void Evaluate_CountedList_Passes() => Assert.True(Of(WafSample.Rule("List", 1, "Count", InFour)).IsPass);

    [Fact]
    public void Evaluate_SetNotRead_IsUnknown() =>
        Assert.True(Of(WafSample.Rule("List", 1, "Allow", WafSample.InSet(WafSample.SetArn("unread")))).IsUnknown);

    private static CheckResult Of(params string[] rules) =>
        Sample.Evaluate(Check, WafSample.Acl(rules), Sample.Policy(), WafSample.Around(null, Four, Six)).Result;
}
