using Remediation.Checks.VpcEndpoints;
using Remediation.Core.Resources;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Testing;

namespace Remediation.Checks.Tests.VpcEndpoints;

public sealed class VpceWeakenedTests
{
    private static readonly VpceWeakened Check = new();
    private static readonly VpcEndpoint Baseline = VpcSample.Read(VpcSample.Endpoint());

    [Fact]
    public void Plan_WeakenedInThreeWays_IsPutBackInOneCall()
    {
        var endpoint = VpcSample
            .Endpoint(policy: PolicyDocument.FullAccessText, privateDns: false)
            .Replace("\"Groups\":[", "\"Groups\":[{\"GroupId\":\"sg-2\"},", StringComparison.Ordinal);

        var planned = Planned.For(VpcSample.Read(endpoint), Sample.Policy(), VpcSample.Baseline(Baseline), Check);

        Assert.Equal(3, planned.Evaluations[0].Result.Evidence.Length);
        Assert.Single(planned.Result.Plan!.Calls);
        Assert.True(planned.Validate().IsValid, string.Join("; ", planned.Validate().Objections));
        Assert.Empty(Baseline.DifferencesTo((VpcEndpoint)planned.After()));
    }

    [Fact]
    public void Plan_StrongerElsewhereInThePolicy_IsLeftToAPerson()
    {
        const string policy = """
            {"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::example-data/*"},
             {"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::example-data/secret/*"}]}
            """;

        var planned = Planned.For(
            VpcSample.Read(VpcSample.Endpoint(policy: policy)),
            Sample.Policy(),
            VpcSample.Baseline(Baseline),
            Check
        );

        Assert.Contains(
            planned.Validate().Objections,
            objection => objection.Contains("makes the resource weaker", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Evaluate_Stronger_Passes() =>
        Assert.True(
            Sample
                .Evaluate(
                    Check,
                    Baseline,
                    Sample.Policy(),
                    VpcSample.Baseline(VpcSample.Read(VpcSample.Endpoint(policy: null, privateDns: false)))
                )
                .Result.IsPass
        );

    [Fact]
    public void Evaluate_NoBaseline_IsNotApplicable() =>
        Assert.NotNull(
            Sample.Evaluate(Check, Baseline, Sample.Policy(), VpcSample.Baseline(null)).Result.NotApplicableReason
        );

    [Fact]
    public void Evaluate_UnknownMember_IsUnknown() =>
        Assert.True(
            Sample
                .Evaluate(
                    Check,
                    VpcSample.Read(VpcSample.Endpoint(extra: ""","Novelty":1""")),
                    Sample.Policy(),
                    VpcSample.Baseline(Baseline)
                )
                .Result.IsUnknown
        );
}
