using System.Collections.Immutable;
using Remediation.Checks.Visibility;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Visibility;

public sealed class FlowLogMissingTests
{
    private const string LogGroup = "arn:aws:logs:us-east-1:123456789012:log-group:flows";

    private static readonly FlowLogMissing Check = new();
    private static readonly Vpc Logged = VpcSample.Vpc([VpcSample.FlowLog]);

    [Theory]
    [InlineData("ALL")]
    [InlineData("REJECT")]
    public void Evaluate_WorkingLog_Passes(string traffic) =>
        Assert.True(Evaluate(VpcSample.FlowLog.Replace("\"ALL\"", $"\"{traffic}\"", StringComparison.Ordinal)).IsPass);

    [Theory]
    [InlineData("\"ALL\"", "\"ACCEPT\"", "records only ACCEPT traffic")]
    [InlineData("\"ACTIVE\"", "\"INACTIVE\"", "is INACTIVE")]
    [InlineData("\"SUCCESS\"", "\"FAILED\"", "cannot deliver to arn:aws:s3:::example-flow-logs: delivery fails")]
    [InlineData("\"SUCCESS\"", "null,\"DeliverLogsErrorMessage\":\"Access error\"", "Access error")]
    public void Evaluate_LogThatDoesNotWork_FailsAndSaysWhy(string part, string broken, string why) =>
        Assert.Contains(
            why,
            Assert.Single(Evaluate(VpcSample.FlowLog.Replace(part, broken, StringComparison.Ordinal)).Evidence).Traffic,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_LogOfASubnetOnly_FailsAndNamesIt() =>
        Assert.Contains(
            "single subnets",
            Assert
                .Single(
                    Evaluate(VpcSample.FlowLog.Replace(VpcSample.VpcId, "subnet-1", StringComparison.Ordinal)).Evidence
                )
                .Note,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_LogsNotRead_IsUnknown()
    {
        var vpc = Vpc.Read(
            VpcSample.Element("""{"VpcId":"vpc-1"}"""),
            "",
            "",
            ImmutableSortedDictionary<string, AwsDocument>.Empty,
            ImmutableSortedDictionary<string, string>.Empty.Add(Vpc.FlowLogsPart, "not read")
        );

        Assert.True(Sample.Evaluate(Check, vpc.Value, Sample.Policy(), VpcSample.Baseline(null)).Result.IsUnknown);
    }

    [Fact]
    public void Plan_Baseline_MakesItsLogAnew()
    {
        var planned = Plan(VpcSample.Vpc(), Logged);

        var call = Assert.Single(planned.Result.Plan!.Calls);
        Assert.Equal("arn:aws:s3:::example-flow-logs", call.Parameters.GetProperty("LogDestination").GetString());
        Assert.True(planned.Validate().IsValid, string.Join("; ", planned.Validate().Objections));
    }

    [Fact]
    public void Plan_NoBaseline_MakesWhatThePolicySays()
    {
        var policy = Policy(
            ("destinations", ParameterValue.Of(["arn:aws:s3:::example-flows", LogGroup])),
            ("deliveryRole", ParameterValue.Of(["arn:aws:iam::123456789012:role/Flows"])),
            ("trafficType", ParameterValue.Of("REJECT"))
        );

        var planned = Planned.For(VpcSample.Vpc(), policy, VpcSample.Baseline(null), Check);

        Assert.Equal(
            [
                """{"ResourceIds":["vpc-0d4f00000000000a1"],"ResourceType":"VPC","TrafficType":"REJECT","LogDestinationType":"s3","LogDestination":"arn:aws:s3:::example-flows"}""",
                $$"""{"ResourceIds":["vpc-0d4f00000000000a1"],"ResourceType":"VPC","TrafficType":"REJECT","LogDestinationType":"cloud-watch-logs","DeliverLogsPermissionArn":"arn:aws:iam::123456789012:role/Flows","LogDestination":"{{LogGroup}}"}""",
            ],
            planned.Result.Plan!.Calls.Select(call => call.ParametersJson)
        );
        Assert.True(planned.Validate().IsValid, string.Join("; ", planned.Validate().Objections));
    }

    [Fact]
    public void Plan_Nothing_SaysWhatIsMissing() =>
        Assert.Contains(
            "there is no baseline of the VPC",
            Assert.Single(Plan(VpcSample.Vpc(), null).Result.Unplanned).Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Plan_DeliveryFails_IsLeftToAPerson()
    {
        var broken = VpcSample.FlowLog.Replace("\"SUCCESS\"", "\"FAILED\"", StringComparison.Ordinal);

        var planned = Plan(VpcSample.Vpc([broken]), Logged);

        Assert.Null(planned.Result.Plan);
        Assert.Contains("cannot deliver", Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"TrafficType\":\"ALL\"", "\"TrafficType\":\"REJECT\"")]
    [InlineData("example-flow-logs", "somebody-elses")]
    public void Plan_LogOfTheBaselineReplacedByALesser_MakesItAnew(string part, string lesser)
    {
        var log = VpcSample.FlowLog;
        Assert.Contains(part, log, StringComparison.Ordinal);
        var state = VpcSample.Vpc([log.Replace(part, lesser, StringComparison.Ordinal)]);

        var planned = Plan(state, VpcSample.Vpc([log]));

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("ec2:CreateFlowLogs", Assert.Single(planned.Result.Plan!.Calls).IamAction);
    }

    [Theory]
    [InlineData("${version} ${action}", "${version}")]
    [InlineData("\"MaxAggregationInterval\":60", "\"MaxAggregationInterval\":600")]
    public void Plan_LogOfTheBaselineMadeAnewThatTellsLess_IsLeftToAPerson(string part, string lesser)
    {
        var log = VpcSample.FlowLog.Replace(
            "\"MaxAggregationInterval\":600",
            "\"MaxAggregationInterval\":60",
            StringComparison.Ordinal
        );
        Assert.Contains(part, log, StringComparison.Ordinal);

        var planned = Plan(VpcSample.Vpc([log.Replace(part, lesser, StringComparison.Ordinal)]), VpcSample.Vpc([log]));

        Assert.Null(planned.Result.Plan);
        Assert.Contains("fewer fields", Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${version} ${action}", "${action} ${version} ${srcaddr}")]
    [InlineData("\"MaxAggregationInterval\":600", "\"MaxAggregationInterval\":60")]
    public void Evaluate_LogOfTheBaselineMadeAnewThatTellsMore_Passes(string part, string more)
    {
        Assert.Contains(part, VpcSample.FlowLog, StringComparison.Ordinal);
        var state = VpcSample.Vpc([VpcSample.FlowLog.Replace(part, more, StringComparison.Ordinal)]);

        Assert.True(Sample.Evaluate(Check, state, Sample.Policy(), VpcSample.Baseline(Logged)).Result.IsPass);
    }

    private static Planned Plan(Vpc vpc, ResourceState? baseline) =>
        Planned.For(vpc, Sample.Policy(), VpcSample.Baseline(baseline), Check);

    private static CheckResult Evaluate(string log) =>
        Sample.Evaluate(Check, VpcSample.Vpc([log]), Sample.Policy(), VpcSample.Baseline(null)).Result;

    private static Policy Policy(params (string Name, ParameterValue Value)[] parameters) =>
        Sample.Policy(
            checks:
            [
                (
                    "flow-log-missing",
                    new CheckSettings
                    {
                        Parameters = parameters.ToImmutableSortedDictionary(
                            parameter => parameter.Name,
                            parameter => parameter.Value,
                            StringComparer.Ordinal
                        ),
                    }
                ),
            ]
        );
}
