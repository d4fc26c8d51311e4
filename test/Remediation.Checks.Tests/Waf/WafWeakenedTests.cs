using System.Text.Json.Nodes;
using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafWeakenedTests
{
    private static readonly WafWeakened Check = new();

    [Fact]
    public void Evaluate_WithoutABaseline_DoesNotApply()
    {
        var result = Evaluate(WafCase.Weakened, Fact<ResourceState>.Absent);

        Assert.True(result.IsPass);
        Assert.Contains("no baseline", result.NotApplicableReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_BaselineNotKnown_IsUnknown()
    {
        var result = Evaluate(WafCase.Weakened, Fact<ResourceState>.Unknown("access denied"));

        Assert.Contains("access denied", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_AsInTheBaseline_Passes() =>
        Assert.True(Evaluate(WafCase.Baseline, Fact<ResourceState>.Known(WafCase.Baseline)).IsPass);

    [Fact]
    public void Evaluate_StrongerThanTheBaseline_Passes() =>
        Assert.True(
            Evaluate(WafCase.WithOneMoreBlock(WafCase.Baseline), Fact<ResourceState>.Known(WafCase.Baseline)).IsPass
        );

    [Fact]
    public void Evaluate_UnknownChange_IsUnknownAndNotPassed()
    {
        var state = WafSample.Edited(
            WafCase.Baseline,
            WebAcl.DocumentPart,
            output => output["WebACL"]!["InventedOfAcl"] = 2
        );

        var result = Evaluate(state, Fact<ResourceState>.Known(WafCase.Baseline));

        Assert.False(result.IsFail);
        Assert.Contains("InventedOfAcl", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_WeakenedInFiveWays_IsOneUpdateThatTheValidatorAccepts()
    {
        var planned = Plan(WafCase.Weakened, WafCase.Baseline);

        Assert.Equal(
            [
                "rate-login: rate limit 2000 → 200000",
                "common: the rule group's actions → Count",
                "block-7: condition added: GeoMatch",
                "block-admin: rule moved behind allow-office, an Allow that may match the same",
                "block-20: rule removed: Block And",
            ],
            planned.Evaluations[0].Result.Evidence.Select(evidence => $"{evidence.Rule}: {evidence.Offending}")
        );
        var call = Assert.Single(planned.Result.Plan!.Calls);
        Assert.Equal("edited", call.Parameters.GetProperty("LockToken").GetString());
        Assert.Empty(planned.Validate().Objections);
        Assert.Empty(((WebAcl)planned.After()).DifferencesTo(WafCase.Baseline));
    }

    [Fact]
    public void Plan_WeakenedWhereSomethingElseChangedToo_LeavesThatAlone()
    {
        var planned = Plan(WafCase.WithOneMoreBlock(WafCase.Weakened), WafCase.Baseline);

        Assert.Empty(planned.Validate().Objections);
        var after = (WebAcl)planned.After();
        Assert.Empty(after.DifferencesTo(WafCase.WithOneMoreBlock(WafCase.Baseline)));
    }

    [Fact]
    public void Plan_WeakerAndStrongerAtOnePlace_IsNoneAndSaysWhy()
    {
        var baseline = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ")));
        var planned = Plan(WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("BV"))), baseline);

        Assert.Null(planned.Result.Plan);
        Assert.Contains(
            "countries removed: AQ",
            Assert.Single(planned.Result.Unplanned).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plan_LoggingDeleted_PutsItBack()
    {
        var planned = Plan((WebAcl)WafCase.Baseline.WithPart(WebAcl.LoggingPart, null), WafCase.Baseline);

        Assert.Equal("wafv2:PutLoggingConfiguration", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Empty(planned.Validate().Objections);
    }

    [Fact]
    public void Plan_AddressAddedToTheOfficeSet_TakesItOutAgain()
    {
        var uses = Fact<IReadOnlyList<WafUse>>.Known([
            new WafUse(WafSample.AclArn, "allow-office", WafRuleEffect.Allows, IsNegated: false),
        ]);
        var baseline = WafSample.Set(uses, "203.0.113.0/28");

        var planned = Plan(WafSample.Set(uses, "203.0.113.0/28", "198.51.100.0/24"), baseline);

        Assert.Equal("wafv2:UpdateIPSet", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(["203.0.113.0/28"], ((IpSet)planned.After()).Addresses);
    }

    [Fact]
    public void Evaluate_StatementOfAnUnknownType_DoesNotPass()
    {
        var state = WafSample.Edited(
            WafCase.Baseline,
            WebAcl.DocumentPart,
            output => WafSample.RuleIn(output, "block-9")["Statement"] = JsonNode.Parse("""{"QuantumStatement":{}}""")
        );

        var result = Evaluate(state, Fact<ResourceState>.Known(WafCase.Baseline));

        Assert.Contains(result.Unknowns, unknown => unknown.Contains("Quantum", StringComparison.Ordinal));
    }

    [Fact]
    public void Metadata_Triggers_AreUnderstoodByTheParser() =>
        Assert.All(Check.Metadata.Triggers, trigger => Assert.Contains(trigger, Core.Events.EventParser.WatchedCalls));

    private static CheckResult Evaluate(ResourceState state, Fact<ResourceState> baseline) =>
        Sample.Evaluate(Check, state, Sample.Policy(), new Surroundings { Baseline = baseline }).Result;

    private static Planned Plan(WafResource state, WafResource baseline) =>
        Planned.For(state, Sample.Policy(), new Surroundings { Baseline = Fact<ResourceState>.Known(baseline) }, Check);
}
