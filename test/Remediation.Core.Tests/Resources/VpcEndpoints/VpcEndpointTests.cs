using CsCheck;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.VpcEndpoints;

public sealed class VpcEndpointTests
{
    private static readonly Gen<string> Ids = Gen.OneOf("1", "2", "3");

    private static readonly Gen<VpcEndpoint> Any = Gen.Select(
            Gen.OneOf(VpcSample.NarrowPolicy, PolicyDocument.FullAccessText),
            Gen.Bool,
            Ids.List[0, 3],
            Ids.List[0, 3]
        )
        .Select(
            (policy, dns, subnets, groups) =>
                Built(VpcSample.Read(VpcSample.Endpoint(policy: policy, privateDns: dns)), subnets, groups)
        );

    [Fact]
    public void CallsTo_Itself_AreNone() => Any.Sample(endpoint => endpoint.CallsTo(endpoint).Calls.IsEmpty);

    [Fact]
    public void CallsTo_Another_LeadsThereInOneCall() =>
        Gen.Select(Any, Any)
            .Sample(
                (from, to) =>
                {
                    var calls = from.CallsTo(to).Calls;
                    var reached = calls.Aggregate(from, (state, call) => (VpcEndpoint)state.Apply(call).State!);

                    Assert.InRange(calls.Length, 0, 1);
                    Assert.Equal(to.Endpoint.PolicyText, reached.Endpoint.PolicyText);
                    Assert.Equal(to.Endpoint.PrivateDnsEnabled, reached.Endpoint.PrivateDnsEnabled);
                    Assert.Equal(to.Endpoint.SubnetIds.Order(), reached.Endpoint.SubnetIds.Order());
                    Assert.Equal(to.Endpoint.GroupIds.Order(), reached.Endpoint.GroupIds.Order());
                    Assert.Empty(reached.CallsTo(to).Calls);
                }
            );

    [Fact]
    public void CallsTo_ChangedInEveryWay_IsTheExactRequest()
    {
        var from = VpcSample.Read(VpcSample.Endpoint(privateDns: false));
        var document = VpcSample.Read(VpcSample.Endpoint(policy: PolicyDocument.FullAccessText)).Endpoint.Document;
        var to = from.With(
            document
                .With(DocumentPath.Of("SubnetIds"), AwsDocument.Parse("""["subnet-0a2","subnet-0a3"]"""))
                .With(DocumentPath.Of("Groups"), AwsDocument.Parse("""[{"GroupId":"sg-2"}]"""))
        );

        var call = Assert.Single(from.CallsTo(to).Calls);

        var expected = AwsDocument.Parse(
            """
            {"VpcEndpointId":"vpce-0a1b2c3d4e5f60001","PrivateDnsEnabled":true,"AddSecurityGroupIds":["sg-2"],
             "RemoveSecurityGroupIds":["sg-0a1b2c3d4e5f60718"],"AddSubnetIds":["subnet-0a3"],"RemoveSubnetIds":["subnet-0a1"]}
            """
        );
        Assert.Equal("ec2:ModifyVpcEndpoint", call.IamAction);
        Assert.Equal(
            expected.With(
                DocumentPath.Of("PolicyDocument"),
                AwsDocument.Build(writer => writer.WriteStringValue(PolicyDocument.FullAccessText))
            ),
            AwsDocument.Parse(call.ParametersJson)
        );
    }

    [Fact]
    public void CallsTo_NoPolicy_ResetsIt()
    {
        var from = VpcSample.Read(VpcSample.Endpoint());
        var to = VpcSample.Read(VpcSample.Endpoint(policy: null));

        var call = Assert.Single(from.CallsTo(to).Calls);

        Assert.True(call.Parameters.GetProperty("ResetPolicy").GetBoolean());
        Assert.Single(((VpcEndpoint)from.Apply(call).State!).Endpoint.Policy.Value.OpenToAnyone());
    }

    [Fact]
    public void CallsTo_PolicyLaidOutDifferently_AreNone() =>
        Assert.Empty(
            VpcSample
                .Read(VpcSample.Endpoint())
                .CallsTo(
                    VpcSample.Read(
                        VpcSample.Endpoint(
                            policy: VpcSample.NarrowPolicy.Replace(",", " ,\n", StringComparison.Ordinal)
                        )
                    )
                )
                .Calls
        );

    [Fact]
    public void CallsTo_OtherPlaces_SaysThatNoCallDoes() =>
        Assert.Contains(
            "ServiceName",
            VpcSample
                .Read(VpcSample.Endpoint())
                .CallsTo(VpcSample.Read(VpcSample.Endpoint("com.amazonaws.us-east-1.ssm")))
                .Impossible,
            StringComparison.Ordinal
        );

    [Fact]
    public void Apply_Modification_LeavesUnknownMembersAsTheyWere()
    {
        var from = VpcSample.Read(VpcSample.Endpoint(extra: ""","Novelty":{"Deep":[1,{"er":null}]}"""));
        var to = VpcSample.Read(
            VpcSample.Endpoint(privateDns: false, extra: ""","Novelty":{"Deep":[1,{"er":null}]}""")
        );

        var after = (VpcEndpoint)from.Apply(Assert.Single(from.CallsTo(to).Calls)).State!;

        Assert.Equal(to.Parts[VpcEndpoint.Description], after.Parts[VpcEndpoint.Description]);
    }

    [Theory]
    [InlineData(
        "Gateway",
        """{"VpcEndpointId":"vpce-0a1b2c3d4e5f60001","PrivateDnsEnabled":true}""",
        "InvalidParameterValue"
    )]
    [InlineData(
        "Interface",
        """{"VpcEndpointId":"vpce-0a1b2c3d4e5f60001","AddRouteTableIds":["rtb-1"]}""",
        "InvalidParameterValue"
    )]
    [InlineData(
        "Interface",
        """{"VpcEndpointId":"vpce-0a1b2c3d4e5f60001","ResetPolicy":true,"PolicyDocument":"{}"}""",
        "InvalidParameterValue"
    )]
    [InlineData("Interface", """{"VpcEndpointId":"vpce-2"}""", "InvalidVpcEndpointId.NotFound")]
    public void Apply_WhatAwsRefuses_IsRefused(string type, string request, string code) =>
        Assert.Equal(code, VpcSample.Read(VpcSample.Endpoint(type: type)).Apply(Call(request)).Error?.Code);

    [Fact]
    public void Apply_AnotherService_IsRefused() =>
        Assert.Equal(
            CallError.UnknownOperation,
            VpcSample
                .Read(VpcSample.Endpoint())
                .Apply(ApiCall.Create("ec2", "DeleteVpc", ApiCallEffect.Removes, "", _ => { }))
                .Error?.Code
        );

    [Fact]
    public void Apply_RouteTables_AreAddedAndRemovedOnce()
    {
        var gateway = VpcSample.Read(
            VpcSample.Endpoint("com.amazonaws.us-east-1.s3", type: "Gateway", privateDns: false)
        );

        var after = gateway.Apply(
            Call(
                """{"VpcEndpointId":"vpce-0a1b2c3d4e5f60001","AddRouteTableIds":["rtb-2","rtb-2"],"RemoveRouteTableIds":["rtb-0a1"]}"""
            )
        );

        Assert.Equal(["rtb-2"], ((VpcEndpoint)after.State!).Endpoint.RouteTableIds);
    }

    [Theory]
    [InlineData("policy", ChangeEffect.Weaker)]
    [InlineData("dns", ChangeEffect.Weaker)]
    [InlineData("group", ChangeEffect.Weaker)]
    [InlineData("novelty", ChangeEffect.Unknown)]
    [InlineData("broken", ChangeEffect.Unknown)]
    [InlineData("state", ChangeEffect.Neutral)]
    public void ChangesSince_OneChange_IsToldWithItsPlace(string what, ChangeEffect effect)
    {
        var before = VpcSample.Read(VpcSample.Endpoint());
        var after = VpcSample.Read(
            what switch
            {
                "policy" => VpcSample.Endpoint(policy: PolicyDocument.FullAccessText),
                "dns" => VpcSample.Endpoint(privateDns: false),
                "group" => VpcSample
                    .Endpoint()
                    .Replace("\"Groups\":[", "\"Groups\":[{\"GroupId\":\"sg-2\"},", StringComparison.Ordinal),
                "novelty" => VpcSample.Endpoint(extra: ""","Novelty":1"""),
                "broken" => VpcSample.Endpoint(policy: "{"),
                _ => VpcSample.Endpoint(state: "Available"),
            }
        );

        var change = Assert.Single(after.ChangesSince(before)!);

        Assert.Equal(effect, change.Effect);
        Assert.All(
            effect == ChangeEffect.Weaker ? before.DifferencesTo(after) : [],
            difference => Assert.True(Assert.Single(change.Paths).Covers(difference.Path), difference.Path.ToString())
        );
    }

    [Fact]
    public void ChangesSince_RouteTableLetGo_IsWeaker()
    {
        var before = VpcSample.Read(VpcSample.Endpoint(type: "Gateway"));
        var after = VpcSample.Read(
            VpcSample.Endpoint(type: "Gateway").Replace("\"rtb-0a1\"", "", StringComparison.Ordinal)
        );

        Assert.Equal(ChangeEffect.Weaker, Assert.Single(after.ChangesSince(before)!).Effect);
        Assert.Equal(ChangeEffect.Neutral, Assert.Single(before.ChangesSince(after)!).Effect);
    }

    [Fact]
    public void Read_WhatIsNotUnderstood_IsUnreadable()
    {
        Assert.Contains(
            "no JSON",
            Assert.Single(VpcSample.Read(VpcSample.Endpoint(policy: "{")).Unreadable),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "VpcEndpointType",
            Assert.Single(VpcSample.Read(VpcSample.Endpoint(type: "Wormhole")).Unreadable),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not given as text",
            Assert.Single(
                VpcSample
                    .Read(VpcSample.Endpoint(policy: null, extra: ""","PolicyDocument":{"Statement":[]}"""))
                    .Unreadable
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_WithoutId_SaysSo() =>
        Assert.Equal("a VPC endpoint has no VpcEndpointId", VpcEndpoint.Read(VpcSample.Element("{}"), "", "").Error);

    [Fact]
    public void ManagedBy_RequesterManaged_IsTheService() =>
        Assert.NotNull(
            VpcSample
                .Read(
                    VpcSample
                        .Endpoint()
                        .Replace("\"RequesterManaged\":false", "\"RequesterManaged\":true", StringComparison.Ordinal)
                )
                .ManagedBy
        );

    [Fact]
    public void Neighbours_Always_AreGroupsAndVpc() =>
        Assert.Equal(
            [VpcSample.GroupId, VpcSample.VpcId],
            VpcSample.Read(VpcSample.Endpoint()).Neighbours.Select(neighbour => neighbour.Id)
        );

    [Theory]
    [InlineData("com.amazonaws.us-west-2.s3", "s3")]
    [InlineData("com.amazonaws.us-gov-west-1.ecr.api", "ecr.api")]
    [InlineData("cn.com.amazonaws.cn-north-1.ec2", "ec2")]
    [InlineData("aws.sagemaker.us-east-1.notebook", "notebook")]
    [InlineData("aws.api.us-east-1.kendra-ranking", "kendra-ranking")]
    [InlineData("com.amazonaws.vpce.us-east-1.vpce-svc-0a1b2c3d", "")]
    [InlineData("com.example.us-east-1.s3", "")]
    [InlineData("", "")]
    public void Service_Name_IsWhatFollowsTheRegion(string name, string service) =>
        Assert.Equal(service, EndpointService.KeyOf(name));

    private static VpcEndpoint Built(VpcEndpoint endpoint, List<string> subnets, List<string> groups) =>
        endpoint.With(
            endpoint
                .Endpoint.Document.With(DocumentPath.Of("SubnetIds"), List(subnets, id => $"\"subnet-{id}\""))
                .With(DocumentPath.Of("Groups"), List(groups, id => $$"""{"GroupId":"sg-{{id}}"}"""))
        );

    private static ApiCall Call(string request) =>
        ApiCall.Create(
            "ec2",
            "ModifyVpcEndpoint",
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                foreach (var member in VpcSample.Element(request).EnumerateObject())
                {
                    member.WriteTo(writer);
                }
            }
        );

    private static AwsDocument List(IEnumerable<string> ids, Func<string, string> element) =>
        AwsDocument.Parse($"[{string.Join(',', ids.Distinct(StringComparer.Ordinal).Select(element))}]");
}
