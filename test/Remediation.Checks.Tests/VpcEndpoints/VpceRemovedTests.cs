using System.Collections.Immutable;
using Remediation.Checks.VpcEndpoints;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests.VpcEndpoints;

public sealed class VpceRemovedTests
{
    private static readonly VpceRemoved Check = new();

    [Fact]
    public void Evaluate_NoBaseline_DoesNotApply() => Assert.NotNull(Evaluate(With("ec2"), null).NotApplicableReason);

    [Fact]
    public void Evaluate_AllThatWereThere_Passes() => Assert.True(Evaluate(With("ec2", "kms"), With("ec2")).IsPass);

    [Theory]
    [InlineData("pending", false)]
    [InlineData("deleting", true)]
    [InlineData("rejected", true)]
    public void Evaluate_State_CountsOnlyInUse(string state, bool isRemoved) =>
        Assert.Equal(
            isRemoved,
            Evaluate(VpcSample.Vpc(endpoints: [VpcSample.Endpoint(state: state)]), With("ec2")).IsFail
        );

    [Fact]
    public void Evaluate_EndpointsOfTheBaselineNotRead_IsUnknown()
    {
        var vpc = Vpc.Read(
            VpcSample.Element($$"""{"VpcId":"{{VpcSample.VpcId}}"}"""),
            "",
            "",
            ImmutableSortedDictionary<string, AwsDocument>.Empty,
            ImmutableSortedDictionary<string, string>.Empty.Add(Vpc.EndpointsPart, "not read")
        );

        Assert.True(Evaluate(With("ec2"), vpc.Value).IsUnknown);
        Assert.True(Evaluate(vpc.Value, With("ec2")).IsUnknown);
    }

    [Fact]
    public void Plan_SomeRemovedAndSomeRequiredThatNeverWere_MakesThoseOfTheBaselineAnew()
    {
        var planned = Planned.For(
            With("ec2"),
            Sample.Policy(),
            VpcSample.Baseline(With("ec2", "ssm", "kms")),
            new VpceRequiredMissing(),
            Check
        );

        Assert.Equal(
            ["com.amazonaws.us-east-1.ssm", "com.amazonaws.us-east-1.kms"],
            planned.Result.Plan!.Calls.Select(call => call.Parameters.GetProperty("ServiceName").GetString())
        );
        Assert.Empty(planned.Validate().Objections);
        // Of the policy's endpoints s3 never was.
        Assert.Contains(
            "no endpoint in use for s3",
            planned.Evaluations[0].Result.Evidence.Select(evidence => evidence.Offending)
        );
    }

    private static Vpc With(params string[] services) =>
        VpcSample.Vpc(
            endpoints:
            [
                .. services.Select(service =>
                    VpcSample.Endpoint(
                        $"com.amazonaws.us-east-1.{service}",
                        $"vpce-{service}",
                        service == "s3" ? "Gateway" : "Interface"
                    )
                ),
            ]
        );

    private static CheckResult Evaluate(Vpc vpc, ResourceState? baseline) =>
        Sample.Evaluate(Check, vpc, Sample.Policy(), VpcSample.Baseline(baseline)).Result;
}
