using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.WafProtected;

public sealed class ProtectedResourceTests
{
    private const string GlobalWebAcl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1";
    private const string WebAcl =
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555";
    private const string OtherWebAcl =
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/blog/66666666-7777-8888-9999-000000000000";
    private const string Classic = "1a2b3c4d-0000-1111-2222-333344445555";

    private static readonly Dictionary<string, string> Elements = new(StringComparer.Ordinal)
    {
        [ResourceTypes.LoadBalancer] =
            """{"LoadBalancerArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188","LoadBalancerName":"shop","Scheme":"internet-facing","VpcId":"vpc-0a1b","Type":"application","Invented":{"Deep":[1]}}""",
        [ResourceTypes.ApiStage] =
            """{"restApiId":"a1b2c3d4e5","stageName":"prod","tags":{"env":"prod"},"invented":1}""",
        [ResourceTypes.GraphQLApi] =
            """{"name":"orders","apiId":"abcdefghijklmnopqrstuvwxyz","arn":"arn:aws:appsync:us-east-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz","tags":{"env":"prod"}}""",
        [ResourceTypes.Distribution] =
            """{"Id":"E1ABCDEF2GHIJK","ARN":"arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK","WebACLId":""}""",
    };

    public static TheoryData<string> Types => [.. Elements.Keys];

    public static TheoryData<string> AssociatedByWaf =>
        [.. Elements.Keys.Where(type => type != ResourceTypes.Distribution)];

    [Theory]
    [InlineData(ResourceTypes.LoadBalancer, "shop", "load balancer")]
    [InlineData(ResourceTypes.ApiStage, "a1b2c3d4e5/prod", "API stage")]
    [InlineData(ResourceTypes.GraphQLApi, "orders", "AppSync API")]
    [InlineData(ResourceTypes.Distribution, "E1ABCDEF2GHIJK", "distribution")]
    public void Parse_EachType_NamesAndPlacesIt(string type, string name, string kind)
    {
        var state = Parse(type);

        Assert.Equal(name, state.Name);
        Assert.Equal(kind, state.Kind);
        Assert.Equal(Sample.Account, state.Id.Account);
        Assert.Equal(Sample.Region, state.Id.Region);
        Assert.Equal(type == ResourceTypes.LoadBalancer ? "vpc-0a1b" : "", state.VpcId);
    }

    [Fact]
    public void Parse_Stage_HasTheArnThatWafKnows() =>
        Assert.Equal(
            "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod",
            Parse(ResourceTypes.ApiStage).Id.Arn
        );

    [Theory]
    [InlineData("cn-north-1", "arn:aws-cn:apigateway:cn-north-1::/restapis/a/stages/b")]
    [InlineData("us-gov-west-1", "arn:aws-us-gov:apigateway:us-gov-west-1::/restapis/a/stages/b")]
    public void StageArn_OtherPartition_SaysSo(string region, string arn)
    {
        Assert.Equal(arn, StageArns.Of(region, "a", "b"));
        Assert.Equal(("a", "b"), StageArns.Read(arn));
    }

    [Theory]
    [InlineData(ResourceTypes.ApiStage)]
    [InlineData(ResourceTypes.GraphQLApi)]
    public void Parse_TagsAsObject_AreRead(string type) => Assert.Equal([new Tag("env", "prod")], Parse(type).Tags);

    [Theory]
    [MemberData(nameof(Types))]
    public void Parse_ElementOfSomethingElse_SaysWhatIsMissing(string type)
    {
        foreach (var json in (string[])["{}", "[]", "7", """{"arn":"arn:aws:s3:::b","ARN":"x","LoadBalancerArn":7}"""])
        {
            Assert.Contains("names no resource", Error(type, json), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_StageWithoutRegion_SaysHowToGiveIt() =>
        Assert.Contains(
            "snapshot.json",
            ProtectedResourceParser
                .Parse(ResourceTypes.ApiStage, Json(Elements[ResourceTypes.ApiStage]), Sample.Account, "")
                .Error,
            StringComparison.Ordinal
        );

    [Fact]
    public void WebAcl_LoadBalancerNotAsked_IsUnknown() =>
        Assert.NotNull(Parse(ResourceTypes.LoadBalancer).WebAcl.UnknownReason);

    [Theory]
    [InlineData(ResourceTypes.ApiStage)]
    [InlineData(ResourceTypes.GraphQLApi)]
    [InlineData(ResourceTypes.Distribution)]
    public void WebAcl_ListingWithoutOne_IsAbsent(string type) => Assert.True(Parse(type).WebAcl.IsAbsent);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"WebACL":null}""", null)]
    [InlineData($$$"""{"WebACL":{"Name":"shop","ARN":"{{{WebAcl}}}","Rules":[{"Name":"r"}]}}""", WebAcl)]
    public void WithAnswer_WhatWafAnswered_TellsWhichWebAcl(string answer, string? arn)
    {
        var state = Parse(ResourceTypes.LoadBalancer).WithAnswer(AwsDocument.Parse(answer));

        Assert.Null(state.WebAcl.UnknownReason);
        Assert.Equal(arn, state.WebAcl.Value);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"WebACL":{"Name":"shop"}}""")]
    [InlineData("""{"WebACL":7}""")]
    public void WithAnswer_OddAnswer_IsUnknownAndNotAbsent(string answer) =>
        Assert.NotNull(Parse(ResourceTypes.LoadBalancer).WithAnswer(AwsDocument.Parse(answer)).WebAcl.UnknownReason);

    [Fact]
    public void WithAnswer_WebAclEdited_IsTheSameState()
    {
        var one = Parse(ResourceTypes.LoadBalancer).WithAnswer(Answer("""[{"Name":"a"}]"""));
        var other = Parse(ResourceTypes.LoadBalancer).WithAnswer(Answer("""[]"""));

        Assert.Equal(one.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void WebAcl_ListingWithNumber_IsUnknown() =>
        Assert.NotNull(
            ProtectedResourceParser
                .Parse(
                    ResourceTypes.GraphQLApi,
                    Json(
                        Elements[ResourceTypes.GraphQLApi]
                            .Replace("\"name\"", "\"wafWebAclArn\":7,\"name\"", StringComparison.Ordinal)
                    ),
                    Sample.Account,
                    Sample.Region
                )
                .Value.WebAcl.UnknownReason
        );

    [Theory]
    [InlineData("internal", true)]
    [InlineData("internet-facing", false)]
    [InlineData("something", null)]
    public void IsInternal_Scheme_Tells(string scheme, bool? expected) =>
        Assert.Equal(
            expected,
            ProtectedResourceParser
                .Parse(
                    ResourceTypes.LoadBalancer,
                    Json(
                        Elements[ResourceTypes.LoadBalancer]
                            .Replace("internet-facing", scheme, StringComparison.Ordinal)
                    ),
                    Sample.Account,
                    Sample.Region
                )
                .Value.IsInternal
        );

    [Theory]
    [MemberData(nameof(AssociatedByWaf))]
    public void CallsTo_FromNone_AssociatesAndApplyingGivesExactlyThat(string type)
    {
        var from = Parse(type).WithWebAcl(null);
        var to = from.WithWebAcl(WebAcl);

        var call = Assert.Single(from.CallsTo(to).Calls);

        Assert.Equal("wafv2:AssociateWebACL", call.IamAction);
        Assert.Equal($$"""{"WebACLArn":"{{WebAcl}}","ResourceArn":"{{from.Id.Arn}}"}""", call.ParametersJson);
        Assert.Equal(to.Fingerprint, from.Apply(call).State!.Fingerprint);
    }

    [Theory]
    [MemberData(nameof(AssociatedByWaf))]
    public void CallsTo_BackAgain_DisassociatesAndApplyingUndoes(string type)
    {
        var from = Parse(type).WithWebAcl(null);
        var to = from.WithWebAcl(WebAcl);

        var call = Assert.Single(to.CallsTo(from).Calls);

        Assert.Equal("wafv2:DisassociateWebACL", call.IamAction);
        Assert.Equal($$"""{"ResourceArn":"{{from.Id.Arn}}"}""", call.ParametersJson);
        Assert.Equal(from.Fingerprint, to.Apply(call).State!.Fingerprint);
    }

    [Theory]
    [MemberData(nameof(AssociatedByWaf))]
    public void CallsTo_OtherWebAcl_ReplacesInOneCall(string type)
    {
        var from = Parse(type).WithWebAcl(WebAcl);
        var to = from.WithWebAcl(OtherWebAcl);

        var call = Assert.Single(from.CallsTo(to).Calls);

        Assert.Equal(OtherWebAcl, ((ProtectedResource)from.Apply(call).State!).WebAcl.Value);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void CallsTo_Same_IsNothing(string type)
    {
        var state = Parse(type).WithWebAcl(WebAcl);

        Assert.True(state.CallsTo(state).IsPossible);
        Assert.Empty(state.CallsTo(state).Calls);
    }

    [Theory]
    [InlineData(null, GlobalWebAcl, "AssociateDistributionWebACL", "\"WebACLArn\":\"" + GlobalWebAcl + "\",")]
    [InlineData(GlobalWebAcl, null, "DisassociateDistributionWebACL", "")]
    public void CallsTo_OfDistribution_AreForTheVersionThatWasRead(
        string? from,
        string? to,
        string operation,
        string parameters
    )
    {
        var state = Versioned().WithWebAcl(from);
        var desired = state.WithWebAcl(to);

        var call = Assert.Single(state.CallsTo(desired).Calls);

        Assert.Equal(
            $$"""cloudfront {{operation}} {"Id":"E1ABCDEF2GHIJK",{{parameters}}"IfMatch":"EOLD"}""",
            call.ToString()
        );
        var after = state.Apply(call).State!;
        Assert.Equal(desired.Fingerprint, after.Fingerprint);
        Assert.NotEqual("EOLD", ((ProtectedResource)after).Version);
        Assert.Equal("PreconditionFailed", ((ProtectedResource)after).Apply(call).Error!.Code);
    }

    [Fact]
    public void CallsTo_OfDistributionWithoutVersion_SayNone()
    {
        var state = Parse(ResourceTypes.Distribution);

        var call = Assert.Single(state.CallsTo(state.WithWebAcl(GlobalWebAcl)).Calls);

        Assert.DoesNotContain("IfMatch", call.ParametersJson, StringComparison.Ordinal);
        Assert.Null(((ProtectedResource)state.Apply(call).State!).Version);
    }

    [Fact]
    public void CallsTo_WebAclOfClassic_IsImpossible()
    {
        var state = Parse(ResourceTypes.Distribution);

        Assert.Contains(Classic, state.CallsTo(state.WithWebAcl(Classic)).Impossible, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E1ABCDEF2GHIJK", WebAcl, "InvalidArgument")]
    [InlineData("E1ABCDEF2GHIJK", "arn:aws:wafv2:us-east-1:123456789012:global/ipset/edge/1", "InvalidArgument")]
    [InlineData("E2ABCDEF2GHIJK", GlobalWebAcl, "EntityNotFound")]
    public void Apply_WhatCloudFrontWouldRefuse_IsRefused(string id, string webAcl, string code)
    {
        var call = ApiCall.Create(
            "cloudfront",
            "AssociateDistributionWebACL",
            ApiCallEffect.Adds,
            "",
            writer =>
            {
                writer.WriteString("Id", id);
                writer.WriteString("WebACLArn", webAcl);
            }
        );

        Assert.Equal(code, Parse(ResourceTypes.Distribution).Apply(call).Error!.Code);
        Assert.False(Parse(ResourceTypes.ApiStage).Apply(call).IsSuccess);
    }

    [Fact]
    public void Fingerprint_WhatEveryWriteTellsAnew_IsNotOfTheContent()
    {
        var other = Distribution(
            ""","ETag":"ENEW","Status":"InProgress","LastModifiedTime":"2026-11-20T10:00:01+00:00","Comment":"c" """
        );

        Assert.Equal(Versioned().Fingerprint, other.Fingerprint);
        Assert.NotEqual(Distribution(""","Comment":"d" """).Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void ListedDistribution_Got_IsTheElementOfTheListing()
    {
        const string got = """
            {"ETag":"EOLD","Distribution":{"Id":"E1ABCDEF2GHIJK","ARN":"arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK",
             "Status":"Deployed","InProgressInvalidationBatches":0,"ActiveTrustedSigners":{"Enabled":false,"Quantity":0},
             "DistributionConfig":{"CallerReference":"r","DefaultRootObject":"","Comment":"c","WebACLId":"","Invented":{"Deep":[1]}}}}
            """;

        Assert.Equal(
            """{"ETag":"EOLD","Id":"E1ABCDEF2GHIJK","ARN":"arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK","Status":"Deployed","Comment":"c","WebACLId":"","Invented":{"Deep":[1]}}""",
            ProtectedResourceParser.ListedDistribution(AwsDocument.Parse(got))?.Text
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Distribution":{"Id":"E1ABCDEF2GHIJK"}}""")]
    [InlineData("""{"Distribution":{"DistributionConfig":7}}""")]
    public void ListedDistribution_WithoutConfiguration_IsNone(string answer) =>
        Assert.Null(ProtectedResourceParser.ListedDistribution(AwsDocument.Parse(answer)));

    [Fact]
    public void CallsTo_AnotherPlaceDiffers_IsImpossibleAndSaysWhere()
    {
        var from = Parse(ResourceTypes.ApiStage);
        var path = DocumentPath.Root.Item("stageName", "prod").Then("cacheClusterEnabled");
        var to = from.WithPart(
            ProtectedResource.Stages,
            from.Parts[ProtectedResource.Stages].With(path, AwsDocument.Parse("true"))
        );

        Assert.Contains("cacheClusterEnabled", from.CallsTo(to).Impossible, StringComparison.Ordinal);
    }

    [Fact]
    public void CallsTo_FromUnknown_IsImpossible()
    {
        var state = Parse(ResourceTypes.LoadBalancer);

        Assert.False(state.CallsTo(state.WithWebAcl(WebAcl)).IsPossible);
    }

    [Theory]
    [MemberData(nameof(AssociatedByWaf))]
    public void Apply_CallForAnotherResource_IsRefused(string type)
    {
        var call = ApiCall.Create(
            "wafv2",
            "DisassociateWebACL",
            ApiCallEffect.Removes,
            "",
            writer => writer.WriteString("ResourceArn", "arn:aws:appsync:us-east-1:123456789012:apis/other")
        );

        Assert.Equal("WAFNonexistentItemException", Parse(type).Apply(call).Error!.Code);
    }

    [Fact]
    public void Apply_OddCalls_AreRefused()
    {
        var state = Parse(ResourceTypes.LoadBalancer);

        Assert.False(state.Apply(Call("ec2", "DeleteVpc", state.Id.Arn, WebAcl)).IsSuccess);
        Assert.False(state.Apply(Call("wafv2", "DeleteWebACL", state.Id.Arn, WebAcl)).IsSuccess);
        Assert.False(state.Apply(Call("wafv2", "AssociateWebACL", state.Id.Arn, Classic)).IsSuccess);
        Assert.False(state.Apply(Call("wafv2", "AssociateWebACL", state.Id.Arn, state.Id.Arn)).IsSuccess);
        var distribution = Parse(ResourceTypes.Distribution);
        Assert.False(distribution.Apply(Call("wafv2", "AssociateWebACL", distribution.Id.Arn, WebAcl)).IsSuccess);
    }

    [Theory]
    [InlineData(null, WebAcl, ChangeEffect.Stronger)]
    [InlineData(WebAcl, null, ChangeEffect.Weaker)]
    [InlineData(WebAcl, OtherWebAcl, ChangeEffect.Unknown)]
    public void ChangesSince_OtherAssociation_IsTold(string? before, string? after, ChangeEffect effect)
    {
        foreach (var type in Elements.Keys)
        {
            var state = Parse(type);
            var change = Assert.Single(state.WithWebAcl(after).ChangesSince(state.WithWebAcl(before)));

            Assert.Equal(effect, change.Effect);
            Assert.Equal([state.AssociationPath], change.Paths);
        }
    }

    [Fact]
    public void ChangesSince_FromUnknown_IsUnknown()
    {
        var state = Parse(ResourceTypes.LoadBalancer);

        Assert.Equal(ChangeEffect.Unknown, Assert.Single(state.WithWebAcl(WebAcl).ChangesSince(state)).Effect);
        Assert.Empty(state.ChangesSince(state));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Neighbours_Associated_NameTheWebAcl(string type)
    {
        var reference = Assert.Single(Parse(type).WithWebAcl(WebAcl).Neighbours);

        Assert.Equal((ResourceTypes.WebAcl, WebAcl, Sample.Region), (reference.Type, reference.Id, reference.Region));
    }

    [Fact]
    public void Neighbours_NoneOrClassic_AreNone()
    {
        Assert.Empty(Parse(ResourceTypes.Distribution).Neighbours);
        Assert.Empty(Parse(ResourceTypes.Distribution).WithWebAcl(Classic).Neighbours);
        Assert.Equal(Classic, Parse(ResourceTypes.Distribution).WithWebAcl(Classic).WebAcl.Value);
    }

    [Fact]
    public void WithWebAcl_InventedFields_Survive()
    {
        var state = Parse(ResourceTypes.ApiStage).WithWebAcl(WebAcl).WithWebAcl(null);

        Assert.Equal(Parse(ResourceTypes.ApiStage).Fingerprint, state.Fingerprint);
        Assert.Contains("\"invented\":1", state.Parts[ProtectedResource.Stages].Text, StringComparison.Ordinal);
    }

    private static ProtectedResource Parse(string type) =>
        ProtectedResourceParser.Parse(type, Json(Elements[type]), Sample.Account, Sample.Region).Value;

    private static string Error(string type, string json) =>
        ProtectedResourceParser.Parse(type, Json(json), Sample.Account, Sample.Region).Error ?? "";

    private static JsonElement Json(string json) => AwsDocument.Parse(json).Root;

    private static AwsDocument Answer(string rules) =>
        AwsDocument.Parse($$$"""{"WebACL":{"Name":"shop","Id":"i","ARN":"{{{WebAcl}}}","Rules":{{{rules}}}}}""");

    private static ApiCall Call(string service, string operation, string resource, string webAcl) =>
        ApiCall.Create(
            service,
            operation,
            ApiCallEffect.Adds,
            "",
            writer =>
            {
                writer.WriteString("WebACLArn", webAcl);
                writer.WriteString("ResourceArn", resource);
            }
        );

    private static ProtectedResource Versioned() =>
        Distribution(
            ""","ETag":"EOLD","Status":"Deployed","LastModifiedTime":"2026-11-20T10:00:00+00:00","Comment":"c" """
        );

    private static ProtectedResource Distribution(string members) =>
        ProtectedResourceParser
            .Parse(
                ResourceTypes.Distribution,
                AwsDocument.Parse(Elements[ResourceTypes.Distribution].TrimEnd('}') + members + "}").Root,
                Sample.Account,
                Sample.Region
            )
            .Value;
}
