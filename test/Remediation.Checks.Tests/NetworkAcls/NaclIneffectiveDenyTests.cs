using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclIneffectiveDenyTests
{
    private const long Iterations = 2000;
    private static readonly NaclIneffectiveDeny Check = new();

    [Theory]
    [InlineData(
        "in 100 allow -1 from 0.0.0.0/0",
        "in 200 deny tcp/22 from 198.51.100.0/24",
        "tcp/22 from 198.51.100.0/24"
    )]
    [InlineData(
        "in 100 allow tcp/20-25 from ::/0",
        "in 200 deny tcp/22 from 2001:db8::/32",
        "tcp/22 from 2001:db8::/32"
    )]
    [InlineData("out 100 allow -1 to 0.0.0.0/0", "out 200 deny udp/53 to 198.51.100.0/24", "udp/53 to 198.51.100.0/24")]
    public void Evaluate_DenySwallowedByAnAllow_FailsAsMedium(string allow, string deny, string offending)
    {
        var evidence = Assert.Single(Evaluate(allow, deny).Evidence);

        Assert.Equal("200", evidence.Rule);
        Assert.Equal(offending, evidence.Offending);
        Assert.Equal($"deny {offending}", evidence.Traffic);
        Assert.Equal(Severity.Medium, evidence.Severity);
    }

    [Theory]
    [InlineData("in 100 allow -1 from 0.0.0.0/0", "in 50 deny tcp/22 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/22 from 0.0.0.0/1", "in 200 deny tcp/22 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/22 from 0.0.0.0/0", "in 200 deny tcp/22-23 from 0.0.0.0/0")]
    [InlineData("in 100 allow -1 from 0.0.0.0/0", "in 200 deny -1 from ::/0")]
    [InlineData("in 100 deny -1 from 0.0.0.0/0", "in 200 deny tcp/22 from 198.51.100.0/24")]
    [InlineData("in 100 allow -1 from 0.0.0.0/0", "in 32767 deny -1 from 0.0.0.0/0")]
    [InlineData("in 100 allow -1 from 0.0.0.0/0", "out 200 deny tcp/22 from 198.51.100.0/24")]
    public void Evaluate_DenyThatDecidesOrRepeatsADeny_Passes(string first, string second) =>
        Assert.Same(CheckResult.Pass, Evaluate(first, second));

    [Fact]
    public void Evaluate_TwoAllowsTogetherSwallowTheDeny_Fails() =>
        Assert.True(
            Evaluate(
                "in 100 allow tcp/22 from 0.0.0.0/1",
                "in 110 allow tcp/22 from 128.0.0.0/1",
                "in 200 deny tcp/22 from 0.0.0.0/0"
            ).IsFail
        );

    [Fact]
    public void Evaluate_DenySwallowedByAllowAndDeny_FailsOnWhatPasses()
    {
        var evidence = Assert.Single(
            Evaluate(
                "in 100 deny tcp/22 from 0.0.0.0/1",
                "in 110 allow -1 from 0.0.0.0/0",
                "in 200 deny tcp/22 from 0.0.0.0/0"
            ).Evidence
        );

        Assert.Equal("tcp/22 from 128.0.0.0/1", evidence.Offending);
    }

    [Fact]
    public void Evaluate_EntryNotUnderstood_IsUnknown()
    {
        var acl = new NetworkAcl { Id = Sample.Acl().Id, Unreadable = ["entry 90 has protocol x"] };

        Assert.Equal(["entry 90 has protocol x"], Sample.Evaluate(Check, acl, Sample.Policy()).Result.Unknowns);
    }

    [Fact]
    public void Evaluate_PassingTrafficExempted_IsExempted()
    {
        var result = Sample.Evaluate(Check, Sample.Acl(WideAllow, NarrowDeny), Exempting("198.51.100.0/24")).Result;

        Assert.True(result.IsPass);
        Assert.Equal("tcp/22 from 198.51.100.0/24", Assert.Single(result.Exempted).Offending);
    }

    [Fact]
    public void Desired_SwallowedDeny_MovesItBeforeTheAllow() =>
        Assert.Equal(
            [
                "90 allow tcp/443 from 0.0.0.0/0",
                "95 deny tcp/22 from 198.51.100.0/24",
                "100 allow all traffic from 0.0.0.0/0",
                "300 deny tcp/25 from ::/0",
            ],
            Fix(
                Sample.Policy(),
                "in 90 allow tcp/443 from 0.0.0.0/0",
                WideAllow,
                NarrowDeny,
                "in 300 deny tcp/25 from ::/0"
            )
        );

    [Fact]
    public void Desired_ExemptedInPart_LetsTheExemptedSourcePass() =>
        Assert.Equal(
            [
                "10 allow tcp/22 from 198.51.100.7/32",
                "20 deny tcp/22 from 198.51.100.0/24",
                "100 allow all traffic from 0.0.0.0/0",
            ],
            Fix(Exempting("198.51.100.7/32"), WideAllow, NarrowDeny)
        );

    [Theory]
    [InlineData("in 100 allow -1 from 0.0.0.0/0", "in 32766 deny -1 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/22 from 10.1.0.0/16", "in 200 deny tcp/22 from 10.1.0.0/16")]
    public void Desired_DenyWouldSilenceTheAllow_IsNone(string allow, string deny)
    {
        var acl = Sample.Acl(allow, deny);
        var evaluation = Sample.Evaluate(Check, acl, Sample.Policy());

        var desired = Check.Desired(acl, evaluation.Context);

        Assert.Contains("contradict each other", desired.Reason, StringComparison.Ordinal);
        Assert.Null(Assert.Single(evaluation.Result.Evidence).Withdrawal);
    }

    [Fact]
    public void Desired_WouldMakeAnotherDenyIneffective_IsNone()
    {
        var acl = Sample.Acl(
            "in 90 allow tcp/22 from 10.0.0.0/9",
            "in 100 allow tcp/23 from 10.0.0.0/8",
            "in 150 deny tcp/22 from 10.0.0.0/8",
            "in 200 deny tcp/22-23 from 10.128.0.0/9"
        );

        var desired = Check.Desired(acl, Sample.Evaluate(Check, acl, Sample.Policy()).Context);

        Assert.Contains("another deny ineffective", desired.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_AnyAcl_TakesExactlyTheWithdrawalAndPasses() =>
        Gen.Select(AclGen.Acl, AclGen.Policy(Check.Metadata.Id))
            .Sample(
                (acl, policy) =>
                {
                    var before = Sample.Evaluate(Check, acl, policy);
                    if (Check.Desired(acl, before.Context).State is not NetworkAcl after)
                    {
                        Assert.All(before.Result.Evidence, evidence => Assert.Null(evidence.Withdrawal));
                        return;
                    }
                    foreach (var direction in new[] { Direction.Ingress, Direction.Egress })
                    {
                        var expected = acl.AllowedTraffic(direction).Except(AclGen.Withdrawn(before, direction));
                        Assert.Equal(expected, after.AllowedTraffic(direction));
                        NaclOpenAdminPortPropertyTests.AssertTidy(acl, after, direction);
                    }
                    var again = Sample.Evaluate(Check, after, policy);
                    Assert.False(again.Result.IsFail);
                    Assert.Equal(after.Fingerprint, AclGen.Fixed(again, after).Fingerprint);
                },
                iter: Iterations
            );

    [Fact]
    public void Desired_AnyAcl_MovesSwallowedDeniesAlone() =>
        AclGen.Acl.Sample(
            acl =>
            {
                var before = Sample.Evaluate(Check, acl, Sample.Policy());
                if (Check.Desired(acl, before.Context).State is not NetworkAcl after)
                {
                    return;
                }
                Assert.Equal(Order(acl), Order(after));
                return;

                string[] Order(NetworkAcl of) =>
                    [
                        .. of
                            .Entries.Where(entry => entry.Action == NetworkAclAction.Allow)
                            .Select(entry => $"{entry.Direction} {entry with { RuleNumber = 0 }}"),
                    ];
            },
            iter: Iterations
        );

    [Fact]
    public void Evaluate_AnyAcl_FailsOnEntriesWhoseRemovalChangesNothing() =>
        AclGen.Acl.Sample(
            acl =>
                Sample
                    .Evaluate(Check, acl, Sample.Policy())
                    .Result.Evidence.All(evidence =>
                        acl.Entries.Where(entry => $"{entry.RuleNumber}" == evidence.Rule)
                            .Any(entry =>
                                entry.Action == NetworkAclAction.Deny
                                && acl.WithEntries(acl.Entries.Remove(entry))
                                    .AllowedTraffic(entry.Direction)
                                    .Equals(acl.AllowedTraffic(entry.Direction))
                            )
                    ),
            iter: Iterations
        );

    private const string WideAllow = "in 100 allow -1 from 0.0.0.0/0";
    private const string NarrowDeny = "in 200 deny tcp/22 from 198.51.100.0/24";

    private static CheckResult Evaluate(params string[] entries) =>
        Sample.Evaluate(Check, Sample.Acl(entries), Sample.Policy()).Result;

    private static string[] Fix(Policy policy, params string[] entries)
    {
        var acl = Sample.Acl(entries);
        return AclGen.Lines(AclGen.Fixed(Sample.Evaluate(Check, acl, policy), acl), Direction.Ingress);
    }

    private static Policy Exempting(string source) =>
        Sample.Policy() with
        {
            Exemptions = [AclGen.Exempt("nacl-ineffective-deny", Sample.ServiceOf("tcp/22"), Cidr.Parse(source).Value)],
        };
}
