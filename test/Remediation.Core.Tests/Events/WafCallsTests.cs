using System.Text;
using Remediation.Core.Events;
using Remediation.Core.Resources;
using Remediation.Testing;

namespace Remediation.Core.Tests.Events;

public sealed class WafCallsTests
{
    private const string Balancer =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0a1b2c3d4e5f6071";
    private const string Named =
        """{"name":"shop","scope":"REGIONAL","id":"11111111-2222-4333-8444-555555555555","lockToken":"t"}""";

    [Theory]
    [InlineData("UpdateWebACL")]
    [InlineData("DeleteWebACL")]
    public void Parse_CallOnAnAclByNameScopeAndId_MakesItsArn(string name) =>
        Assert.Equal([WafSample.AclArn], Resources(Parse(name, Named)));

    [Fact]
    public void Parse_CallForCloudFront_IsInTheHomeOfGlobalOnes()
    {
        var parsed = Parse("UpdateWebACL", """{"name":"cdn","scope":"CLOUDFRONT","id":"9"}""", region: "us-east-1");

        var reference = Assert.Single(parsed.Change!.Resources);
        Assert.Equal("arn:aws:wafv2:us-east-1:123456789012:global/webacl/cdn/9", reference.Id);
        Assert.Equal("us-east-1", reference.Region);
    }

    [Theory]
    [InlineData("us-gov-west-1", "aws-us-gov")]
    [InlineData("cn-north-1", "aws-cn")]
    public void Parse_CallInAnotherPartition_MakesAnArnOfIt(string region, string partition) =>
        Assert.StartsWith(
            $"arn:{partition}:wafv2:{region}:123456789012:regional/webacl/",
            Resources(Parse("UpdateWebACL", Named, region: region))[0],
            StringComparison.Ordinal
        );

    [Fact]
    public void Parse_Creation_TakesTheArnOfTheAnswer() =>
        Assert.Equal(
            [WafSample.AclArn],
            Resources(
                Parse(
                    "CreateWebACL",
                    """{"name":"shop","scope":"REGIONAL"}""",
                    $$$"""{"summary":{"name":"shop","id":"1","aRN":"{{{WafSample.AclArn}}}"}}"""
                )
            )
        );

    [Theory]
    [InlineData("UpdateIPSet", "ipset", ResourceTypes.IpSet)]
    [InlineData("UpdateRuleGroup", "rulegroup", ResourceTypes.WafRuleGroup)]
    [InlineData("UpdateRegexPatternSet", "regexpatternset", ResourceTypes.RegexPatternSet)]
    public void Parse_CallOnWhatAclsUse_LooksAtEveryAclToo(string name, string kind, string type)
    {
        var change = Parse(name, """{"name":"x","scope":"REGIONAL","id":"9"}""").Change!;

        Assert.Equal(
            [$"arn:aws:wafv2:us-east-1:123456789012:regional/{kind}/x/9", $"every {ResourceTypes.WebAcl}"],
            change.Resources.Select(resource => resource.ToString())
        );
        Assert.Equal(type, change.Resources[0].Type);
    }

    [Fact]
    public void Parse_Association_NamesTheResourceAndTheAcl() =>
        Assert.Equal(
            [Balancer, WafSample.AclArn],
            Resources(
                Parse("AssociateWebACL", $$"""{"resourceArn":"{{Balancer}}","webACLArn":"{{WafSample.AclArn}}"}""")
            )
        );

    [Fact]
    public void Parse_Disassociation_NamesTheResource() =>
        Assert.Equal([Balancer], Resources(Parse("DisassociateWebACL", $$"""{"resourceArn":"{{Balancer}}"}""")));

    [Fact]
    public void Parse_AssociationOfWhatIsNotWatched_IsIgnored() =>
        Assert.Equal(
            ParsedEventKind.Ignored,
            Parse(
                "DisassociateWebACL",
                """{"resourceArn":"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_A"}"""
            ).Kind
        );

    [Fact]
    public void Parse_Logging_NamesTheAcl()
    {
        var put = $$$"""{"loggingConfiguration":{"resourceArn":"{{{WafSample.AclArn}}}"}}""";

        Assert.Equal([WafSample.AclArn], Resources(Parse("PutLoggingConfiguration", put)));
        Assert.Equal(
            [WafSample.AclArn],
            Resources(Parse("DeleteLoggingConfiguration", $$"""{"resourceArn":"{{WafSample.AclArn}}"}"""))
        );
    }

    [Fact]
    public void Parse_TagsAndPolicies_NameTheResource()
    {
        Assert.Equal(
            [WafSample.AclArn],
            Resources(Parse("TagResource", $$"""{"resourceARN":"{{WafSample.AclArn}}","tags":[]}"""))
        );
        Assert.Equal(
            [WafSample.GroupArn],
            Resources(Parse("PutPermissionPolicy", $$"""{"resourceArn":"{{WafSample.GroupArn}}"}"""))
        );
    }

    [Theory]
    [InlineData("UpdateWebACL", """{"name":"shop"}""")]
    [InlineData("UpdateWebACL", "null")]
    [InlineData("DeleteLoggingConfiguration", "{}")]
    [InlineData("DisassociateWebACL", "{}")]
    public void Parse_CallThatNamesNothing_IsRejectedWithAReason(string name, string parameters)
    {
        var parsed = Parse(name, parameters);

        Assert.Equal(ParsedEventKind.Rejected, parsed.Kind);
        Assert.StartsWith($"{name} names no", parsed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PutManagedRuleSetVersions")]
    [InlineData("CreateAPIKey")]
    public void Parse_OtherCall_IsIgnored(string name) => Assert.Equal(ParsedEventKind.Ignored, Parse(name, "{}").Kind);

    private static List<string> Resources(ParsedEvent parsed) =>
        [.. parsed.Change!.Resources.Select(resource => resource.Id!)];

    private static ParsedEvent Parse(
        string name,
        string parameters,
        string response = "null",
        string region = "us-east-1"
    ) =>
        Assert.Single(
            EventParser.Parse(
                Encoding.UTF8.GetBytes(
                    $$"""
                    {"eventVersion":"1.11","eventSource":"wafv2.amazonaws.com","eventName":"{{name}}",
                    "awsRegion":"{{region}}","eventTime":"2026-11-20T10:00:00Z","eventID":"e-1",
                    "recipientAccountId":"123456789012","readOnly":false,
                    "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/mallory"},
                    "requestParameters":{{parameters}},"responseElements":{{response}}}
                    """
                )
            )
        );
}
