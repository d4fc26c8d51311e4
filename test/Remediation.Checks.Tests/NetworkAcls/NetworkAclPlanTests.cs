using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>The fixes of network ACLs lead to plans that the validator, which knows nothing of how they came about, accepts.</summary>
public sealed class NetworkAclPlanTests
{
    [Fact]
    public void Plan_OfEitherCheck_IsValid()
    {
        var plans = 0;
        Gen.Select(AclGen.Acl, AclGen.Policy("nacl-open-admin-port"), Gen.Bool)
            .Sample(
                (acl, policy, denyFirst) =>
                {
                    var planned = denyFirst
                        ? Planned.For(acl, policy, null, new NaclIneffectiveDeny(), new NaclOpenAdminPort())
                        : Planned.For(acl, policy, null, new NaclOpenAdminPort(), new NaclIneffectiveDeny());
                    if (planned.Result.Plan is not null)
                    {
                        plans++;
                        Assert.Empty(planned.Validate().Objections);
                    }
                },
                iter: 400,
                threads: 1
            );
        Assert.InRange(plans, 50, 400);
    }

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
