using System.Collections.Immutable;
using Remediation.Checks.NetworkAcls;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests;

/// <summary>Wrong plans that come close to a right one, and right ones that must not be held up.</summary>
public sealed class PlanValidatorTests
{
    [Fact]
    public void Validate_AnotherCheckWhollyExempted_DoesNotObject()
    {
        var group = Sample.Group("in tcp/20-25 from 0.0.0.0/0", "in tcp/3306 from 0.0.0.0/0");
        var exemption = new Exemption(
            "EX-1",
            "sg-open-high-risk-port",
            Sample.GroupId,
            new(2027, 1, 1),
            "netsec@example.com",
            "vendor support"
        );
        var policy = Sample.Policy() with { Exemptions = [exemption] };

        var planned = Planned.For(group, policy, null, new SgOpenAdminPort(), new SgOpenHighRiskPort());

        Assert.Equal("sg-open-admin-port", Assert.Single(planned.Result.Plan!.Targets).Check.Metadata.Id);
        Assert.Empty(planned.Validate().Objections);
    }

    [Fact]
    public void Validate_PlanThatPutsAPrefixListInTheBlocksPlace_Objects()
    {
        var group = Sample.Group("in tcp/22-23 from 198.51.100.0/24");
        var lists = Sample.PrefixLists(("pl-other", ["198.51.100.0/24"]));
        var planned = Planned.For(group, Sample.Policy(), lists, new SgOpenAdminPort());

        var wrong = Rewritten(planned, group, Sample.Rule("in tcp/23 from pl-other"));

        Assert.Contains(
            planned.Validate(wrong).Objections,
            text => text.Contains("pl-other", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Validate_PlanThatPutsBlocksInThePrefixListsPlace_Objects()
    {
        var group = Sample.Group("in tcp/22-23 from pl-own");
        var lists = Sample.PrefixLists(("pl-own", ["198.51.100.0/24"]));
        var planned = Planned.For(group, Sample.Policy(), lists, new SgOpenAdminPort());

        var wrong = Rewritten(planned, group, Sample.Rule("in tcp/23 from 198.51.100.0/24"));

        Assert.Empty(planned.Validate().Objections);
        Assert.Contains(
            planned.Validate(wrong).Objections,
            text => text.Contains("198.51.100.0/24", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Validate_RevokeThatNamesRulesTwice_Objects()
    {
        var group = Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/443 from 0.0.0.0/0");
        var planned = Planned.For(group, Sample.Policy(), null, new SgOpenAdminPort());
        var call = ApiCall.Create(
            "ec2",
            "RevokeSecurityGroupIngress",
            ApiCallEffect.Removes,
            "revoke",
            writer =>
            {
                writer.WriteString("GroupId", Sample.GroupId);
                writer.WriteStartArray("SecurityGroupRuleIds");
                writer.WriteStringValue("sgr-0001");
                writer.WriteEndArray();
                writer.WritePropertyName("IpPermissions");
                writer.WriteRawValue(
                    """[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]"""
                );
            }
        );

        Assert.NotEmpty(planned.Validate(With(planned.Result.Plan!, [call])).Objections);
    }

    [Fact]
    public void Validate_TargetThatWasNotJudgedToFail_Objects()
    {
        var group = Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/443 from 0.0.0.0/0");
        var planned = Planned.For(group, Sample.Policy(), null, new SgOpenAdminPort(), new SgDefaultHasRules());
        var target = planned.Evaluations[0];
        var invented = target with
        {
            Result = CheckResult.Fail([
                .. group.Rules.Select(rule => new Evidence("", "")
                {
                    Severity = Severity.High,
                    Withdrawal = new RuleWithdrawal(rule, ServiceSet.All, TrafficSet.Empty),
                }),
            ]),
        };
        var wrong = new Plan
        {
            Before = group,
            Desired = group.WithRules([]),
            Targets = [invented],
            Calls = SecurityGroupCalls.Revoke(group, Direction.Ingress, group.Rules),
        };

        Assert.NotEmpty(planned.Validate(wrong).Objections);
    }

    [Theory]
    [InlineData("in 50 deny tcp/23 from 0.0.0.0/0")]
    [InlineData("in 300 allow tcp/443 from 10.0.0.0/8")]
    [InlineData("out 200 allow tcp/443 to 10.0.0.0/8")]
    [InlineData("out 300 deny all to 0.0.0.0/0")]
    public void Validate_PlanThatDropsAnEntryThatDecidesNothing_Objects(string innocent)
    {
        var acl = Sample.Acl(
            "in 50 deny tcp/23 from 0.0.0.0/0",
            "in 100 allow tcp/22 from 0.0.0.0/0",
            "in 200 allow tcp/443 from 0.0.0.0/0",
            "in 300 allow tcp/443 from 10.0.0.0/8",
            "out 100 allow tcp to 10.0.0.0/8",
            "out 200 allow tcp/443 to 10.0.0.0/8",
            "out 300 deny all to 0.0.0.0/0"
        );
        var planned = Planned.For(acl, Sample.Policy(), null, new NaclOpenAdminPort());
        var right = planned.Result.Plan!;

        var wrong = With(right, [.. right.Calls, NetworkAclCalls.Delete(acl, Sample.Entry(innocent))]);

        Assert.Empty(planned.Validate().Objections);
        Assert.Contains(
            planned.Validate(wrong).Objections,
            text => text.Contains("which no finding names", StringComparison.Ordinal)
        );
    }

    // The rest of the only rule that offends, written as the given rule.
    private static Plan Rewritten(Planned planned, SecurityGroup group, SecurityGroupRule rest) =>
        With(
            planned.Result.Plan!,
            [
                .. SecurityGroupCalls.Authorize(group, Direction.Ingress, [rest]),
                .. SecurityGroupCalls.Revoke(group, Direction.Ingress, group.Rules),
            ]
        );

    private static Plan With(Plan plan, ImmutableArray<ApiCall> calls) =>
        new()
        {
            Before = plan.Before,
            Desired = plan.Desired,
            Targets = plan.Targets,
            Calls = calls,
        };
}
