using System.Collections.Immutable;
using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>The fixes of network ACLs lead to plans that the validator, which knows nothing of how they came about, accepts.</summary>
public sealed class NetworkAclPlanTests
{
    private static readonly CheckSettings Revert = new() { Respond = Response.Revert };

    [Fact]
    public void Plan_OfEitherCheck_IsValid()
    {
        var (plans, both) = (0, 0);
        Gen.Select(AclGen.Acl, AclGen.Policy("nacl-open-admin-port"), Gen.Bool)
            .Sample(
                (acl, policy, denyFirst) =>
                {
                    ImmutableArray<Core.Checks.Check> checks = denyFirst
                        ? [new NaclIneffectiveDeny(), new NaclOpenAdminPort()]
                        : [new NaclOpenAdminPort(), new NaclIneffectiveDeny()];
                    var reverting = policy with { Checks = policy.Checks.SetItem("*", Revert) };
                    var judge = new Judge(new PolicyEvaluator(reverting, checks), Planner.Plan);
                    var judgement = judge.Of(acl, Surroundings.Unknown, Sample.Now);
                    if (judgement.Plan is not null)
                    {
                        plans++;
                        both += judgement.Plan.Targets.Length - 1;
                        Assert.Empty(judgement.Verdict!.Objections);
                    }
                },
                iter: 400,
                threads: 1
            );
        Assert.InRange(plans, 50, 400);
        Assert.InRange(both, 1, 400);
    }

    [Fact]
    public void Plan_FixesInEachOthersWay_SettlesOneAndTellsOfTheOther()
    {
        // The deny would go before the allow; the fix of the open port leaves the trusted range an allow of its own before both.
        var acl = Sample.Acl("in 100 allow tcp/22 from 0.0.0.0/0", "in 110 deny tcp/22 from 203.0.113.0/24");
        var policy = Sample.Policy(["203.0.113.0/24"], [("*", Revert)]);
        ImmutableArray<Core.Checks.Check> checks = [new NaclOpenAdminPort(), new NaclIneffectiveDeny()];

        var judgement = new Judge(new PolicyEvaluator(policy, checks), Planner.Plan).Of(
            acl,
            Surroundings.Unknown,
            Sample.Now
        );

        Assert.True(judgement.HasValidPlan);
        Assert.Equal(
            judgement.Plan!.Targets.Select(target => target.Check.Metadata.Id).Concat(Left(judgement)).Order(),
            ["nacl-ineffective-deny", "nacl-open-admin-port"]
        );
    }

    private static IEnumerable<string> Left(Judgement judgement) => judgement.Unplanned.Select(item => item.CheckId);

    [Fact]
    public void Plan_DefaultEntriesOfBothFamilies_AddsAndTakesNothingAway()
    {
        var acl = Sample.Acl("in 100 allow -1 from 0.0.0.0/0", "in 101 allow -1 from ::/0");

        var planned = Planned.For(acl, Sample.Policy(["203.0.113.0/24"]), null, new NaclOpenAdminPort());

        Assert.NotNull(planned.Result.Plan);
        Assert.Empty(planned.Validate().Objections);
        Assert.All(planned.Result.Plan.Calls, call => Assert.Equal("CreateNetworkAclEntry", call.Operation));
        Assert.All(
            acl.Entries,
            entry =>
                Assert.Contains(
                    entry,
                    AclGen.Own((Core.Resources.NetworkAcls.NetworkAcl)planned.After(), entry.Direction)
                )
        );
    }
}
