using System.Collections.Immutable;
using Remediation.Checks.Visibility;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Shield;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Visibility;

public sealed class ShieldResponseWeakenedTests
{
    private const string Blocks = """{"Status":"ENABLED","Action":{"Block":{}}}""";
    private const string Counts = """{"Status":"ENABLED","Action":{"Count":{}}}""";
    private const string Off = """{"Status":"DISABLED","Action":{"Block":{}}}""";
    private const string Odd = """{"Status":"ENABLED","Action":{"Teleport":{}}}""";

    private static readonly ShieldResponseWeakened Check = new();

    [Theory]
    [InlineData(Blocks, Counts, "Block → Count")]
    [InlineData(Blocks, Off, "Block → none")]
    [InlineData(Counts, null, "Count → none")]
    public void Evaluate_LessThanInTheBaseline_Fails(string? before, string? now, string change)
    {
        var result = Of(State(now), State(before));

        Assert.EndsWith(change, Assert.Single(result.Evidence).Offending, StringComparison.Ordinal);
        Assert.Contains(
            State(now).ChangesSince(State(before))!,
            item => item.Effect == ChangeEffect.Weaker && item.Text.EndsWith(change, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(Blocks, Blocks)]
    [InlineData(Counts, Blocks)]
    [InlineData(null, Counts)]
    [InlineData(null, Off)]
    public void Evaluate_AsMuchOrMore_Passes(string? before, string? now) =>
        Assert.True(Of(State(now), State(before)).IsPass);

    [Fact]
    public void Evaluate_HealthCheckTakenAway_Fails()
    {
        var result = Of(Heeding("hc-1"), Heeding("hc-1", "hc-2"));

        Assert.StartsWith(
            "health check hc-2 is no longer heeded",
            Assert.Single(result.Evidence).Offending,
            StringComparison.Ordinal
        );
        Assert.True(Of(Heeding("hc-1", "hc-2"), Heeding("hc-1")).IsPass);
    }

    [Theory]
    [InlineData("ENABLED", "DISABLED", true)]
    [InlineData("ENABLED", "PENDING", true)]
    [InlineData("DISABLED", "ENABLED", false)]
    [InlineData("DISABLED", "PENDING", false)]
    [InlineData("ENABLED", "ENABLED", false)]
    public void Evaluate_ProactiveEngagement_FailsWhereItEnds(string before, string now, bool fails) =>
        Assert.Equal(fails, Of(Engaged(now), Engaged(before)).IsFail);

    private static ShieldProtections Engaged(string status) =>
        (ShieldProtections)
            State(Blocks)
                .WithPart(
                    ShieldProtections.SubscriptionPart,
                    AwsDocument.Parse($$$"""{"Subscription":{"ProactiveEngagementStatus":"{{{status}}}"}}""")
                );

    private static ShieldProtections Heeding(params string[] checks) =>
        (ShieldProtections)
            State(Blocks)
                .WithPart(
                    ShieldProtections.ProtectionsPart,
                    AwsDocument.Parse(
                        $$"""
                        [{"Id":"p-1","Name":"edge","ResourceArn":"arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE",
                          "HealthCheckIds":[{{string.Join(',', checks.Select(id => $"\"{id}\""))}}]}]
                        """
                    )
                );

    [Fact]
    public void Evaluate_ResponseOfAnUnknownKind_IsUnknown() => Assert.True(Of(State(Odd), State(Blocks)).IsUnknown);

    [Fact]
    public void Evaluate_BaselineUnread_IsUnknown() =>
        Assert.True(Sample.Evaluate(Check, State(Off), Sample.Policy(), Surroundings.Unknown).Result.IsUnknown);

    [Fact]
    public void Evaluate_NoBaseline_IsNotApplicable() =>
        Assert.NotNull(
            Sample
                .Evaluate(Check, State(Off), Sample.Policy(), new() { Baseline = Fact<ResourceState>.Absent })
                .Result.NotApplicableReason
        );

    private static CheckResult Of(ShieldProtections state, ShieldProtections baseline) =>
        Sample.Evaluate(Check, state, Sample.Policy(), VpcSample.Baseline(baseline)).Result;

    private static ShieldProtections State(string? response)
    {
        var more = response is null ? "" : $",\"ApplicationLayerAutomaticResponseConfiguration\":{response}";
        return ShieldProtections.Of(
            Sample.Account,
            ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(
                ShieldProtections.ProtectionsPart,
                AwsDocument.Parse(
                    $$"""[{"Id":"p-1","Name":"edge","ResourceArn":"arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE"{{more}}}]"""
                )
            ),
            ImmutableSortedDictionary<string, string>.Empty
        );
    }
}
