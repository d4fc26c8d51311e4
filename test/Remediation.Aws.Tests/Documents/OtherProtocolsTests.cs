using Remediation.Core.Planning;
using Remediation.Engine;

namespace Remediation.Aws.Tests.Documents;

/// <summary>Services whose protocol is AWS Query or REST: their answers look like the AWS CLI's all the same.</summary>
public sealed class OtherProtocolsTests
{
    private const string LoadBalancers = """
        <DescribeLoadBalancersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
          <DescribeLoadBalancersResult>
            <LoadBalancers>
              <member>
                <LoadBalancerArn>arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188</LoadBalancerArn>
                <Scheme>internet-facing</Scheme>
                <State><Code>active</Code></State>
                <AvailabilityZones>
                  <member><SubnetId>subnet-0a1b</SubnetId><ZoneName>eu-west-1a</ZoneName><LoadBalancerAddresses/></member>
                  <member><SubnetId>subnet-0c2d</SubnetId><ZoneName>eu-west-1b</ZoneName></member>
                </AvailabilityZones>
                <SecurityGroups><member>sg-0a1b2c3d</member></SecurityGroups>
                <Invented><Deep>&lt;&amp;</Deep></Invented>
                <CustomerOwnedIpv4Pool></CustomerOwnedIpv4Pool>
              </member>
            </LoadBalancers>
            <NextMarker>page-2</NextMarker>
          </DescribeLoadBalancersResult>
          <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
        </DescribeLoadBalancersResponse>
        """;

    [Theory]
    [InlineData("elasticloadbalancing")]
    [InlineData("elbv2")]
    public async Task Query_LoadBalancers_AreTheJsonOfTheCli(string service)
    {
        await using var aws = new ScriptedAws(LoadBalancers);

        var answer = await aws.Source()
            .CallAsync(
                service,
                "DescribeLoadBalancers",
                """{"Names":["a b","c"],"PageSize":400}""",
                CancellationToken.None
            );

        Assert.Equal(
            """{"LoadBalancers":[{"LoadBalancerArn":"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188","Scheme":"internet-facing","State":{"Code":"active"},"AvailabilityZones":[{"SubnetId":"subnet-0a1b","ZoneName":"eu-west-1a","LoadBalancerAddresses":[]},{"SubnetId":"subnet-0c2d","ZoneName":"eu-west-1b"}],"SecurityGroups":["sg-0a1b2c3d"],"Invented":{"Deep":"<&"},"CustomerOwnedIpv4Pool":""}],"NextMarker":"page-2"}""",
            answer.Document?.Text
        );
        Assert.Equal(
            "Action=DescribeLoadBalancers&Version=2015-12-01&Names.member.1=a%20b&Names.member.2=c&PageSize=400",
            aws.Last.Text
        );
        Assert.Contains(
            "/eu-west-1/elasticloadbalancing/",
            aws.Last.Headers["Authorization"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Query_NoLoadBalancers_IsAnEmptyList()
    {
        await using var aws = new ScriptedAws(
            "<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>"
        );
        var answer = await aws.Source().CallAsync("elbv2", "DescribeLoadBalancers", "{}", CancellationToken.None);
        Assert.Equal("""{"LoadBalancers":[]}""", answer.Document?.Text);
    }

    [Fact]
    public async Task Query_TagsOfNothing_AreEmptyLists()
    {
        await using var aws = new ScriptedAws(
            "<DescribeTagsResponse><DescribeTagsResult><TagDescriptions><member><ResourceArn>a</ResourceArn><Tags/></member>"
                + "<member><ResourceArn>b</ResourceArn><Tags><member><Key>k</Key><Value/></member></Tags></member>"
                + "</TagDescriptions></DescribeTagsResult></DescribeTagsResponse>"
        );
        var answer = await aws.Source()
            .CallAsync("elbv2", "DescribeTags", """{"ResourceArns":["a","b"]}""", CancellationToken.None);
        Assert.Equal(
            """{"TagDescriptions":[{"ResourceArn":"a","Tags":[]},{"ResourceArn":"b","Tags":[{"Key":"k","Value":""}]}]}""",
            answer.Document?.Text
        );
    }

    [Theory]
    [InlineData(400, "LoadBalancerNotFound", false)]
    [InlineData(400, "Throttling", true)]
    [InlineData(503, "ServiceUnavailable", true)]
    public async Task Query_Error_IsItsCodeAndMessage(int status, string code, bool isRetryable)
    {
        await using var aws = new ScriptedAws(_ =>
            ScriptedAnswer.Of(
                status,
                $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>m</Message></Error><RequestId>r-7</RequestId></ErrorResponse>",
                ("x-amzn-RequestId", "r-7")
            )
        );
        var answer = await aws.Source().CallAsync("elbv2", "DescribeLoadBalancers", "{}", CancellationToken.None);
        Assert.Equal(new CallError(code, "m (request r-7)"), answer.Error);
        Assert.Equal(isRetryable, answer.IsRetryable);
    }

    [Fact]
    public async Task Query_AnswerWithADocumentType_IsMalformed()
    {
        await using var aws = new ScriptedAws("""<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>""");
        var answer = await aws.Source().CallAsync("elbv2", "DescribeLoadBalancers", "{}", CancellationToken.None);
        Assert.Equal(AwsFailure.Malformed, answer.Error?.Code);
    }

    [Fact]
    public async Task RestJson_Stages_AreAskedByPathAndQuery()
    {
        const string body =
            """{"item":[{"stageName":"live","webAclArn":"arn:aws:wafv2:x","createdDate":1700000000}]}""";
        await using var aws = new ScriptedAws(body);

        var answer = await aws.Source()
            .CallAsync(
                "apigateway",
                "GetStages",
                """{"restApiId":"a1/b2","deploymentId":"d e"}""",
                CancellationToken.None
            );

        Assert.Equal(body, answer.Document?.Text);
        Assert.Equal(("GET", "/restapis/a1%2Fb2/stages?deploymentId=d%20e"), (aws.Last.Method, aws.Last.Target));
        Assert.Equal("application/json", aws.Last.Headers["Accept"]);
        Assert.Contains("/eu-west-1/apigateway/", aws.Last.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestJson_RestApis_AreNamedAsTheCliNamesThem()
    {
        await using var aws = new ScriptedAws(request =>
            ScriptedAnswer.Ok(
                request.Target.Contains("position", StringComparison.Ordinal)
                    ? """{"item":[{"id":"b"}]}"""
                    : """{"position":"p2","item":[{"id":"a"}]}"""
            )
        );
        var answer = await aws.Source()
            .AllAsync("apigateway", "GetRestApis", """{"limit":500}""", "items", CancellationToken.None);
        Assert.Equal("""[{"id":"a"},{"id":"b"}]""", answer.Document?.Text);
        Assert.Equal("/restapis?limit=500&position=p2", aws.Last.Target);
    }

    [Fact]
    public async Task RestJson_GraphqlApis_AreAskedFor()
    {
        await using var aws = new ScriptedAws("""{"graphqlApis":[]}""");
        var answer = await aws.Source().CallAsync("appsync", "ListGraphqlApis", "{}", CancellationToken.None);
        Assert.Equal("""{"graphqlApis":[]}""", answer.Document?.Text);
        Assert.Equal("/v1/apis", aws.Last.Target);
    }

    [Theory]
    [InlineData("UpdateStage", "{}", "UpdateStage is not known; known are GetRestApis, GetStages, GetStage")]
    [InlineData("GetStages", "{}", "restApiId of GetStages is missing")]
    [InlineData("GetRestApis", """{"limit":[1]}""", "limit of GetRestApis is no text or number")]
    public async Task RestJson_WhatCannotBeAsked_IsRefusedUnsent(string operation, string parameters, string reason)
    {
        await using var aws = new ScriptedAws("{}");
        var answer = await aws.Source().CallAsync("apigateway", operation, parameters, CancellationToken.None);
        Assert.Equal(new CallError(CallError.UnknownOperation, $"apigateway: {reason}"), answer.Error);
        Assert.Empty(aws.Requests);
    }
}
