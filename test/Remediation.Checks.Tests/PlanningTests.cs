using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests;

/// <summary>Planner and validator on real checks: the promises of the product, one by one.</summary>
public sealed class PlanningTests
{
    private static readonly SecurityGroup Grouped = Sample.Group(
        "in tcp/20-25 from 0.0.0.0/0 \"oops\"",
        "in tcp/20-25 from 10.0.0.0/8 \"corp\"",
        "in tcp/443 from 0.0.0.0/0 \"site\"",
        "in tcp/8080 from sg-0123",
        "out all to 0.0.0.0/0"
    );

    [Fact]
    public void Plan_GroupedPermission_LosesExactlyTheOffence()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());

        var verdict = planned.Validate();
        Assert.Empty(verdict.Objections);
        Assert.Equal(
            ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"],
            planned.Result.Plan!.Calls.Select(call => call.Operation)
        );
        Assert.Contains("sgr-0001", planned.Result.Plan.Calls[1].ParametersJson, StringComparison.Ordinal);
        Assert.DoesNotContain("IpPermissions", planned.Result.Plan.Calls[1].ParametersJson, StringComparison.Ordinal);
        Assert.Empty(verdict.Proof.TrafficAdded);
        Assert.Equal(4, verdict.Proof.UntouchedRules);
        var after = (SecurityGroup)planned.After();
        Assert.Equal(
            [
                "tcp/20-21 from 0.0.0.0/0 oops",
                "tcp/20-25 from 10.0.0.0/8 corp",
                "tcp/23-25 from 0.0.0.0/0 oops",
                "tcp/443 from 0.0.0.0/0 site",
                "tcp/8080 from sg-0123 ",
            ],
            after.RulesOf(Direction.Ingress).Select(rule => $"{rule} {rule.Description}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Plan_OfWhatItMade_IsEmpty()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());

        var again = Planned.For(planned.After(), Sample.Policy(), null, new SgOpenAdminPort());

        Assert.Null(again.Result.Plan);
        Assert.All(again.Evaluations, evaluation => Assert.True(evaluation.Result.IsPass));
    }

    [Fact]
    public void Plan_SeveralChecks_SettlesAllInOne()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, [.. CheckCatalog.All.Where(IsOpenRules)]);

        Assert.Empty(planned.Validate().Objections);
        var again = Planned.For(planned.After(), Sample.Policy(), null, [.. CheckCatalog.All.Where(IsOpenRules)]);
        Assert.All(again.Evaluations, evaluation => Assert.False(evaluation.Result.IsFail));
    }

    [Fact]
    public void Plan_Narrow_KeepsTrustedSourcesWithDescription()
    {
        var policy = Sample.Policy(["203.0.113.0/24"], [("*", new() { Fix = Fix.Narrow })]);

        var planned = Planned.For(Grouped, policy, null, new SgOpenAdminPort());

        Assert.Empty(planned.Validate().Objections);
        Assert.Contains(
            ((SecurityGroup)planned.After()).Rules,
            rule => rule.ToString() == "tcp/20-25 from 203.0.113.0/24" && rule.Description == "oops"
        );
    }

    [Fact]
    public void Plan_AtQuota_IsNoneAndSaysWhy()
    {
        var planned = Planned.For(Full(59), Sample.Policy(), null, new SgOpenAdminPort());

        Assert.Null(planned.Result.Plan);
        Assert.Contains("quota of 60", Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AtQuotaWithLeaveToRemove_ClosesTheHoleByRevokingTheRule()
    {
        var remove = CheckSettings.Nothing.Parameters.Add(
            CheckParameters.OnTooManyRules,
            ParameterValue.Of(CheckParameters.Remove)
        );
        var policy = Sample.Policy(checks: [("*", new() { Parameters = remove })]);

        var planned = Planned.For(Full(59), policy, null, new SgOpenAdminPort());

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("RevokeSecurityGroupIngress", Assert.Single(planned.Result.Plan!.Calls).Operation);
    }

    [Fact]
    public void Plan_BeyondTheDefaultQuota_SplitsAsAnyOther()
    {
        var planned = Planned.For(Full(80), Sample.Policy(), null, new SgOpenAdminPort());

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(2, planned.Result.Plan!.Calls.Length);
    }

    private static SecurityGroup Full(int others) =>
        Sample.Group([
            .. Enumerable.Range(0, others).Select(i => $"in tcp/443 from 10.0.{i}.0/24"),
            "in tcp/20-25 from 0.0.0.0/0",
        ]);

    [Fact]
    public void Validate_PlanThatRevokesTheNeighbourToo_Objects()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());
        var wrong = With(
            planned.Result.Plan!,
            SecurityGroupCalls.Revoke(Grouped, Direction.Ingress, [Grouped.Rules[1]])
        );

        var objections = planned.Validate(wrong).Objections;

        Assert.Contains(objections, text => text.Contains("sgr-0002", StringComparison.Ordinal));
        Assert.Contains(
            objections,
            text =>
                text.Contains("tcp/22 from 10.0.0.0/8", StringComparison.Ordinal)
                && text.Contains("taken away", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Validate_PlanThatOpensSomething_Objects()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());
        var wrong = With(
            planned.Result.Plan!,
            SecurityGroupCalls.Authorize(Grouped, Direction.Ingress, [Sample.Rule("in tcp/9999 from 10.0.0.0/8")])
        );

        var objections = planned.Validate(wrong).Objections;

        Assert.Contains(objections, text => text.Contains("tcp/9999 from 10.0.0.0/8", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_PlanThatDoesNothing_Objects()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());
        var plan = planned.Result.Plan!;
        var wrong = new Plan
        {
            Before = plan.Before,
            Desired = plan.Desired,
            Targets = plan.Targets,
            Calls = [],
        };

        Assert.Contains(
            planned.Validate(wrong).Objections,
            text => text.Contains("still fails", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Validate_PlanThatLosesTheDescription_Objects()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());
        var plan = planned.Result.Plan!;
        var wrong = new Plan
        {
            Before = plan.Before,
            Desired = plan.Desired,
            Targets = plan.Targets,
            Calls =
            [
                .. SecurityGroupCalls.Authorize(
                    Grouped,
                    Direction.Ingress,
                    [Sample.Rule("in tcp/20-21 from 0.0.0.0/0"), Sample.Rule("in tcp/23-25 from 0.0.0.0/0")]
                ),
                plan.Calls[^1],
            ],
        };

        Assert.Contains(
            planned.Validate(wrong).Objections,
            text => text.Contains("description", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Validate_RevokeBeforeAuthorize_ObjectsToTheGap()
    {
        var planned = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort());
        var plan = planned.Result.Plan!;
        var wrong = new Plan
        {
            Before = plan.Before,
            Desired = plan.Desired,
            Targets = plan.Targets,
            Calls = [.. plan.Calls.Reverse()],
        };

        Assert.Contains(
            planned.Validate(wrong).Objections,
            text => text.Contains("cut on the way", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Validate_NeverTouch_Objects()
    {
        var policy = Sample.Policy() with { Guardrails = new() { NeverTouch = ["sg-0a1b*"] } };

        var planned = Planned.For(Grouped, policy, null, new SgOpenAdminPort());

        Assert.Contains(planned.Validate().Objections, text => text.Contains("neverTouch", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_MoreRulesThanTheGuardrail_Objects()
    {
        var policy = Sample.Policy() with { Guardrails = new() { MaxRulesRemovedPerPlan = 1 } };
        var group = Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/22 from ::/0");

        var planned = Planned.For(group, policy, null, new SgOpenAdminPort());

        Assert.Contains(
            planned.Validate().Objections,
            text => text.Contains("maxRulesRemovedPerPlan", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_HashBindsResourceStateAndCalls()
    {
        var one = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort()).Result.Plan!;
        var same = Planned.For(Grouped, Sample.Policy(), null, new SgOpenAdminPort()).Result.Plan!;
        var moved = Planned
            .For(
                Grouped.WithRules(Grouped.Rules.Add(Sample.Rule("in tcp/1 from 10.0.0.0/8"))),
                Sample.Policy(),
                null,
                new SgOpenAdminPort()
            )
            .Result.Plan!;

        Assert.Equal(one.Hash, same.Hash);
        Assert.NotEqual(one.Hash, moved.Hash);
    }

    private static Plan With(Plan plan, IEnumerable<ApiCall> more) =>
        new()
        {
            Before = plan.Before,
            Desired = plan.Desired,
            Targets = plan.Targets,
            Calls = [.. plan.Calls, .. more],
        };

    private static bool IsOpenRules(Check check) => check is OpenRulesCheck;
}
