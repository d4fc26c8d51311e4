using CsCheck;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Vpcs;

public sealed class VpcTests
{
    private const string Gateway = "com.amazonaws.us-east-1.s3";

    private static readonly string Endpoint = VpcSample.Endpoint();

    private static readonly Gen<string[]> Logs = Gen.Select(
            Gen.OneOf("ALL", "REJECT", "ACCEPT"),
            Gen.OneOf("arn:aws:s3:::example-a", "arn:aws:s3:::example-b"),
            Gen.Bool
        )
        .List[0, 4]
        .Select(logs =>
            logs.DistinctBy(log => (log.Item1, log.Item2))
                .Select(
                    (log, i) =>
                        $$"""{"FlowLogId":"fl-{{i}}","FlowLogStatus":"ACTIVE","ResourceId":"{{VpcSample.VpcId}}","TrafficType":"{{log.Item1}}","LogDestinationType":"s3","LogDestination":"{{log.Item2}}","Tags":[{{(log.Item3 ? """{"Key":"Name","Value":"x"}""" : "")}}]}"""
                )
                .ToArray()
        );

    private static readonly Gen<string[]> Endpoints = Gen.OneOf("ec2", "ssm", "s3", "kms")
        .List[0, 4]
        .Select(services =>
            services
                .Distinct(StringComparer.Ordinal)
                .Select(service =>
                    VpcSample.Endpoint(
                        $"com.amazonaws.us-east-1.{service}",
                        $"vpce-{service}",
                        service == "s3" ? "Gateway" : "Interface"
                    )
                )
                .ToArray()
        );

    private static readonly Gen<Vpc> Any = Gen.Select(Logs, Endpoints)
        .Select((logs, endpoints) => VpcSample.Vpc(logs, endpoints));

    [Fact]
    public void CallsTo_Itself_AreNone() => Any.Sample(vpc => vpc.CallsTo(vpc).Calls.IsEmpty);

    [Fact]
    public void CallsTo_Another_LeadThereButForIds() =>
        Gen.Select(Any, Any)
            .Sample(
                (from, to) =>
                {
                    var reached = Applied(from, from.CallsTo(to));

                    Assert.Empty(reached.CallsTo(to).Calls);
                    Assert.Empty(to.CallsTo(reached).Calls);
                    Assert.Empty(Applied(reached, reached.CallsTo(from)).CallsTo(from).Calls);
                }
            );

    [Fact]
    public void CallsTo_AddedAndRemoved_AddsFirst()
    {
        var from = VpcSample.Vpc([VpcSample.FlowLog]);
        var to = VpcSample.Vpc(
            [VpcSample.FlowLog.Replace("example-flow-logs", "example-others", StringComparison.Ordinal)],
            [Endpoint]
        );

        Assert.Equal(
            ["CreateFlowLogs", "CreateVpcEndpoint", "DeleteFlowLogs"],
            from.CallsTo(to).Calls.Select(call => call.Operation)
        );
    }

    [Fact]
    public void WithCreated_FlowLog_IsTheExactRequest()
    {
        var vpc = VpcSample.Vpc();

        var call = Assert.Single(vpc.CallsTo(vpc.WithCreated(Log(VpcSample.FlowLog))).Calls);

        Assert.Equal("ec2:CreateFlowLogs", call.IamAction);
        Assert.Equal(
            AwsDocument.Parse(
                """
                {"ResourceIds":["vpc-0d4f00000000000a1"],"ResourceType":"VPC","TrafficType":"ALL","LogDestinationType":"s3",
                 "LogDestination":"arn:aws:s3:::example-flow-logs","LogFormat":"${version} ${action}","MaxAggregationInterval":600,
                 "TagSpecifications":[{"ResourceType":"vpc-flow-log","Tags":[{"Key":"Name","Value":"all"}]}]}
                """
            ),
            AwsDocument.Parse(call.ParametersJson)
        );
    }

    [Fact]
    public void WithCreated_FlowLogToLogGroup_NamesTheGroupOnly()
    {
        var vpc = VpcSample.Vpc();
        var log = Log(
            $$"""{"FlowLogId":"fl-1","ResourceId":"{{VpcSample.VpcId}}","TrafficType":"REJECT","LogGroupName":"flows","LogDestination":"arn:aws:logs:us-east-1:123456789012:log-group:flows","DeliverLogsPermissionArn":"arn:aws:iam::123456789012:role/Flows","Tags":[{"Key":"aws:cloudformation:stack-name","Value":"net"}]}"""
        );

        var call = Assert.Single(vpc.CallsTo(vpc.WithCreated(log)).Calls);

        Assert.Equal("flows", call.Parameters.GetProperty("LogGroupName").GetString());
        Assert.False(call.Parameters.TryGetProperty("LogDestination", out _));
        Assert.False(call.Parameters.TryGetProperty("TagSpecifications", out _));
    }

    [Fact]
    public void WithCreated_Endpoint_IsTheExactRequest()
    {
        var vpc = VpcSample.Vpc();
        var endpoint = VpcSample.Read(
            VpcSample.Endpoint(extra: ""","IpAddressType":"ipv4","NetworkInterfaceIds":["eni-1"]""")
        );

        var call = Assert.Single(vpc.CallsTo(vpc.WithCreated(endpoint.Endpoint)).Calls);

        Assert.Equal("ec2:CreateVpcEndpoint", call.IamAction);
        var expected = AwsDocument.Parse(
            """
            {"VpcEndpointType":"Interface","VpcId":"vpc-0d4f00000000000a1","ServiceName":"com.amazonaws.us-east-1.ec2",
             "SubnetIds":["subnet-0a1","subnet-0a2"],"SecurityGroupIds":["sg-0a1b2c3d4e5f60718"],"PrivateDnsEnabled":true,
             "IpAddressType":"ipv4","TagSpecifications":[{"ResourceType":"vpc-endpoint","Tags":[{"Key":"Name","Value":"endpoint"}]}]}
            """
        );
        Assert.Equal(
            expected.With(
                DocumentPath.Of("PolicyDocument"),
                AwsDocument.Build(writer => writer.WriteStringValue(VpcSample.NarrowPolicy))
            ),
            AwsDocument.Parse(call.ParametersJson)
        );
    }

    [Fact]
    public void CallsTo_SameNameStillBeingDeleted_WaitsForIt()
    {
        var from = VpcSample.Vpc(endpoints: [VpcSample.Endpoint(state: "deleting")]);

        var calls = from.CallsTo(from.WithCreated(VpcSample.Read(Endpoint).Endpoint));

        Assert.Contains("still being deleted", calls.Impossible, StringComparison.Ordinal);
    }

    [Fact]
    public void CallsTo_SameLogInAnotherFormat_WouldLeaveAGap() =>
        Assert.Contains(
            "would leave a gap",
            VpcSample
                .Vpc([VpcSample.FlowLog])
                .CallsTo(
                    VpcSample.Vpc([VpcSample.FlowLog.Replace("${action}", "${srcaddr}", StringComparison.Ordinal)])
                )
                .Impossible,
            StringComparison.Ordinal
        );

    [Fact]
    public void CallsTo_OtherPlaces_SaysThatNoCallDoes() =>
        Assert.Contains(
            "ec2.describe-vpcs",
            VpcSample.Vpc().CallsTo(VpcSample.Vpc(extra: ""","DhcpOptionsId":"dopt-1" """)).Impossible,
            StringComparison.Ordinal
        );

    [Fact]
    public void CallsTo_EndpointChanged_IsLeftToTheEndpoint() =>
        Assert.Contains(
            "changed on its own",
            VpcSample
                .Vpc(endpoints: [Endpoint])
                .CallsTo(VpcSample.Vpc(endpoints: [VpcSample.Endpoint(policy: null)]))
                .Impossible,
            StringComparison.Ordinal
        );

    [Fact]
    public void Apply_SameFlowLogTwice_IsRefused()
    {
        var vpc = VpcSample.Vpc();
        var call = vpc.CallsTo(vpc.WithCreated(Log(VpcSample.FlowLog))).Calls[0];

        var twice = ((DocumentState)vpc.Apply(call).State!).Apply(call);

        Assert.Equal("FlowLogAlreadyExists", twice.Error?.Code);
    }

    [Theory]
    [InlineData("DeleteFlowLogs", "FlowLogIds", "InvalidFlowLogId.NotFound")]
    [InlineData("DeleteVpcEndpoints", "VpcEndpointIds", "InvalidVpcEndpointId.NotFound")]
    public void Apply_DeletingWhatIsNotThere_IsRefused(string operation, string list, string code)
    {
        var call = ApiCall.Create(
            "ec2",
            operation,
            ApiCallEffect.Removes,
            "",
            writer =>
            {
                writer.WriteStartArray(list);
                writer.WriteStringValue("x-1");
                writer.WriteEndArray();
            }
        );

        Assert.Equal(code, VpcSample.Vpc().Apply(call).Error?.Code);
    }

    [Fact]
    public void Apply_AnyCall_LeavesUnknownMembersAsTheyWere()
    {
        var log = VpcSample.FlowLog.Replace(
            "\"TrafficType\"",
            "\"Novelty\":{\"Deep\":[1,{\"er\":null}]},\"TrafficType\"",
            StringComparison.Ordinal
        );
        var vpc = VpcSample.Vpc(
            [log],
            [VpcSample.Endpoint(extra: ""","Novelty":[7]""")],
            extra: ""","Novelty":"kept" """
        );

        var after = Applied(
            vpc,
            vpc.CallsTo(vpc.WithCreated(VpcSample.Read(VpcSample.Endpoint(Gateway, "vpce-2", "Gateway")).Endpoint))
        );

        foreach (var (operation, part) in vpc.Parts)
        {
            Assert.StartsWith(
                part.Canonical.TrimEnd(']', '}'),
                after.Parts[operation].Canonical,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("", "Stronger: flow log added")]
    [InlineData("gone", "Weaker: flow log removed")]
    [InlineData("failed", "Weaker: flow log fl-0a1b2c3d4e5f60001 no longer works: Access error")]
    [InlineData("renamed", "")]
    public void ChangesSince_FlowLogs_AreToldByWhatTheyRecord(string what, string expected)
    {
        var with = VpcSample.Vpc([VpcSample.FlowLog]);
        var (before, after) = what switch
        {
            "" => (VpcSample.Vpc(), with),
            "gone" => (with, VpcSample.Vpc()),
            "failed" => (
                with,
                VpcSample.Vpc([
                    VpcSample.FlowLog.Replace(
                        "\"SUCCESS\"",
                        "\"FAILED\",\"DeliverLogsErrorMessage\":\"Access error\"",
                        StringComparison.Ordinal
                    ),
                ])
            ),
            _ => (
                with,
                VpcSample.Vpc([VpcSample.FlowLog.Replace("fl-0a1b2c3d4e5f60001", "fl-2", StringComparison.Ordinal)])
            ),
        };

        var changes = after.ChangesSince(before)!.Select(change => $"{change.Effect}: {change.Text}");

        Assert.StartsWith(expected, string.Join("; ", changes), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, !changes.Any());
    }

    [Fact]
    public void ChangesSince_Endpoints_AreToldByService()
    {
        var before = VpcSample.Vpc(endpoints: [Endpoint]);
        var after = VpcSample.Vpc(endpoints: [VpcSample.Endpoint(Gateway, "vpce-2", "Gateway")]);

        Assert.Equal(
            [ChangeEffect.Weaker, ChangeEffect.Neutral],
            after.ChangesSince(before)!.Select(change => change.Effect)
        );
    }

    [Fact]
    public void ChangesSince_UnknownMember_IsUnknown() =>
        Assert.Equal(
            ChangeEffect.Unknown,
            Assert.Single(VpcSample.Vpc(extra: ""","Novelty":1""").ChangesSince(VpcSample.Vpc())!).Effect
        );

    [Fact]
    public void Addresses_AllBlocks_AreRead() =>
        Assert.Equal(
            Sample.Addresses("10.0.0.0/16", "10.9.0.0/16", "2001:db8::/56"),
            VpcSample
                .Vpc(
                    extra: ""","CidrBlockAssociationSet":[{"CidrBlock":"10.0.0.0/16"},{"CidrBlock":"10.9.0.0/16"}],"Ipv6CidrBlockAssociationSet":[{"Ipv6CidrBlock":"2001:db8::/56"}]"""
                )
                .Addresses
        );

    private static FlowLog Log(string json) => new(AwsDocument.Parse(json));

    private static Vpc Applied(Vpc from, Core.Resources.NetworkAcls.OrderedCalls calls)
    {
        Assert.True(calls.IsPossible, calls.Impossible);
        return calls.Calls.Aggregate(from, (vpc, call) => (Vpc)vpc.Apply(call).State!);
    }
}
