using System.Collections.Immutable;
using Remediation.Checks.Visibility;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Shield;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Visibility;

public sealed class ShieldProtectionMissingTests
{
    private const string Front =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/50dc6c495c0c9188";
    private const string Edge = "arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE";

    private static readonly ShieldProtectionMissing Check = new();

    [Fact]
    public void Evaluate_NoSubscription_IsNotApplicable() =>
        Assert.Contains(
            "no subscription",
            Evaluate(State(isSubscribed: false), null, Front).NotApplicableReason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_ListedAndProtected_Passes() => Assert.True(Evaluate(State(true, Front), null, Front).IsPass);

    [Fact]
    public void Evaluate_NothingAskedFor_Passes() => Assert.True(Evaluate(State(true), null).IsPass);

    [Fact]
    public void Evaluate_ListedOrOfTheBaseline_FailsForEach() =>
        Assert.Equal(
            [$"{Edge} is not protected", $"{Front} is not protected"],
            Evaluate(State(true), State(true, Edge), Front).Evidence.Select(evidence => evidence.Offending)
        );

    [Fact]
    public void Evaluate_ListNotRead_IsUnknown() =>
        Assert.True(
            Evaluate(
                ShieldProtections.Of(
                    Sample.Account,
                    ImmutableSortedDictionary<string, AwsDocument>.Empty,
                    ImmutableSortedDictionary<string, string>
                        .Empty.Add(ShieldProtections.ProtectionsPart, "denied")
                        .Add(ShieldProtections.SubscriptionPart, "denied")
                ),
                null,
                Front
            ).IsUnknown
        );

    [Fact]
    public void Plan_Missing_CreatesThoseAndNoOthers()
    {
        var planned = Planned.For(State(true, Front), Policy(Edge), VpcSample.Baseline(State(true, Front)), Check);

        Assert.Equal(
            $$"""{"Name":"distribution-E1EXAMPLE","ResourceArn":"{{Edge}}"}""",
            Assert.Single(planned.Result.Plan!.Calls).ParametersJson
        );
        Assert.True(planned.Validate().IsValid, string.Join("; ", planned.Validate().Objections));
    }

    private static CheckResult Evaluate(ShieldProtections state, ResourceState? baseline, params string[] listed) =>
        Sample.Evaluate(Check, state, Policy(listed), VpcSample.Baseline(baseline)).Result;

    private static Policy Policy(params string[] listed) =>
        Sample.Policy(
            checks:
            [
                (
                    "shield-protection-missing",
                    new CheckSettings
                    {
                        Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty.Add(
                            "resources",
                            ParameterValue.Of([.. listed])
                        ),
                    }
                ),
            ]
        );

    private static ShieldProtections State(bool isSubscribed, params string[] arns)
    {
        var parts = ImmutableSortedDictionary<string, AwsDocument>
            .Empty.WithComparers(StringComparer.Ordinal)
            .Add(
                ShieldProtections.ProtectionsPart,
                ListedDocument.Of(
                    arns.Select(
                        (arn, i) => VpcSample.Element($$"""{"Id":"p-{{i}}","Name":"n-{{i}}","ResourceArn":"{{arn}}"}""")
                    )
                )
            );
        return ShieldProtections.Of(
            Sample.Account,
            isSubscribed
                ? parts.Add(ShieldProtections.SubscriptionPart, AwsDocument.Parse("""{"Subscription":{}}"""))
                : parts,
            ImmutableSortedDictionary<string, string>.Empty
        );
    }
}
