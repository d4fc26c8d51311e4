using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Waf;

public sealed class SetChangesTests
{
    private static readonly WafUse Allows = new("acl", "allow-office", WafRuleEffect.Allows, IsNegated: false);
    private static readonly WafUse Blocks = new("acl", "block-bad", WafRuleEffect.Keeps, IsNegated: false);
    private static readonly WafUse BlocksOthers = new("acl", "only-office", WafRuleEffect.Keeps, IsNegated: true);

    [Fact]
    public void ChangesSince_MoreInASetThatIsLetThrough_IsWeaker() =>
        Assert.Equal(
            "added 198.51.100.0/24; rule allow-office lets through what is in the set: weaker",
            Change([Allows], ["203.0.113.0/24"], ["203.0.113.0/24", "198.51.100.0/24"]).ToString()
        );

    [Fact]
    public void ChangesSince_LessInASetThatIsBlocked_IsWeaker() =>
        Assert.Equal(ChangeEffect.Weaker, Change([Blocks], ["203.0.113.0/24"], []).Effect);

    [Fact]
    public void ChangesSince_MoreInASetThatIsBlocked_IsStronger() =>
        Assert.Equal(ChangeEffect.Stronger, Change([Blocks], [], ["203.0.113.0/24"]).Effect);

    [Fact]
    public void ChangesSince_MoreInASetOutsideOfWhichIsBlocked_IsWeaker() =>
        Assert.Equal(ChangeEffect.Weaker, Change([BlocksOthers], [], ["203.0.113.0/24"]).Effect);

    [Fact]
    public void ChangesSince_SetUsedBothWays_IsWeakerWithoutAWayBack()
    {
        var change = Change([Allows, Blocks], [], ["203.0.113.0/24"]);

        Assert.Equal(ChangeEffect.Weaker, change.Effect);
        Assert.Empty(change.Paths);
    }

    [Fact]
    public void ChangesSince_SetThatNothingUses_IsNeutral() =>
        Assert.Equal(ChangeEffect.Neutral, Change([], [], ["203.0.113.0/24"]).Effect);

    [Fact]
    public void ChangesSince_SetOfUnknownUse_IsUnknown()
    {
        var unknown = Fact<IReadOnlyList<WafUse>>.Unknown("access denied");

        var change = Assert.Single(WafSample.Set(unknown, "203.0.113.0/24").ChangesSince(WafSample.Set(unknown))!);

        Assert.Equal(ChangeEffect.Unknown, change.Effect);
        Assert.Contains("access denied", change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangesSince_SameAddressesSplitOtherwise_IsNone()
    {
        var uses = Fact<IReadOnlyList<WafUse>>.Known([Allows]);

        Assert.Empty(
            WafSample
                .Set(uses, "203.0.113.128/25", "203.0.113.0/25")
                .ChangesSince(WafSample.Set(uses, "203.0.113.0/24"))!
        );
    }

    [Fact]
    public void ChangesSince_RuleOfAGroupCounted_IsWeaker()
    {
        var baseline = WafSample.Group(WafSample.Rule("r", 1, WafSample.Geo("AQ")));
        var state = WafSample.Group(WafSample.Rule("r", 1, WafSample.Geo("AQ"), "Count"));

        Assert.Equal("action Block → Count: weaker", Assert.Single(state.ChangesSince(baseline)!).ToString());
    }

    [Fact]
    public void Of_Rules_FindsEveryUseWithItsNegation()
    {
        var acl = WafSample.Acl(
            WafSample.Rule("allow", 1, WafSample.Office, "Allow"),
            WafSample.Rule("block", 2, WafSample.And(WafSample.Not(WafSample.Office), WafSample.Geo("AQ"))),
            WafSample.Rule("other", 3, WafSample.Geo("AQ"))
        );

        Assert.Equal(
            [
                new WafUse(WafSample.AclArn, "allow", WafRuleEffect.Allows, false),
                new WafUse(WafSample.AclArn, "block", WafRuleEffect.Keeps, true),
            ],
            WafUse.Of(WafSample.SetArn, WafSample.AclArn, acl.Rules)
        );
    }

    private static StateChange Change(WafUse[] uses, string[] before, string[] after)
    {
        var known = Fact<IReadOnlyList<WafUse>>.Known(uses);
        return Assert.Single(WafSample.Set(known, after).ChangesSince(WafSample.Set(known, before))!);
    }
}
