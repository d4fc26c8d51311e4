using System.Collections.Immutable;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclReplacedTests
{
    private const string Former = "acl-0former";
    private const string Other = "acl-0other";
    private static readonly string[] Strict =
    [
        "in 100 allow tcp/443 from 0.0.0.0/0",
        "out 100 allow tcp/1024-65535 to 0.0.0.0/0",
    ];
    private static readonly string[] Open = [.. Strict, "in 110 allow tcp/22 from 0.0.0.0/0"];
    private static readonly NaclReplaced Check = new();

    [Fact]
    public void Evaluate_MovedToOneThatAllowsMore_FailsOnExactlyThat()
    {
        var evidence = Assert.Single(Evaluate(Facts(Strict, Strict, Open)).Evidence);

        Assert.Equal($"network ACL {Former}", evidence.Traffic);
        Assert.Equal($"it uses {Other} instead, which lets through ingress tcp/22 from 0.0.0.0/0", evidence.Offending);
        Assert.Equal(Severity.High, evidence.Severity);
    }

    [Fact]
    public void Evaluate_BothDirections_AreJudged() =>
        Assert.Contains(
            "egress udp/53 to 0.0.0.0/0",
            Assert
                .Single(Evaluate(Facts(Strict, Strict, [.. Strict, "out 90 allow udp/53 to 0.0.0.0/0"])).Evidence)
                .Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_SameOrLessInOtherWords_Passes() =>
        Assert.Same(
            CheckResult.Pass,
            Evaluate(
                Facts(Strict, Strict, ["in 5 allow tcp/443 from 0.0.0.0/1", "in 6 allow tcp/443 from 128.0.0.0/1"])
            )
        );

    // Otherwise whoever weakens the former ACL first may move the subnet anywhere.
    [Fact]
    public void Evaluate_FormerIsWeakenedItself_ComparesWithItsBaseline() =>
        Assert.True(Evaluate(Facts(Strict, Open, Open)).IsFail);

    [Fact]
    public void Evaluate_FormerIsDeleted_ComparesWithItsBaseline() =>
        Assert.True(Evaluate(Facts(Strict, null, Open)).IsFail);

    [Fact]
    public void Evaluate_FormerHasNoBaseline_ComparesWithWhatItIs() =>
        Assert.True(Evaluate(Facts(null, Strict, Open)).IsFail);

    [Fact]
    public void Evaluate_FormerIsNowhere_IsUnknown() =>
        Assert.Contains("does not exist any more", Evaluate(Facts(null, null, Open)).Unknowns.Single());

    [Fact]
    public void Evaluate_BaselineThatDoesNotSay_IsNotApplicable() =>
        Assert.NotNull(
            Evaluate(
                Facts(Strict, Strict, Open) with
                {
                    Baseline = Fact<ResourceState>.Known(Bare),
                }
            ).NotApplicableReason
        );

    [Fact]
    public void Evaluate_NotKnownWhichItUses_IsUnknown()
    {
        var subnet = Bare.WithUnknownNetworkAcl("UnauthorizedOperation: no");

        var result = Sample.Evaluate(Check, subnet, Sample.Policy(), Facts(Strict, Strict, Open)).Result;

        Assert.Contains("UnauthorizedOperation", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_FormerAsItWas_MovesBackByTheAssociationOfNow()
    {
        var planned = Planned.For(Subnet(Other, "aclassoc-9"), Sample.Policy(), Facts(Strict, Strict, Open), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(
            """ec2 ReplaceNetworkAclAssociation {"AssociationId":"aclassoc-9","NetworkAclId":"acl-0former"}""",
            Assert.Single(planned.Result.Plan!.Calls).ToString()
        );
        Assert.Equal(Former, ((Subnet)planned.After()).NetworkAclId.Value);
    }

    [Theory]
    [InlineData("itself lets through more", "in 120 allow tcp/23 from 0.0.0.0/0")]
    [InlineData("keeps out by now", "in 50 deny tcp/443 from 198.51.100.0/24")]
    public void Plan_FormerIsNotAsItWas_IsLeftToAPerson(string reason, string entry)
    {
        var planned = Planned.For(
            Subnet(Other, "aclassoc-9"),
            Sample.Policy(),
            Facts(Strict, [.. Strict, entry], Open),
            Check
        );

        Assert.Null(planned.Result.Plan);
        Assert.Contains(reason, Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_FormerIsDeleted_IsLeftToAPerson() =>
        Assert.Contains(
            "does not exist any more",
            Planned
                .For(Subnet(Other, "aclassoc-9"), Sample.Policy(), Facts(Strict, null, Open), Check)
                .Result.Unplanned.Single()
                .Reason,
            StringComparison.Ordinal
        );

    private static Subnet Bare { get; } =
        Core
            .Resources.Vpcs.Subnet.Parse(
                AwsDocument.Parse("""{"SubnetId":"subnet-2","VpcId":"vpc-0d4f","CidrBlock":"10.0.2.0/24"}""").Root,
                Sample.Account,
                Sample.Region
            )
            .Value;

    private static Subnet Subnet(string acl, string association) =>
        Bare.WithNetworkAcl(new NetworkAclAssociation(association, "subnet-2"), acl);

    private static CheckResult Evaluate(Surroundings facts) =>
        Sample.Evaluate(Check, Subnet(Other, "aclassoc-9"), Sample.Policy(), facts).Result;

    private static Surroundings Facts(string[]? formerBaseline, string[]? former, string[] other) =>
        new()
        {
            Baseline = Fact<ResourceState>.Known(Subnet(Former, "aclassoc-1")),
            Neighbours = ImmutableDictionary<string, Fact<ResourceState>>
                .Empty.Add(Former, Fact(former))
                .Add(Other, Fact(other)),
            NeighbourBaselines = ImmutableDictionary<string, Fact<ResourceState>>.Empty.Add(
                Former,
                Fact(formerBaseline)
            ),
        };

    private static Fact<ResourceState> Fact(string[]? entries) =>
        entries is null
            ? Core.Resources.Fact<ResourceState>.Absent
            : Core.Resources.Fact<ResourceState>.Known(Sample.Acl(entries));
}
