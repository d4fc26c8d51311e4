using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclWeakenedTests
{
    private const long Iterations = 400;

    // The order of the calls is searched for, and every one of them is applied.
    private const long PlanIterations = 100;
    private const string DenySsh = "in 100 deny tcp/22 from 0.0.0.0/0";
    private const string AllowAll = "in 200 allow -1 from 0.0.0.0/0";
    private static readonly NaclWeakened Check = new();
    private static readonly Direction[] Directions = [Direction.Ingress, Direction.Egress];

    [Fact]
    public void Evaluate_DenyDeleted_FailsOnWhatItKeptOut()
    {
        var evidence = Assert.Single(Evaluate([DenySsh, AllowAll], [AllowAll]).Evidence);

        Assert.Equal("ingress entry 100 deny tcp/22 from 0.0.0.0/0 removed", evidence.Traffic);
        Assert.Equal("tcp/22 from 0.0.0.0/0", evidence.Offending);
        Assert.Equal(("100", Severity.High), (evidence.Rule, evidence.Severity));
    }

    [Theory]
    [InlineData(
        "in 300 deny tcp/22 from 0.0.0.0/0",
        "in 200 allow -1 from 0.0.0.0/0",
        "moved to 300",
        "tcp/22 from 0.0.0.0/0"
    )]
    [InlineData(
        "in 100 deny tcp/22 from 0.0.0.0/1",
        "in 200 allow -1 from 0.0.0.0/0",
        "became 100 deny",
        "tcp/22 from 128.0.0.0/1"
    )]
    [InlineData(
        "in 100 allow tcp/22 from 203.0.113.0/24",
        "in 200 allow -1 from 0.0.0.0/0",
        "became 100 allow",
        "tcp/22 from 0.0.0.0/0"
    )]
    [InlineData(
        "in 100 deny tcp/22 from 0.0.0.0/0",
        "in 200 allow -1 from ::/0",
        "became 200 allow",
        "all traffic from ::/0"
    )]
    public void Evaluate_AnyWayToOpen_FailsOnExactlyThat(string first, string second, string what, string opened)
    {
        var evidence = Assert.Single(Evaluate([DenySsh, AllowAll], [first, second]).Evidence);

        Assert.Contains(what, evidence.Traffic, StringComparison.Ordinal);
        Assert.Equal(opened, evidence.Offending);
    }

    [Fact]
    public void Evaluate_OpenedToFew_IsOnlyMedium() =>
        Assert.Equal(
            Severity.Medium,
            Assert
                .Single(
                    Evaluate(
                        [DenySsh, AllowAll],
                        ["in 90 allow tcp/22 from 198.51.100.0/28", DenySsh, AllowAll]
                    ).Evidence
                )
                .Severity
        );

    [Theory]
    [InlineData("in 100 deny tcp/22 from 0.0.0.0/0", "in 200 allow -1 from 0.0.0.0/0")]
    [InlineData("in 10 deny tcp/22 from 0.0.0.0/0", "in 20 allow -1 from 0.0.0.0/0")]
    [InlineData("in 100 deny tcp/20-25 from 0.0.0.0/0", "in 200 allow -1 from 0.0.0.0/0")]
    [InlineData("in 100 deny tcp/22 from 0.0.0.0/0", "in 200 allow -1 from 0.0.0.0/1")]
    [InlineData("in 50 deny tcp/22 from 0.0.0.0/0", "in 60 deny tcp/23 from 0.0.0.0/0")]
    public void Evaluate_SameOrLessInWhateverWords_Passes(string first, string second) =>
        Assert.Same(CheckResult.Pass, Evaluate([DenySsh, AllowAll], [first, second]));

    [Fact]
    public void Evaluate_NoBaseline_IsNotApplicable() =>
        Assert.Equal(
            "there is no baseline of it to compare with",
            Sample
                .Evaluate(Check, Sample.Acl(AllowAll), Sample.Policy(), new() { Baseline = Fact<ResourceState>.Absent })
                .Result.NotApplicableReason
        );

    [Fact]
    public void Evaluate_BaselineUnread_IsUnknown() =>
        Assert.Equal(
            ["its baseline could not be read: the bucket is gone"],
            Sample
                .Evaluate(
                    Check,
                    Sample.Acl(AllowAll),
                    Sample.Policy(),
                    new() { Baseline = Fact<ResourceState>.Unknown("the bucket is gone") }
                )
                .Result.Unknowns
        );

    [Fact]
    public void Evaluate_EntryNotUnderstood_IsUnknown()
    {
        var acl = new NetworkAcl { Id = Sample.Acl().Id, Unreadable = ["entry 90 has protocol x"] };

        Assert.True(Sample.Evaluate(Check, acl, Sample.Policy(), Baseline(Sample.Acl(AllowAll))).Result.IsUnknown);
    }

    [Fact]
    public void Desired_DenyDeletedAndOthersAdded_PutsItBackUnderItsNumber() =>
        Assert.Equal(
            [
                "50 deny tcp/25 from 0.0.0.0/0",
                "100 deny tcp/22 from 0.0.0.0/0",
                "150 allow tcp/443 from 10.0.0.0/8",
                "200 allow all traffic from 0.0.0.0/0",
            ],
            Fix(
                [DenySsh, AllowAll],
                ["in 50 deny tcp/25 from 0.0.0.0/0", "in 150 allow tcp/443 from 10.0.0.0/8", AllowAll]
            )
        );

    [Fact]
    public void Desired_DenyMovedBehindTheAllow_MovesItBack() =>
        Assert.Equal(
            ["100 deny tcp/22 from 0.0.0.0/0", "200 allow all traffic from 0.0.0.0/0"],
            Fix([DenySsh, AllowAll], [AllowAll, "in 300 deny tcp/22 from 0.0.0.0/0"])
        );

    [Fact]
    public void Desired_AllowMovedBeforeTheDeny_MovesItBack() =>
        Assert.Equal(
            ["100 deny tcp/22 from 0.0.0.0/0", "200 allow all traffic from 0.0.0.0/0"],
            Fix([DenySsh, AllowAll], ["in 50 allow -1 from 0.0.0.0/0", DenySsh])
        );

    [Fact]
    public void Desired_DenyReplacedByAnAllow_ReplacesItBack() =>
        Assert.Equal(
            ["100 deny tcp/22 from 0.0.0.0/0", "200 allow all traffic from 0.0.0.0/0"],
            Fix([DenySsh, AllowAll], ["in 100 allow tcp/22 from 0.0.0.0/0", AllowAll])
        );

    [Fact]
    public void Desired_AllowWidened_IsNarrowedAgain() =>
        Assert.Equal(
            ["100 allow tcp/443 from 0.0.0.0/0"],
            Fix(["in 100 allow tcp/443 from 0.0.0.0/0"], ["in 100 allow -1 from 0.0.0.0/0"])
        );

    [Fact]
    public void Desired_OneAddedThatOpensInPart_KeepsTheRest() =>
        Assert.Equal(
            ["100 allow tcp/443 from 10.0.0.0/8"],
            Fix(["in 200 allow tcp/443 from 0.0.0.0/0"], ["in 100 allow tcp/440-450 from 10.0.0.0/8"])
        );

    [Fact]
    public void Plan_TwentyEntriesAndADenyReplaced_StaysAtTwentyAndOpensNothing()
    {
        string[] others =
        [
            .. Enumerable.Range(0, 18).Select(i => $"in {300 + (i * 10)} allow tcp/{8000 + i} from 10.{i}.0.0/16"),
        ];
        var baseline = Sample.Acl([DenySsh, AllowAll, .. others]);
        var now = Sample.Acl(["in 90 allow tcp/22 from 0.0.0.0/0", AllowAll, .. others]);

        var planned = Planned.For(now, Sample.Policy(), Baseline(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(baseline.Fingerprint, planned.After().Fingerprint);
    }

    [Fact]
    public void Changes_AnyWalk_AccountForEverything() =>
        AclWalk.Any.Sample(
            walk =>
            {
                foreach (var direction in Directions)
                {
                    var changes = NetworkAclChanges.Between(walk.Baseline, walk.Now, direction);
                    var (before, after) = (walk.Baseline.AllowedTraffic(direction), walk.Now.AllowedTraffic(direction));
                    Assert.Equal(after.Except(before), All(changes.Entries.Select(change => change.Opened)));
                    Assert.Equal(before.Except(after), All(changes.Entries.Select(change => change.Closed)));
                    Assert.All(
                        changes.Entries,
                        change => Assert.True(change.Opened.Union(change.Closed).IsSubsetOf(change.Traffic))
                    );
                }
                Assert.Empty(walk.Now.ChangesSince(walk.Now)!);
                Assert.Equal(
                    Sample.Evaluate(Check, walk.Now, Sample.Policy(), Baseline(walk.Baseline)).Result.IsFail,
                    walk.Now.ChangesSince(walk.Baseline)!.Any(change => change.Effect == ChangeEffect.Weaker)
                );
            },
            iter: Iterations
        );

    [Fact]
    public void Desired_AnyWalk_LetsThroughWhatBothDid() => VerifyDesired(AclWalk.Any);

    [Fact]
    public void Desired_AnyWalkAtTheQuota_LetsThroughWhatBothDid() => VerifyDesired(AclWalk.AtQuota);

    [Fact]
    public void Plan_AnyWalk_IsValid() => VerifyPlans(AclWalk.Any);

    [Fact]
    public void Plan_AnyWalkAtTheQuota_IsValid() => VerifyPlans(AclWalk.AtQuota);

    private static void VerifyDesired(Gen<AclWalk> walks) =>
        walks.Sample(
            walk =>
            {
                var evaluation = Sample.Evaluate(Check, walk.Now, Sample.Policy(), Baseline(walk.Baseline));
                if (Check.Desired(walk.Now, evaluation.Context).State is not NetworkAcl after)
                {
                    return;
                }
                foreach (var direction in Directions)
                {
                    var both = walk.Now.AllowedTraffic(direction).Intersect(walk.Baseline.AllowedTraffic(direction));
                    Assert.Equal(both, after.AllowedTraffic(direction));
                    NaclOpenAdminPortPropertyTests.AssertTidy(walk.Now, after, direction);
                }
                Assert.False(Sample.Evaluate(Check, after, Sample.Policy(), Baseline(walk.Baseline)).Result.IsFail);
            },
            iter: Iterations
        );

    // The validator takes every call one by one: nothing opened or cut on the way, never more entries than the quota.
    private static void VerifyPlans(Gen<AclWalk> walks)
    {
        var (failing, planned) = (0, 0);
        walks.Sample(
            walk =>
            {
                var plan = Planned.For(walk.Now, Sample.Policy(), Baseline(walk.Baseline), Check);
                if (!plan.Evaluations[0].Result.IsFail)
                {
                    return;
                }
                Interlocked.Increment(ref failing);
                if (plan.Result.Plan is null)
                {
                    Assert.NotEmpty(plan.Result.Unplanned);
                    return;
                }
                Interlocked.Increment(ref planned);
                Assert.Empty(plan.Validate().Objections);
            },
            iter: PlanIterations
        );
        Assert.True(planned >= failing * 0.7, $"only {planned} of {failing} were planned");
    }

    private static TrafficSet All(IEnumerable<TrafficSet> some) =>
        some.Aggregate(TrafficSet.Empty, (all, traffic) => all.Union(traffic));

    private static CheckResult Evaluate(string[] baseline, string[] now) =>
        Sample.Evaluate(Check, Sample.Acl(now), Sample.Policy(), Baseline(Sample.Acl(baseline))).Result;

    private static string[] Fix(string[] baseline, string[] now)
    {
        var acl = Sample.Acl(now);
        var evaluation = Sample.Evaluate(Check, acl, Sample.Policy(), Baseline(Sample.Acl(baseline)));
        var planned = Planned.For(acl, Sample.Policy(), Baseline(Sample.Acl(baseline)), Check);
        Assert.Empty(planned.Validate().Objections);
        return AclGen.Lines(AclGen.Fixed(evaluation, acl), Direction.Ingress);
    }

    private static Surroundings Baseline(NetworkAcl acl) => new() { Baseline = Fact<ResourceState>.Known(acl) };
}
