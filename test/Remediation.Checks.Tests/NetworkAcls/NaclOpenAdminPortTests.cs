using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclOpenAdminPortTests
{
    private static readonly NaclOpenAdminPort Check = new();

    [Theory]
    [InlineData("in 100 allow tcp/22 from 0.0.0.0/0")]
    [InlineData("in 100 allow 6/22 from 0.0.0.0/0")]
    [InlineData("in 100 allow 17/3389 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/3389 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/20-25 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/0-65535 from 0.0.0.0/0")]
    [InlineData("in 100 allow 6 from 0.0.0.0/0")]
    [InlineData("in 100 allow -1 from 0.0.0.0/0")]
    [InlineData("in 100 allow tcp/22 from 128.0.0.0/1")]
    [InlineData("in 100 allow tcp/22 from ::/0")]
    [InlineData("in 100 allow -1 from 2000::/3")]
    [InlineData("in 100 allow tcp/22 from 2002::/16")]
    [InlineData("in 100 allow tcp/22 from 64:ff9b::/96")]
    public void Evaluate_OpenToTheWorld_FailsAsHigh(string entry)
    {
        var evidence = Assert.Single(Evaluate(entry).Result.Evidence);

        Assert.Equal(Severity.High, evidence.Severity);
        Assert.Equal("100", evidence.Rule);
    }

    [Theory]
    [InlineData("in 100 allow tcp/22 from 10.0.0.0/8")]
    [InlineData("in 100 allow tcp/22 from fd00::/8")]
    [InlineData("in 100 allow tcp/22 from 203.0.113.0/25")]
    [InlineData("in 100 allow tcp/23 from 0.0.0.0/0")]
    [InlineData("in 100 allow icmp from 0.0.0.0/0")]
    [InlineData("in 100 allow 50 from 0.0.0.0/0")]
    [InlineData("in 100 deny tcp/22 from 0.0.0.0/0")]
    [InlineData("out 100 allow -1 to 0.0.0.0/0")]
    public void Evaluate_NotOpenToTheWorld_Passes(string entry) =>
        Assert.Same(CheckResult.Pass, Evaluate([entry], trusted: ["203.0.113.0/24"]).Result);

    [Fact]
    public void Evaluate_EarlierDenyOfThePorts_Passes() =>
        Assert.True(
            Evaluate(
                "in 90 deny tcp from 0.0.0.0/0",
                "in 91 deny udp from 0.0.0.0/0",
                "in 100 allow -1 from 0.0.0.0/0"
            ).Result.IsPass
        );

    [Fact]
    public void Evaluate_LaterDenyOfThePorts_Fails() =>
        Assert.True(Evaluate("in 100 allow tcp/22 from 0.0.0.0/0", "in 110 deny tcp/22 from 0.0.0.0/0").Result.IsFail);

    [Fact]
    public void Evaluate_EarlierDenyOfHalfTheWorld_FailsOnTheOtherHalf()
    {
        var evidence = Assert.Single(
            Evaluate("in 90 deny tcp/22 from 0.0.0.0/1", "in 100 allow tcp/22 from 0.0.0.0/0").Result.Evidence
        );

        Assert.Equal("tcp/22 from 0.0.0.0/0", evidence.Offending);
        Assert.Equal("so far as no entry before it decides otherwise", evidence.Note);
        Assert.False(Withdrawn(evidence).Addresses.Overlaps(Cidr.Parse("0.0.0.0/1").Value));
        Assert.True(Withdrawn(evidence).Addresses.Contains(Cidr.Parse("198.51.100.0/24").Value));
    }

    [Fact]
    public void Evaluate_WorldInTwoHalves_FailsOnBothAsHigh()
    {
        var result = Evaluate("in 100 allow tcp/22 from 0.0.0.0/1", "in 110 allow tcp/22 from 128.0.0.0/1").Result;

        Assert.Equal(["100", "110"], result.Evidence.Select(evidence => evidence.Rule));
        Assert.All(result.Evidence, evidence => Assert.Equal(Severity.High, evidence.Severity));
    }

    [Fact]
    public void Evaluate_SmallBlocksThatAddUp_FailAsHigh()
    {
        var entries = Enumerable
            .Range(0, 2)
            .Select(i => $"in {100 + i} allow tcp/22 from 198.{18 + i}.0.0/16")
            .ToArray();

        Assert.All(Evaluate(entries).Result.Evidence, evidence => Assert.Equal(Severity.High, evidence.Severity));
    }

    [Fact]
    public void Evaluate_OneSmallBlock_FailsAsMedium()
    {
        var evidence = Assert.Single(Evaluate("in 100 allow tcp/22 from 198.51.100.0/24").Result.Evidence);

        Assert.Equal(Severity.Medium, evidence.Severity);
        Assert.Null(evidence.Note);
    }

    [Fact]
    public void Evaluate_AllTraffic_TellsEntryAndOffenceInWords()
    {
        var evidence = Assert.Single(Evaluate("in 100 allow -1 from 0.0.0.0/0").Result.Evidence);

        Assert.Equal("all traffic from 0.0.0.0/0", evidence.Traffic);
        Assert.Equal("tcp/22, tcp/3389, udp/22, udp/3389 from 0.0.0.0/0", evidence.Offending);
    }

    [Fact]
    public void Evaluate_EntryNotUnderstood_IsUnknownThoughNothingIsOpen()
    {
        var acl = Unreadable(Sample.Acl("in 100 allow tcp/443 from 0.0.0.0/0"));

        var result = Sample.Evaluate(Check, acl, Sample.Policy()).Result;

        Assert.False(result.IsPass);
        Assert.Equal(["entry 90 has protocol x"], result.Unknowns);
    }

    [Fact]
    public void Desired_EntryNotUnderstood_IsNone()
    {
        var acl = Unreadable(Sample.Acl("in 100 allow tcp/22 from 0.0.0.0/0"));

        var desired = Check.Desired(acl, Sample.Evaluate(Check, acl, Sample.Policy()).Context);

        Assert.Contains("entry 90 has protocol x", desired.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ExemptedWhole_IsExempted()
    {
        var result = Sample
            .Evaluate(Check, Sample.Acl("in 100 allow tcp/22 from 198.51.100.7/32"), Exempting("198.51.100.0/24"))
            .Result;

        Assert.True(result.IsPass);
        Assert.Equal("tcp/22 from 198.51.100.7/32", Assert.Single(result.Exempted).Offending);
        Assert.Equal(Severity.Medium, Assert.Single(result.Exempted).Severity);
    }

    [Fact]
    public void Desired_ExemptedInPart_KeepsTheExemptedSource() =>
        Assert.Equal(
            ["100 allow tcp/22 from 198.51.100.7/32"],
            Fix(["in 100 allow tcp/22 from 198.51.100.0/24"], Exempting("198.51.100.7/32"))
        );

    [Fact]
    public void Desired_ExemptedPortOfAWideEntry_KeepsThatPortOnly() =>
        Assert.Equal(
            [
                "10 allow tcp/22 from 198.51.100.7/32",
                "20 deny tcp/22 from 198.51.100.0/24",
                "100 allow tcp/20-25 from 198.51.100.0/24",
            ],
            Fix(
                    ["in 99 allow tcp/443 from 0.0.0.0/0", "in 100 allow tcp/20-25 from 198.51.100.0/24"],
                    Exempting("198.51.100.7/32")
                )
                .Where(line => !line.StartsWith("99", StringComparison.Ordinal))
        );

    [Fact]
    public void Desired_DefaultEntries_DeniesThePortsAndKeepsPrivateSources() =>
        Assert.Equal(
            [
                "7 allow all traffic from 10.0.0.0/8",
                "14 allow all traffic from 100.64.0.0/10",
                "21 allow all traffic from 172.16.0.0/12",
                "28 allow all traffic from 192.168.0.0/16",
                "35 deny tcp/22 from 0.0.0.0/0",
                "42 deny tcp/3389 from 0.0.0.0/0",
                "50 deny udp/22 from 0.0.0.0/0",
                "57 deny udp/3389 from 0.0.0.0/0",
                "64 allow all traffic from fc00::/7",
                "71 deny tcp/22 from ::/0",
                "78 deny tcp/3389 from ::/0",
                "85 deny udp/22 from ::/0",
                "92 deny udp/3389 from ::/0",
                "100 allow all traffic from 0.0.0.0/0",
                "101 allow all traffic from ::/0",
            ],
            Fix(["in 100 allow -1 from 0.0.0.0/0", "in 101 allow -1 from ::/0"], Sample.Policy())
        );

    [Theory]
    [InlineData("in 100 allow tcp/22 from 8.0.0.0/8", new string[0])]
    [InlineData("in 100 allow tcp/22 from 203.0.112.0/22", new[] { "100 allow tcp/22 from 203.0.113.0/24" })]
    [InlineData("in 100 allow tcp/22 from 2001::/16", new[] { "100 allow tcp/22 from 2001:db8::/32" })]
    [InlineData(
        "in 100 allow tcp/22 from ::/0",
        new[] { "100 allow tcp/22 from 2001:db8::/32", "110 allow tcp/22 from fc00::/7" }
    )]
    public void Desired_EntryOfAdminPortsOnly_IsNarrowedInItsPlace(string entry, string[] expected) =>
        Assert.Equal(expected, Fix([entry], Sample.Policy(["203.0.113.0/24", "2001:db8::/32"])));

    [Fact]
    public void Desired_LaterEntryWouldLetItThrough_DeniesIt() =>
        Assert.Equal(
            ["100 deny tcp/22 from 8.8.0.0/16", "200 allow tcp from 8.8.0.0/16"],
            Fix(
                ["in 100 allow tcp/22 from 8.0.0.0/8", "in 200 allow tcp/0-65535 from 8.8.0.0/16"],
                Sample.Policy(checks: [Ports("tcp/22", ServiceSet.Tcp(22))])
            )
        );

    [Fact]
    public void Desired_LaterEntryAllowsMoreThanIsTaken_DeniesNoMoreThanTheOffenderAllowed() =>
        Assert.Equal(
            ["100 deny tcp/22 from 126.0.0.0/8", "200 allow tcp/20-25 from 126.0.0.0/7"],
            Fix(["in 100 allow tcp/22 from 126.0.0.0/8", "in 200 allow tcp/20-25 from 126.0.0.0/7"], Sample.Policy())
        );

    [Fact]
    public void Desired_NarrowOffenderBeforeAWideOne_SharesTheKeptSources() =>
        Assert.Equal(
            9,
            Fix(["in 100 allow tcp/22 from 0.0.0.0/0", "in 200 allow -1 from 0.0.0.0/0"], Sample.Policy()).Length
        );

    [Fact]
    public void Desired_NoFreeNumberBefore_RenumbersTheOffenderAlone() =>
        Assert.Equal(
            ["10 deny tcp/22 from 8.0.0.0/8", "20 allow tcp/20-25 from 8.0.0.0/8", "100 allow tcp/443 from 0.0.0.0/0"],
            Fix(["in 1 allow tcp/20-25 from 8.0.0.0/8", "in 100 allow tcp/443 from 0.0.0.0/0"], Sample.Policy())
        );

    [Fact]
    public void Desired_NumbersTakenBeforeAndAfter_MovesPastEntriesThatDoNotCare()
    {
        var after = Fix(
            [
                "in 100 allow tcp/443 from 0.0.0.0/0",
                "in 101 allow tcp/20-25 from 8.0.0.0/8",
                "in 102 deny -1 from 9.0.0.0/8",
            ],
            Sample.Policy()
        );

        Assert.Equal(
            [
                "10 deny tcp/22 from 8.0.0.0/8",
                "100 allow tcp/443 from 0.0.0.0/0",
                "101 allow tcp/20-25 from 8.0.0.0/8",
                "102 deny all traffic from 9.0.0.0/8",
            ],
            after
        );
    }

    [Fact]
    public void Desired_QuotaWouldBePassed_IsNoneWithTheReason()
    {
        var entries = Enumerable.Range(1, 19).Select(i => $"in {i * 100} allow tcp/{8000 + i} from 0.0.0.0/0");
        var acl = Sample.Acl([.. entries, "in 5000 allow tcp/20-25 from 8.0.0.0/8"]);

        var desired = Check.Desired(acl, Sample.Evaluate(Check, acl, Sample.Policy()).Context);

        Assert.Equal(
            "the fix would take 21 inbound entries, and AWS allows 20; merge or remove entries by hand, then it fits",
            desired.Reason
        );
    }

    [Fact]
    public void Desired_AccountHasAHigherQuota_StaysWithinWhatThereIs()
    {
        var entries = Enumerable.Range(1, 24).Select(i => $"in {i * 100} allow tcp/{8000 + i} from 0.0.0.0/0");
        var after = Fix([.. entries, "in 5000 allow tcp/22 from 8.0.0.0/8"], Sample.Policy());

        Assert.Equal(24, after.Length);
    }

    [Fact]
    public void Desired_BothFixes_AreTheSame()
    {
        string[] entries = ["in 100 allow -1 from 0.0.0.0/0"];

        Assert.Equal(
            Fix(
                entries,
                Sample.Policy(["203.0.113.0/24"], [("nacl-open-admin-port", new() { Fix = Core.Policies.Fix.Remove })])
            ),
            Fix(
                entries,
                Sample.Policy(["203.0.113.0/24"], [("nacl-open-admin-port", new() { Fix = Core.Policies.Fix.Narrow })])
            )
        );
    }

    private static CheckEvaluation Evaluate(params string[] entries) => Evaluate(entries, []);

    private static CheckEvaluation Evaluate(string[] entries, string[] trusted) =>
        Sample.Evaluate(Check, Sample.Acl(entries), Sample.Policy(trusted));

    private static string[] Fix(string[] entries, Policy policy)
    {
        var acl = Sample.Acl(entries);
        return AclGen.Lines(AclGen.Fixed(Sample.Evaluate(Check, acl, policy), acl), Direction.Ingress);
    }

    private static Policy Exempting(string source) =>
        Sample.Policy() with
        {
            Exemptions = [AclGen.Exempt("nacl-open-admin-port", Sample.ServiceOf("tcp/22"), Cidr.Parse(source).Value)],
        };

    private static (string, CheckSettings) Ports(string text, ServiceSet services) =>
        (
            "nacl-open-admin-port",
            CheckSettings.Nothing with
            {
                Parameters = CheckSettings.Nothing.Parameters.Add("ports", ParameterValue.Of(services, text)),
            }
        );

    private static TrafficSet Withdrawn(Evidence evidence) => ((TrafficWithdrawal)evidence.Withdrawal!).Traffic;

    private static NetworkAcl Unreadable(NetworkAcl acl) =>
        new()
        {
            Id = acl.Id,
            Entries = acl.Entries,
            Associations = acl.Associations,
            Unreadable = ["entry 90 has protocol x"],
        };
}
