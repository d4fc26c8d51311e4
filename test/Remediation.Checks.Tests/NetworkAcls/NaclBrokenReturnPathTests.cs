using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclBrokenReturnPathTests
{
    private static readonly NaclBrokenReturnPath Check = new();

    [Theory]
    [InlineData("in 100 allow tcp/443 from 0.0.0.0/0", "out 100 allow tcp/1024-65535 to 0.0.0.0/0")]
    [InlineData("in 100 allow tcp from 10.0.0.0/8", "out 100 allow tcp to 10.0.0.0/8")]
    [InlineData("in 100 allow -1 from 0.0.0.0/0", "out 100 allow -1 to 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/1024-65535 from ::/0", "out 100 allow tcp/443 to ::/0")]
    [InlineData("in 100 deny tcp/443 from 0.0.0.0/0", "out 100 deny -1 to 0.0.0.0/0")]
    [InlineData("in 100 allow icmp/8 from 0.0.0.0/0", "out 100 deny -1 to 0.0.0.0/0")]
    public void Evaluate_RepliesPass_Passes(string ingress, string egress) =>
        Assert.True(Evaluate(ingress, egress).IsPass);

    [Theory]
    [InlineData(
        "in 100 allow tcp/443 from 0.0.0.0/0",
        "out 100 allow udp/1024-65535 to 0.0.0.0/0",
        "tcp/443 from 0.0.0.0/0"
    )]
    [InlineData(
        "in 100 allow tcp/443 from 0.0.0.0/0",
        "out 100 allow tcp/1024-65535 to 128.0.0.0/1",
        "tcp/443 from 0.0.0.0/1"
    )]
    [InlineData(
        "in 100 allow tcp/443 from 0.0.0.0/0",
        "out 100 allow tcp/32768-60999 to 0.0.0.0/0",
        "tcp/443 from 0.0.0.0/0"
    )]
    [InlineData("in 100 allow tcp/8080 from ::/0", "out 100 allow tcp/1024-65535 to 0.0.0.0/0", "tcp/8080 from ::/0")]
    [InlineData(
        "in 100 allow udp/1024-65535 from 0.0.0.0/0",
        "out 100 allow tcp/443 to 0.0.0.0/0",
        "tcp/443 to 0.0.0.0/0"
    )]
    [InlineData("out 100 allow udp/53 to 10.0.0.2/32", "in 100 deny udp from 0.0.0.0/0", "udp/53 to 10.0.0.2/32")]
    public void Evaluate_RepliesCut_FailsOnTheirRequests(string one, string other, string offending)
    {
        var evidence = Assert.Single(Evaluate(one, other).Evidence);

        Assert.Equal(offending, evidence.Offending);
        Assert.Equal(("100", Severity.Low), (evidence.Rule, evidence.Severity));
        Assert.Null(evidence.Withdrawal);
    }

    [Fact]
    public void Evaluate_RepliesDeniedByALowerNumber_Fails() =>
        Assert.Equal(
            "no outbound entry lets the replies through, tcp/1024-65535 to the same addresses",
            Assert
                .Single(
                    Evaluate(
                        "in 100 allow tcp/443 from 0.0.0.0/0",
                        "out 90 deny tcp/40000 to 0.0.0.0/0",
                        "out 100 allow tcp/1024-65535 to 0.0.0.0/0"
                    ).Evidence
                )
                .Note
        );

    [Fact]
    public void Evaluate_NarrowerClientPorts_AreTheParameters()
    {
        var linux = ServiceSet.Of(IpProtocol.Tcp, PortSet.Of(32768, 60999));
        var policy = Sample.Policy(
            checks:
            [
                (
                    Check.Metadata.Id,
                    new CheckSettings
                    {
                        Parameters = CheckSettings.Nothing.Parameters.Add(
                            "ephemeralPorts",
                            ParameterValue.Of(linux, "tcp/32768-60999")
                        ),
                    }
                ),
            ]
        );
        var acl = Sample.Acl("in 100 allow tcp/443 from 0.0.0.0/0", "out 100 allow tcp/32768-60999 to 0.0.0.0/0");

        Assert.True(Sample.Evaluate(Check, acl, policy).Result.IsPass);
    }

    [Fact]
    public void Evaluate_EntryNotUnderstood_IsUnknownAlone()
    {
        var acl = Sample.Acl("in 100 allow tcp/443 from 0.0.0.0/0");
        var odd = new NetworkAcl
        {
            Id = acl.Id,
            Associations = acl.Associations,
            Entries = acl.Entries,
            Unreadable = ["an entry has protocol x"],
        };

        var result = Sample.Evaluate(Check, odd, Sample.Policy()).Result;

        Assert.True(result is { IsFail: false, IsUnknown: true });
    }

    [Fact]
    public void Evaluate_NoSubnet_IsNotApplicable() =>
        Assert.NotNull(
            Sample.Evaluate(Check, new NetworkAcl { Id = Sample.Acl().Id }, Sample.Policy()).Result.NotApplicableReason
        );

    [Fact]
    public void Evaluate_AnyAclWithWholeRangeBothWays_Passes() =>
        AclGen.Acl.Sample(acl =>
        {
            var open = acl.WithEntries(
                acl.Entries.Where(entry => entry.RuleNumber > 2)
                    .Concat(
                        new[] { "0.0.0.0/0", "::/0" }.SelectMany(
                            (block, i) =>
                                new[]
                                {
                                    Sample.Entry($"in {i + 1} allow -1 from {block}"),
                                    Sample.Entry($"out {i + 1} allow -1 to {block}"),
                                }
                        )
                    )
            );
            return !Sample.Evaluate(Check, open, Sample.Policy()).Result.IsFail;
        });

    [Fact]
    public void Evaluate_AnyAcl_FailsOnlyOnWhatIsAllowed() =>
        AclGen.Acl.Sample(acl =>
            Sample
                .Evaluate(Check, acl, Sample.Policy())
                .Result.Evidence.All(evidence =>
                    acl.Entries.Any(entry =>
                        entry.Action == NetworkAclAction.Allow && $"{entry.RuleNumber}" == evidence.Rule
                    )
                )
        );

    private static CheckResult Evaluate(params string[] entries) =>
        Sample.Evaluate(Check, Sample.Acl(entries), Sample.Policy()).Result;
}
