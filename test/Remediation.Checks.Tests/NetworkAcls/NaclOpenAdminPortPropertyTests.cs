using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclOpenAdminPortPropertyTests
{
    private const long Iterations = 2000;
    private static readonly NaclOpenAdminPort Check = new();
    private static readonly NaclIneffectiveDeny OtherCheck = new();

    [Fact]
    public void Evaluate_AnyAcl_FailsExactlyWhenTheInternetGetsThrough() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                {
                    var evaluation = Sample.Evaluate(Check, acl, policy);
                    var open = acl.AllowedTraffic(Direction.Ingress)
                        .Intersect(TrafficSet.Of(SharedPorts, evaluation.Context.Internet.Addresses))
                        .Except(evaluation.Context.ExemptedTraffic);
                    return evaluation.Result.IsFail == !open.IsEmpty
                        && open.IsSubsetOf(AclGen.Withdrawn(evaluation, Direction.Ingress));
                },
                iter: Iterations
            );

    [Fact]
    public void Evaluate_AnyAcl_WithdrawsNothingThatIsKept() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                {
                    var evaluation = Sample.Evaluate(Check, acl, policy);
                    var withdrawn = AclGen.Withdrawn(evaluation, Direction.Ingress);
                    var kept = Sample
                        .Addresses("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
                        .Union(policy.TrustedSources);
                    return !withdrawn.Addresses.Overlaps(kept)
                        && !withdrawn.Overlaps(evaluation.Context.ExemptedTraffic)
                        && withdrawn.Services.IsSubsetOf(SharedPorts)
                        && withdrawn.IsSubsetOf(acl.AllowedTraffic(Direction.Ingress));
                },
                iter: Iterations
            );

    [Fact]
    public void Desired_AnyAcl_TakesExactlyTheWithdrawalAndPasses() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                {
                    var before = Sample.Evaluate(Check, acl, policy);
                    if (Check.Desired(acl, before.Context).State is not NetworkAcl after)
                    {
                        return;
                    }
                    var expected = acl.AllowedTraffic(Direction.Ingress)
                        .Except(AclGen.Withdrawn(before, Direction.Ingress));
                    Assert.Equal(expected, after.AllowedTraffic(Direction.Ingress));
                    Assert.False(Sample.Evaluate(Check, after, policy).Result.IsFail);
                    AssertTidy(acl, after, Direction.Ingress);
                    Assert.Equal(acl.EntriesOf(Direction.Egress), after.EntriesOf(Direction.Egress));
                },
                iter: Iterations
            );

    [Fact]
    public void Desired_AnyAcl_IsIdempotent() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                {
                    if (Check.Desired(acl, Sample.Evaluate(Check, acl, policy).Context).State is not NetworkAcl after)
                    {
                        return true;
                    }
                    var again = AclGen.Fixed(Sample.Evaluate(Check, after, policy), after);
                    return again.Fingerprint == after.Fingerprint;
                },
                iter: Iterations
            );

    [Fact]
    public void Desired_AnyAcl_MakesNoDenyIneffective() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                    Check.Desired(acl, Sample.Evaluate(Check, acl, policy).Context).State is not NetworkAcl after
                    || Sample.Evaluate(OtherCheck, acl, policy).Result.IsFail
                    || !Sample.Evaluate(OtherCheck, after, policy).Result.IsFail,
                iter: Iterations
            );

    [Fact]
    public void Desired_AnyAcl_KeepsEveryEntryThatDoesNotOffend() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                {
                    var before = Sample.Evaluate(Check, acl, policy);
                    if (Check.Desired(acl, before.Context).State is not NetworkAcl after)
                    {
                        return;
                    }
                    var offenders = before.Result.Evidence.Select(evidence => evidence.Rule).ToHashSet();
                    var uninvolved = acl.EntriesOf(Direction.Ingress)
                        .Where(e => !offenders.Contains($"{e.RuleNumber}"));
                    var left = after.EntriesOf(Direction.Ingress).Select(Unnumbered).ToList();
                    Assert.All(uninvolved, entry => Assert.True(left.Remove(Unnumbered(entry)), $"{entry} is gone"));
                },
                iter: Iterations
            );

    [Fact]
    public void Desired_NumbersOfTensApart_RenumbersNothing() =>
        AclGen.Acl.Sample(
            acl =>
            {
                var spaced = acl.WithEntries(
                    acl.Entries.Select((entry, i) => entry.IsDefault ? entry : entry with { RuleNumber = (i + 1) * 50 })
                );
                var before = Sample.Evaluate(Check, spaced, Sample.Policy());
                if (Check.Desired(spaced, before.Context).State is not NetworkAcl after)
                {
                    return true;
                }
                var offenders = before.Result.Evidence.Select(evidence => evidence.Rule).ToHashSet();
                return spaced
                    .EntriesOf(Direction.Ingress)
                    .Where(entry => !offenders.Contains($"{entry.RuleNumber}"))
                    .All(after.Entries.Contains);
            },
            iter: Iterations
        );

    internal static void AssertTidy(NetworkAcl before, NetworkAcl after, Direction direction)
    {
        var (own, was) = (AclGen.Own(after, direction).ToList(), AclGen.Own(before, direction).Count());
        Assert.InRange(own.Count, 0, Math.Max(was, NetworkAcl.DefaultEntryQuota));
        Assert.Equal(own.Count, own.Select(entry => entry.RuleNumber).Distinct().Count());
        Assert.All(own, entry => Assert.InRange(entry.RuleNumber, 1, 32766));
        Assert.Equal(
            before.EntriesOf(direction).Where(entry => entry.IsDefault),
            after.EntriesOf(direction).Where(entry => entry.IsDefault)
        );
    }

    private static ServiceSet SharedPorts => ServiceSet.Tcp(22, 3389).Union(ServiceSet.Udp(22, 3389));

    private static NetworkAclEntry Unnumbered(NetworkAclEntry entry) => entry with { RuleNumber = 0 };
}
