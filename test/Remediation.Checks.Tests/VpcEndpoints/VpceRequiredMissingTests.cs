using System.Collections.Immutable;
using Remediation.Checks.VpcEndpoints;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests.VpcEndpoints;

public sealed class VpceRequiredMissingTests
{
    private static readonly VpceRequiredMissing Check = new();

    [Fact]
    public void Evaluate_AllThere_Passes() => Assert.True(Evaluate(With("ec2", "ssm", "s3"), null).IsPass);

    [Fact]
    public void Evaluate_SomeMissing_NamesEach() =>
        Assert.Equal(
            ["no endpoint in use for ssm", "no endpoint in use for s3"],
            Evaluate(With("ec2"), null).Evidence.Select(evidence => evidence.Offending)
        );

    [Theory]
    [InlineData("pending", false)]
    [InlineData("deleting", true)]
    [InlineData("rejected", true)]
    public void Evaluate_State_CountsOnlyInUse(string state, bool isMissing) =>
        Assert.Equal(
            isMissing,
            Evaluate(VpcSample.Vpc(endpoints: [VpcSample.Endpoint(state: state)]), null, "ec2").IsFail
        );

    [Fact]
    public void Evaluate_EndpointsNotRead_IsUnknown()
    {
        var vpc = Vpc.Read(
            VpcSample.Element("""{"VpcId":"vpc-1"}"""),
            "",
            "",
            ImmutableSortedDictionary<string, AwsDocument>.Empty,
            ImmutableSortedDictionary<string, string>.Empty.Add(Vpc.EndpointsPart, "not read")
        );

        Assert.True(Evaluate(vpc.Value, null).IsUnknown);
    }

    [Fact]
    public void Evaluate_OneThatThePolicyDoesNotAskFor_IsNotItsConcern() =>
        Assert.True(Evaluate(With("ec2"), With("ec2", "kms"), "ec2").IsPass);

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

    private static CheckResult Evaluate(Vpc vpc, ResourceState? baseline, params string[] services) =>
        Sample.Evaluate(Check, vpc, Policy(services), VpcSample.Baseline(baseline)).Result;

    private static Policy Policy(string[] services) =>
        services.Length == 0
            ? Sample.Policy()
            : Sample.Policy(
                checks:
                [
                    (
                        "vpce-required-missing",
                        new CheckSettings
                        {
                            Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty.Add(
                                "services",
                                ParameterValue.Of([.. services])
                            ),
                        }
                    ),
                ]
            );
}
