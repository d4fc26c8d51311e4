using System.Text;
using Remediation.Core.Events;
using Remediation.Core.Resources;

namespace Remediation.Core.Tests.Events;

/// <summary>Calls of other services that can take a web ACL from in front of something, as CloudTrail records them.</summary>
public sealed class ProtectedResourceCallsTests
{
    private const string Balancer =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";
    private const string Stage = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod";
    private const string Api = "arn:aws:appsync:us-east-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz";
    private const string Distribution = "arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK";

    [Theory]
    [InlineData(
        "elasticloadbalancing",
        "CreateLoadBalancer",
        "{}",
        $$"""{"loadBalancers":[{"loadBalancerArn":"{{Balancer}}","type":"application"}]}""",
        Balancer
    )]
    [InlineData(
        "elasticloadbalancing",
        "ModifyLoadBalancerAttributes",
        $$"""{"loadBalancerArn":"{{Balancer}}"}""",
        "null",
        Balancer
    )]
    [InlineData(
        "elasticloadbalancing",
        "SetWebAcl",
        $$"""{"loadBalancerArn":"{{Balancer}}","webACLId":"x"}""",
        "null",
        Balancer
    )]
    [InlineData("elasticloadbalancing", "SetWebAcl", $$"""{"resourceArn":"{{Balancer}}"}""", "null", Balancer)]
    [InlineData("elasticloadbalancing", "SetWebAcl", "{}", "null", "*")]
    [InlineData(
        "apigateway",
        "CreateStage",
        """{"restApiId":"a1b2c3d4e5","createStageInput":{"stageName":"prod"}}""",
        "null",
        Stage
    )]
    [InlineData("apigateway", "CreateStage", """{"restApiId":"a1b2c3d4e5"}""", """{"stageName":"prod"}""", Stage)]
    [InlineData(
        "apigateway",
        "UpdateStage",
        """{"restApiId":"a1b2c3d4e5","stageName":"prod","patchOperations":[{"op":"remove","path":"/webAclArn"}]}""",
        "null",
        Stage
    )]
    [InlineData(
        "apigateway",
        "CreateDeployment",
        """{"restApiId":"a1b2c3d4e5","createDeploymentInput":{"stageName":"prod"}}""",
        "null",
        Stage
    )]
    [InlineData("appsync", "CreateGraphqlApi", "{}", $$$"""{"graphqlApi":{"arn":"{{{Api}}}"}}""", Api)]
    [InlineData(
        "appsync",
        "UpdateGraphqlApi",
        """{"apiId":"abcdefghijklmnopqrstuvwxyz"}""",
        $$$"""{"graphqlApi":{"arn":"{{{Api}}}"}}""",
        Api
    )]
    [InlineData(
        "cloudfront",
        "CreateDistribution",
        "{}",
        $$$"""{"distribution":{"id":"E1ABCDEF2GHIJK","aRN":"{{{Distribution}}}"}}""",
        Distribution
    )]
    [InlineData("cloudfront", "UpdateDistribution", """{"id":"E1ABCDEF2GHIJK"}""", "null", Distribution)]
    [InlineData(
        "cloudfront",
        "DisassociateDistributionWebACL",
        """{"id":"E1ABCDEF2GHIJK"}""",
        """{"id":"E1ABCDEF2GHIJK","eTag":"x"}""",
        Distribution
    )]
    public void Parse_CallOnSomethingProtected_NamesIt(
        string service,
        string name,
        string parameters,
        string response,
        string expected
    )
    {
        var outcome = Parse(service, name, parameters, response);

        Assert.Equal(ParsedEventKind.Understood, outcome.Kind);
        var reference = Assert.Single(outcome.Change!.Resources);
        Assert.Equal(expected, reference.Id);
        Assert.Equal("123456789012", reference.Account);
        Assert.Equal("us-east-1", reference.Region);
    }

    [Theory]
    [InlineData(
        "elasticloadbalancing",
        "CreateLoadBalancer",
        "{}",
        """{"loadBalancers":[{"loadBalancerArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/n/50dc6c495c0c9188"}]}""",
        "no web ACL can protect"
    )]
    [InlineData(
        "elasticloadbalancing",
        "ModifyLoadBalancerAttributes",
        """{"loadBalancerArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/gwy/n/50dc6c495c0c9188"}""",
        "null",
        "no web ACL can protect"
    )]
    [InlineData(
        "apigateway",
        "CreateStage",
        """{"apiId":"h1","createStageInput":{"stageName":"prod"}}""",
        "null",
        "HTTP or WebSocket"
    )]
    [InlineData(
        "apigateway",
        "CreateDeployment",
        """{"restApiId":"a1b2c3d4e5","createDeploymentInput":{}}""",
        "null",
        "made no stage"
    )]
    [InlineData(
        "apigateway",
        "DeleteStage",
        """{"restApiId":"a1b2c3d4e5","stageName":"prod"}""",
        "null",
        "nothing this version watches"
    )]
    public void Parse_CallOnSomethingElse_IsIgnored(
        string service,
        string name,
        string parameters,
        string response,
        string reason
    )
    {
        var outcome = Parse(service, name, parameters, response);

        Assert.Equal(ParsedEventKind.Ignored, outcome.Kind);
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", "null")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"loadBalancers":"HIDDEN"}""")]
    [InlineData("elasticloadbalancing", "ModifyLoadBalancerAttributes", "null")]
    [InlineData("apigateway", "UpdateStage", "null")]
    [InlineData("appsync", "UpdateGraphqlApi", """{"graphqlApi":{"arn":"arn:aws:s3:::bucket"}}""")]
    [InlineData("appsync", "CreateGraphqlApi", "null")]
    [InlineData("cloudfront", "UpdateDistribution", "null")]
    [InlineData("cloudfront", "CreateDistribution", """{"distribution":{"aRN":"not an arn"}}""")]
    public void Parse_CallThatNamesNothing_IsRejected(string service, string name, string response) =>
        Assert.Equal(ParsedEventKind.Rejected, Parse(service, name, "{}", response).Kind);

    [Fact]
    public void Parse_LoadBalancerOfTheOldKind_IsIgnored() =>
        Assert.Equal(
            ParsedEventKind.Ignored,
            Parse(
                "elasticloadbalancing",
                "SetWebAcl",
                """{"resourceArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/old"}""",
                "null"
            ).Kind
        );

    private static ParsedEvent Parse(string service, string name, string parameters, string response) =>
        Assert.Single(
            EventParser.Parse(
                Encoding.UTF8.GetBytes(
                    $$"""
                    {"eventVersion":"1.08","eventSource":"{{service}}.amazonaws.com","eventName":"{{name}}","awsRegion":"us-east-1",
                     "eventTime":"2026-11-20T10:00:00Z","eventID":"e-1","recipientAccountId":"123456789012",
                     "userIdentity":{"type":"IAMUser","accountId":"123456789012","userName":"alice"},
                     "requestParameters":{{parameters}},"responseElements":{{response}}}
                    """
                )
            )
        );
}
