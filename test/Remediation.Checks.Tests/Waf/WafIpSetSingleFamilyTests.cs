using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafIpSetSingleFamilyTests
{
    private static readonly WafIpSetSingleFamily Check = new();

    private static readonly IpSet Four = AclText.Set("four", "203.0.113.0/24");
    private static readonly IpSet Six = AclText.Set("six", "2001:db8::/48");

    private static string InFour => AclText.InSet(Four.Id.Id);

    private static string InSix => AclText.InSet(Six.Id.Id);

    [Theory]
    [InlineData("Allow", "no IPv6 client is let through by it")]
    [InlineData("Block", "whom it keeps out over IPv4 comes in over IPv6")]
    public void Evaluate_ListOfOneFamily_Fails(string action, string consequence) =>
        Assert.Equal(consequence, Assert.Single(Of(AclText.Rule("List", 1, action, InFour)).Evidence).Offending);

    [Fact]
    public void Evaluate_BlockWhatIsNotInOneFamily_ShutsTheOtherOut()
    {
        Assert.StartsWith(
            "every IPv6 client is kept out",
            Assert.Single(Of(AclText.Rule("Others", 1, "Block", AclText.Not(InFour))).Evidence).Offending,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "every IPv4 client is kept out",
            Assert.Single(Of(AclText.Rule("Others", 1, "Block", AclText.Not(InSix))).Evidence).Offending,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Evaluate_BothFamiliesInOneRule_Passes()
    {
        Assert.True(Of(AclText.Rule("Others", 1, "Block", AclText.Not(AclText.Or(InFour, InSix)))).IsPass);
        Assert.True(Of(AclText.Rule("List", 1, "Allow", AclText.Or(InFour, InSix))).IsPass);
    }

    [Fact]
    public void Evaluate_BothFamiliesInTwoRules_PassesForListsAlone()
    {
        Assert.True(Of(AclText.Rule("A", 1, "Block", InFour), AclText.Rule("B", 2, "Block", InSix)).IsPass);
        Assert.Equal(
            2,
            Of(
                AclText.Rule("A", 1, "Block", AclText.Not(InFour)),
                AclText.Rule("B", 2, "Block", AclText.Not(InSix))
            ).Evidence.Length
        );
    }

    [Fact]
    public void Evaluate_AllowListAndBlockListOfDifferentFamilies_DoNotMakeUpForEachOther() =>
        Assert.Equal(
            2,
            Of(AclText.Rule("A", 1, "Allow", InFour), AclText.Rule("B", 2, "Block", InSix)).Evidence.Length
        );

    [Fact]
    public void Evaluate_NoLists_Passes() => Assert.True(Of(AclText.Common(), AclText.Rate()).IsPass);

    [Fact]
    public void Evaluate_CountedList_Passes() => Assert.True(Of(AclText.Rule("List", 1, "Count", InFour)).IsPass);

    [Fact]
    public void Evaluate_SetNotRead_IsUnknown() =>
        Assert.True(Of(AclText.Rule("List", 1, "Allow", AclText.InSet(AclText.SetArn("unread")))).IsUnknown);

    private static CheckResult Of(params string[] rules) =>
        Sample.Evaluate(Check, AclText.Acl(rules), Sample.Policy(), AclText.Around(null, Four, Six)).Result;
}
