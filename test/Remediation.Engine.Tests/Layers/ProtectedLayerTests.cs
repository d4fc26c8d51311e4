using Remediation.Core.Resources;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;

namespace Remediation.Engine.Tests.Layers;

/// <summary>What web ACLs protect, read live over canned answers and from folders: the same states either way.</summary>
public sealed class ProtectedLayerTests
{
    private const string Balancer =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";
    private const string Stage = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod";
    private const string Api = "arn:aws:appsync:us-east-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz";
    private const string Distribution = "arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK";
    private const string WebAcl = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/1";
    private const string Associated = "{\"WebACL\":{\"Name\":\"shop\",\"Id\":\"1\",\"ARN\":\"" + WebAcl + "\"}}";
    private const string Tagged =
        "{\"TagDescriptions\":[{\"ResourceArn\":\""
        + Balancer
        + "\",\"Tags\":[{\"Key\":\"env\",\"Value\":\"prod\"}]}]}";
    private const string Element =
        "{\"LoadBalancerArn\":\""
        + Balancer
        + "\",\"LoadBalancerName\":\"shop\",\"Scheme\":\"internet-facing\",\"Type\":\"application\"}";
    private const string Network =
        "{\"LoadBalancerArn\":\"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/n/5\",\"Type\":\"network\"}";
    private const string DistributionTagged = "{\"Tags\":{\"Items\":[{\"Key\":\"env\",\"Value\":\"prod\"}]}}";
    private const string About = "{\"account\":\"123456789012\",\"region\":\"us-east-1\"}";

    private static readonly LoadBalancerLayer Balancers = new();
    private static readonly ApiStageLayer Stages = new();
    private static readonly GraphQLApiLayer Apis = new();
    private static readonly DistributionLayer Distributions = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_LoadBalancer_HasItsWebAclAndTags()
    {
        var source = new ScriptedCalls()
            .Answer("elasticloadbalancing:DescribeLoadBalancers", "{\"LoadBalancers\":[" + Element + "]}")
            .Answer("elasticloadbalancing:DescribeTags", Tagged)
            .Answer("wafv2:GetWebACLForResource", Associated);

        var state = await FoundAsync(Balancers, source, ResourceTypes.LoadBalancer, Balancer);

        Assert.Equal(WebAcl, state.WebAcl.Value);
        Assert.Equal([new Tag("env", "prod")], state.Tags);
        Assert.Contains($$"""wafv2:GetWebACLForResource {"ResourceArn":"{{Balancer}}"}""", source.Asked);
    }

    [Theory]
    [InlineData("WAFNonexistentItemException", true)]
    [InlineData("AccessDeniedException", false)]
    public async Task Read_LoadBalancerWithoutAnswer_IsAbsentOnlyWhenAwsSaysSo(string code, bool isAbsent)
    {
        var source = new ScriptedCalls()
            .Answer("elasticloadbalancing:DescribeLoadBalancers", "{\"LoadBalancers\":[" + Element + "]}")
            .Answer("elasticloadbalancing:DescribeTags", Tagged)
            .Fail("wafv2:GetWebACLForResource", code);

        var state = await FoundAsync(Balancers, source, ResourceTypes.LoadBalancer, Balancer);

        Assert.Equal(isAbsent, state.WebAcl.IsAbsent);
    }

    [Theory]
    [InlineData("elasticloadbalancing:DescribeTags")]
    [InlineData("wafv2:GetWebACLForResource")]
    public async Task Read_SidePartThrottled_FailsForRetry(string throttled)
    {
        var source = new ScriptedCalls()
            .Answer("elasticloadbalancing:DescribeLoadBalancers", "{\"LoadBalancers\":[" + Element + "]}")
            .Fail(throttled, "ThrottlingException", isRetryable: true)
            .Answer("elasticloadbalancing:DescribeTags", Tagged);

        var outcome = await ReadAsync(Balancers, source, ResourceTypes.LoadBalancer, Balancer);

        Assert.True(outcome.IsRetryable);
    }

    [Fact]
    public async Task Read_LoadBalancerGone_IsNotFound() =>
        Assert.True(
            (
                await ReadAsync(
                    Balancers,
                    new ScriptedCalls().Fail("elasticloadbalancing:DescribeLoadBalancers", "LoadBalancerNotFound"),
                    ResourceTypes.LoadBalancer,
                    Balancer
                )
            ).IsNotFound
        );

    [Fact]
    public async Task List_LoadBalancers_FollowsThePagesAndLeavesOtherKindsOut()
    {
        var source = new ScriptedCalls()
            .Answer(
                "elasticloadbalancing:DescribeLoadBalancers",
                "{\"LoadBalancers\":[" + Network + "],\"NextMarker\":\"m\"}"
            )
            .Answer("elasticloadbalancing:DescribeLoadBalancers", "{\"LoadBalancers\":[" + Element + "]}")
            .Answer("elasticloadbalancing:DescribeTags", Tagged)
            .Answer("wafv2:GetWebACLForResource", "{}");

        var state = Assert.Single(await ListAsync(Balancers, source, ResourceTypes.LoadBalancer));

        Assert.True(((ProtectedResource)state).WebAcl.IsAbsent);
        Assert.Contains("""elasticloadbalancing:DescribeLoadBalancers {"Marker":"m"}""", source.Asked);
    }

    [Fact]
    public async Task List_Denied_ThrowsWithTheReason()
    {
        var source = new ScriptedCalls()
            .Fail("elasticloadbalancing:DescribeLoadBalancers", "AccessDenied")
            .Fail("apigateway:GetRestApis", "AccessDenied")
            .Fail("appsync:ListGraphqlApis", "AccessDenied");

        await Assert.ThrowsAsync<AccountException>(() => ListAsync(Balancers, source, ResourceTypes.LoadBalancer));
        await Assert.ThrowsAsync<AccountException>(() => ListAsync(Stages, source, ResourceTypes.ApiStage));
        await Assert.ThrowsAsync<AccountException>(() => ListAsync(Apis, source, ResourceTypes.GraphQLApi));
    }

    [Fact]
    public async Task Read_Stage_IsTheSameAsListed()
    {
        const string stage = "{\"stageName\":\"prod\",\"webAclArn\":\"" + WebAcl + "\",\"invented\":{\"deep\":1}}";
        var source = new ScriptedCalls()
            .Answer("apigateway:GetStage", stage)
            .Answer("apigateway:GetRestApis", "{\"items\":[{\"id\":\"a1b2c3d4e5\"},{\"id\":\"gone\"}]}")
            .Answer("apigateway:GetStages", "{\"item\":[" + stage + "]}")
            .Fail("apigateway:GetStages", "NotFoundException");

        var read = await FoundAsync(Stages, source, ResourceTypes.ApiStage, Stage);
        var listed = Assert.Single(await ListAsync(Stages, source, ResourceTypes.ApiStage));

        Assert.Equal(read.Fingerprint, listed.Fingerprint);
        Assert.Equal(WebAcl, read.WebAcl.Value);
        Assert.Contains("""apigateway:GetStage {"restApiId":"a1b2c3d4e5","stageName":"prod"}""", source.Asked);
    }

    [Fact]
    public async Task Read_GraphQLApi_IsTheSameAsListed()
    {
        const string api = "{\"name\":\"orders\",\"apiId\":\"abcdefghijklmnopqrstuvwxyz\",\"arn\":\"" + Api + "\"}";
        var source = new ScriptedCalls()
            .Answer("appsync:GetGraphqlApi", "{\"graphqlApi\":" + api + "}")
            .Answer("appsync:ListGraphqlApis", "{\"graphqlApis\":[" + api + "]}");

        var read = await FoundAsync(Apis, source, ResourceTypes.GraphQLApi, Api);
        var listed = Assert.Single(await ListAsync(Apis, source, ResourceTypes.GraphQLApi));

        Assert.Equal(read.Fingerprint, listed.Fingerprint);
        Assert.True(read.WebAcl.IsAbsent);
    }

    [Fact]
    public async Task Read_Gone_IsNotFound()
    {
        var source = new ScriptedCalls()
            .Fail("apigateway:GetStage", "NotFoundException")
            .Fail("appsync:GetGraphqlApi", "NotFoundException");

        Assert.True((await ReadAsync(Stages, source, ResourceTypes.ApiStage, Stage)).IsNotFound);
        Assert.True((await ReadAsync(Stages, source, ResourceTypes.ApiStage, "nonsense")).IsNotFound);
        Assert.True((await ReadAsync(Apis, source, ResourceTypes.GraphQLApi, Api)).IsNotFound);
    }

    [Fact]
    public async Task Read_Distribution_HasItsWebAclVersionAndTags()
    {
        var source = new ScriptedCalls()
            .Answer(
                "cloudfront:GetDistribution",
                "{\"ETag\":\"E2\",\"Distribution\":{\"Id\":\"E1ABCDEF2GHIJK\",\"ARN\":\""
                    + Distribution
                    + "\",\"DistributionConfig\":{\"WebACLId\":\""
                    + WebAcl
                    + "\"}}}"
            )
            .Answer("cloudfront:ListTagsForResource", DistributionTagged);

        var state = await FoundAsync(Distributions, source, ResourceTypes.Distribution, Distribution);

        Assert.Equal((WebAcl, "E2"), (state.WebAcl.Value, state.Version));
        Assert.Equal([new Tag("env", "prod")], state.Tags);
        Assert.Equal(
            [
                """cloudfront:GetDistribution {"Id":"E1ABCDEF2GHIJK"}""",
                $$"""cloudfront:ListTagsForResource {"Resource":"{{Distribution}}"}""",
            ],
            source.Asked
        );
    }

    [Theory]
    [InlineData("NoSuchDistribution", false, true)]
    [InlineData("AccessDenied", false, false)]
    [InlineData("Throttling", true, false)]
    public async Task Read_DistributionRefused_IsNotFoundOnlyWhenAwsSaysSo(
        string code,
        bool isRetryable,
        bool isNotFound
    )
    {
        var source = new ScriptedCalls().Fail("cloudfront:GetDistribution", code, isRetryable);

        var outcome = await ReadAsync(Distributions, source, ResourceTypes.Distribution, Distribution);

        Assert.Equal((isNotFound, isRetryable), (outcome.IsNotFound, outcome.IsRetryable));
        Assert.Null(outcome.State);
    }

    [Fact]
    public async Task List_Distributions_FollowsThePagesAndReadsTheTags()
    {
        const string other = "arn:aws:cloudfront::123456789012:distribution/E2";
        var source = new ScriptedCalls()
            .Answer(
                "cloudfront:ListDistributions",
                "{\"DistributionList\":{\"IsTruncated\":true,\"NextMarker\":\"m\",\"Quantity\":1,\"Items\":["
                    + Listed(Distribution)
                    + "]}}"
            )
            .Answer(
                "cloudfront:ListDistributions",
                "{\"DistributionList\":{\"IsTruncated\":false,\"Quantity\":1,\"Items\":[" + Listed(other) + "]}}"
            )
            .Answer("cloudfront:ListTagsForResource", DistributionTagged)
            .Fail("cloudfront:ListTagsForResource", "AccessDenied");

        var states = await ListAsync(Distributions, source, ResourceTypes.Distribution);

        Assert.Equal([Distribution, other], states.Select(state => state.Id.Id));
        Assert.Equal([new Tag("env", "prod")], states[0].Tags);
        Assert.Contains(ProtectedResource.DistributionTags, ((ProtectedResource)states[1]).UnknownParts.Keys);
        Assert.Contains("""cloudfront:ListDistributions {"Marker":"m"}""", source.Asked);
    }

    [Theory]
    [InlineData("{\"DistributionList\":{\"IsTruncated\":false,\"Quantity\":0}}")]
    [InlineData("{\"DistributionList\":{\"NextMarker\":\"\",\"Items\":[]}}")]
    public async Task List_NoDistributions_IsEmpty(string answer) =>
        Assert.Empty(
            await ListAsync(
                Distributions,
                new ScriptedCalls().Answer("cloudfront:ListDistributions", answer),
                ResourceTypes.Distribution
            )
        );

    [Fact]
    public async Task List_DistributionsThatDoNotTellTheNextPage_AreNoWhole() =>
        await Assert.ThrowsAsync<AccountException>(() =>
            ListAsync(
                Distributions,
                new ScriptedCalls().Answer(
                    "cloudfront:ListDistributions",
                    "{\"DistributionList\":{\"IsTruncated\":true,\"Items\":[" + Listed(Distribution) + "]}}"
                ),
                ResourceTypes.Distribution
            )
        );

    [Theory]
    [InlineData("us-east-1", true)]
    [InlineData("cn-northwest-1", true)]
    [InlineData("eu-west-1", false)]
    [InlineData("us-gov-west-1", false)]
    public void IsReadIn_Distributions_IsTheirHome(string region, bool isRead) =>
        Assert.Equal(isRead, Distributions.IsReadIn(region));

    [Fact]
    public async Task Read_DistributionAgainstListing_IsTheSameState()
    {
        var got = await FoundAsync(
            Distributions,
            new ScriptedCalls()
                .Answer(
                    "cloudfront:GetDistribution",
                    "{\"ETag\":\"E2\",\"Distribution\":{\"Id\":\"E1ABCDEF2GHIJK\",\"ARN\":\""
                        + Distribution
                        + "\",\"DistributionConfig\":{\"CallerReference\":\"r\",\"WebACLId\":\"\"}}}"
                )
                .Answer("cloudfront:ListTagsForResource", DistributionTagged),
            ResourceTypes.Distribution,
            Distribution
        );
        var listed = Assert.Single(
            await ListAsync(
                Distributions,
                new ScriptedCalls()
                    .Answer(
                        "cloudfront:ListDistributions",
                        "{\"DistributionList\":{\"Items\":[" + Listed(Distribution) + "]}}"
                    )
                    .Answer("cloudfront:ListTagsForResource", DistributionTagged),
                ResourceTypes.Distribution
            )
        );

        Assert.Equal(listed.Fingerprint, got.Fingerprint);
    }

    [Fact]
    public void Load_Folder_MakesTheSameStates()
    {
        using var folder = new SnapshotFolder(
            ("snapshot.json", About),
            ("elbv2.describe-load-balancers.json", "{\"LoadBalancers\":[" + Element + "," + Network + "]}"),
            ("elbv2.describe-tags.json", Tagged),
            ("wafv2.get-web-acl-for-resource.shop.json", Associated),
            ("apigateway.get-stages.a1b2c3d4e5.json", "{\"item\":[{\"stageName\":\"prod\"},{\"stageName\":\"dev\"}]}"),
            (
                "apigateway.get-stages.f6g7h8i9j0.json",
                "{\"item\":[{\"stageName\":\"prod\",\"webAclArn\":\"" + WebAcl + "\"}]}"
            ),
            ("appsync.list-graphql-apis.json", "{\"graphqlApis\":[{\"name\":\"orders\",\"arn\":\"" + Api + "\"}]}"),
            (
                "cloudfront.list-distributions.json",
                "{\"DistributionList\":{\"Items\":[{\"Id\":\"E1ABCDEF2GHIJK\",\"ARN\":\""
                    + Distribution
                    + "\",\"WebACLId\":\"\"}]}}"
            ),
            ("cloudfront.list-tags-for-resource.E1ABCDEF2GHIJK.json", DistributionTagged)
        );

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(
            [new Tag("env", "prod")],
            loaded.Snapshot.Documents[(ResourceTypes.Distribution, Distribution)].Tags
        );
        Assert.Equal(
            [
                (Balancer, WebAcl),
                ("arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/dev", null),
                (Stage, null),
                ("arn:aws:apigateway:us-east-1::/restapis/f6g7h8i9j0/stages/prod", WebAcl),
                (Api, null),
                (Distribution, (string?)null),
            ],
            loaded
                .Snapshot.Documents.Values.Cast<ProtectedResource>()
                .Select(state => (state.Id.Id, state.WebAcl.Value))
                .OrderBy(state => Array.IndexOf(Order, state.Id.Split(':')[2]))
                .ThenBy(state => state.Id, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("{\"LoadBalancers\":[{\"LoadBalancerName\":\"x\"}]}", "elbv2.describe-load-balancers.json")]
    [InlineData("{\"item\":[{\"stageName\":\"prod\"}]}", "apigateway.get-stages.json")]
    [InlineData("{\"graphqlApis\":[7]}", "appsync.list-graphql-apis.json")]
    [InlineData("{}", "cloudfront.list-distributions.json")]
    [InlineData("{\"DistributionList\":{\"IsTruncated\":true}}", "cloudfront.list-distributions.json")]
    [InlineData("[]", "cloudfront.list-distributions.json")]
    public void Load_WhatNamesNothing_IsToldWithTheFile(string json, string file)
    {
        using var folder = new SnapshotFolder(("snapshot.json", About), (file, json));

        var diagnostic = Assert.Single(SnapshotReader.Load(folder.Path).Diagnostics);

        Assert.Contains(file, diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ListedForItsWebAcl_IsAssociated()
    {
        using var folder = new SnapshotFolder(
            ("snapshot.json", About),
            ("elbv2.describe-load-balancers.json", "{\"LoadBalancers\":[" + Element + "]}"),
            ("wafv2.get-web-acl.shop.json", Associated),
            ("wafv2.list-resources-for-web-acl.shop.json", "{\"ResourceArns\":[\"" + Balancer + "\"]}")
        );

        Assert.Equal(WebAcl, Only(folder).WebAcl.Value);
    }

    [Fact]
    public void Load_ListedNowhere_IsUnknownAndNamesTheFile()
    {
        using var folder = new SnapshotFolder(
            ("snapshot.json", About),
            ("elbv2.describe-load-balancers.json", "{\"LoadBalancers\":[" + Element + "]}"),
            ("wafv2.get-web-acl.shop.json", Associated),
            ("wafv2.list-resources-for-web-acl.shop.json", "{\"ResourceArns\":[]}")
        );

        Assert.Contains(
            "wafv2.get-web-acl-for-resource.shop.json",
            Only(folder).WebAcl.UnknownReason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Write_AssociationRemoved_IsReadBackTheSame()
    {
        using var folder = new SnapshotFolder(
            ("snapshot.json", About),
            ("elbv2.describe-load-balancers.json", "{\"LoadBalancers\":[" + Element + "]}"),
            ("wafv2.get-web-acl.shop.json", Associated),
            ("wafv2.list-resources-for-web-acl.shop.json", "{\"ResourceArns\":[\"" + Balancer + "\"]}"),
            ("apigateway.get-stages.a1b2c3d4e5.json", "{\"item\":[{\"stageName\":\"prod\"},{\"stageName\":\"dev\"}]}")
        );
        using var target = new SnapshotFolder();
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);
        var balancer = Only(folder);
        var stage = (ProtectedResource)account.Content.Documents[(ResourceTypes.ApiStage, Stage)];
        var calls = balancer
            .CallsTo(balancer.WithWebAcl(null))
            .Calls.Select(call => call.For(balancer.Id))
            .Concat(stage.CallsTo(stage.WithWebAcl(WebAcl)).Calls.Select(call => call.For(stage.Id)));
        foreach (var call in calls)
        {
            Assert.True((await account.ExecuteAsync(call, Token)).IsDone);
        }

        SnapshotWriter.Write(account.Content, target.Path);

        var again = SnapshotReader.Load(target.Path).Snapshot.Documents;
        Assert.True(((ProtectedResource)again[(ResourceTypes.LoadBalancer, Balancer)]).WebAcl.IsAbsent);
        Assert.Equal(WebAcl, ((ProtectedResource)again[(ResourceTypes.ApiStage, Stage)]).WebAcl.Value);
        Assert.Equal(2, again.Keys.Count(key => key.Type == ResourceTypes.ApiStage));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_DistributionAssociated_IsReadBackInOneListing(bool isTruncated)
    {
        const string other = "arn:aws:cloudfront::123456789012:distribution/E2";
        const string global = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1";
        using var folder = new SnapshotFolder(
            ("snapshot.json", About),
            (
                "cloudfront.list-distributions.json",
                "{\"DistributionList\":{\"IsTruncated\":"
                    + (isTruncated ? "true" : "false")
                    + ",\"Items\":["
                    + Listed(Distribution)
                    + ","
                    + Listed(other)
                    + ",{\"Odd\":1}]}}"
            )
        );
        using var target = new SnapshotFolder();
        var read = SnapshotReader.Load(folder.Path);
        var account = new SnapshotAccount(read.Snapshot);
        var state = (ProtectedResource)account.Content.Documents[(ResourceTypes.Distribution, Distribution)];
        var call = Assert.Single(state.CallsTo(state.WithWebAcl(global)).Calls).For(state.Id);
        Assert.True((await account.ExecuteAsync(call, Token)).IsDone);

        SnapshotWriter.Write(account.Content, target.Path);

        Assert.Single(Directory.GetFiles(target.Path, "cloudfront.*"));
        var again = SnapshotReader.Load(target.Path);
        Assert.Equal(
            [(Distribution, global), (other, (string?)null)],
            again
                .Snapshot.Documents.Values.Cast<ProtectedResource>()
                .Select(each => (each.Id.Id, each.WebAcl.Value))
                .OrderBy(each => each.Id, StringComparer.Ordinal)
        );
        // The odd element, and that the listing is not whole, are told again.
        Assert.Equal(isTruncated ? 2 : 1, read.Diagnostics.Length);
        Assert.Equal(read.Diagnostics.Length, again.Diagnostics.Length);
    }

    [Theory]
    [InlineData(ResourceTypes.LoadBalancer)]
    [InlineData(ResourceTypes.ApiStage)]
    [InlineData(ResourceTypes.GraphQLApi)]
    [InlineData(ResourceTypes.Distribution)]
    public void StateDocument_WrittenAndRead_IsTheSame(string type)
    {
        var json = type switch
        {
            ResourceTypes.LoadBalancer => Element,
            ResourceTypes.ApiStage => "{\"restApiId\":\"a1b2c3d4e5\",\"stageName\":\"prod\"}",
            ResourceTypes.GraphQLApi => "{\"name\":\"orders\",\"arn\":\"" + Api + "\"}",
            _ => "{\"Id\":\"E1ABCDEF2GHIJK\",\"ARN\":\"" + Distribution + "\"}",
        };
        var parsed = ProtectedResourceParser
            .Parse(type, Core.Resources.Documents.AwsDocument.Parse(json).Root, "123456789012", "us-east-1")
            .Value;

        foreach (var state in new[] { parsed, parsed.WithWebAcl(WebAcl), parsed.WithWebAcl(null) })
        {
            var again = StateDocument.Read(state.Id, StateDocument.Write(state)).Value;

            Assert.Equal(state.Fingerprint, again.Fingerprint);
        }
    }

    private static readonly string[] Order = ["elasticloadbalancing", "apigateway", "appsync", "cloudfront"];

    private static string Listed(string arn) => $$"""{"Id":"{{arn.Split('/')[^1]}}","ARN":"{{arn}}","WebACLId":""}""";

    private static ProtectedResource Only(SnapshotFolder folder) =>
        (ProtectedResource)SnapshotReader.Load(folder.Path).Snapshot.Documents[(ResourceTypes.LoadBalancer, Balancer)];

    private static async Task<ProtectedResource> FoundAsync(
        ResourceLayer layer,
        ScriptedCalls source,
        string type,
        string arn
    ) => Assert.IsType<ProtectedResource>((await ReadAsync(layer, source, type, arn)).State);

    private static Task<ReadOutcome> ReadAsync(ResourceLayer layer, ScriptedCalls source, string type, string arn) =>
        layer.ReadAsync(source, new(type, "123456789012", "us-east-1") { Id = arn }, Token);

    private static async Task<List<ResourceState>> ListAsync(ResourceLayer layer, ScriptedCalls source, string type) =>
        await layer.ListAsync(source, type, Token).ToListAsync(Token);
}
