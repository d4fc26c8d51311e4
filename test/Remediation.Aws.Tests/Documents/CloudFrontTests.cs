using Amazon.Runtime;
using Remediation.Aws.Documents;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine;
using Remediation.Engine.Execution;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Offline.Export;

namespace Remediation.Aws.Tests.Documents;

/// <summary>CloudFront, whose protocol is REST with XML: answers look like the AWS CLI's, requests like the reference's.</summary>
public sealed class CloudFrontTests
{
    private const string WebAcl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1";

    private const string Listing = """
        <?xml version="1.0"?>
        <DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
          <Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>1</Quantity>
          <Items>
            <DistributionSummary>
              <Id>E1ABCDEF2GHIJK</Id>
              <ARN>arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK</ARN>
              <ETag>E2QWRUHEXAMPLE</ETag>
              <LastModifiedTime>2026-11-20T10:00:00.123Z</LastModifiedTime>
              <Aliases><Quantity>1</Quantity><Items><CNAME>www.example.com</CNAME></Items></Aliases>
              <Origins><Quantity>1</Quantity><Items><Origin>
                <Id>1</Id><CustomHeaders><Quantity>0</Quantity></CustomHeaders>
                <CustomOriginConfig><HTTPPort>80</HTTPPort><OriginSslProtocols><Quantity>2</Quantity>
                  <Items><SslProtocol>TLSv1.1</SslProtocol><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols></CustomOriginConfig>
                <S3OriginConfig><OriginAccessIdentity/></S3OriginConfig>
              </Origin></Items></Origins>
              <DefaultCacheBehavior><MinTTL>0</MinTTL><MaxTTL>31536000000</MaxTTL><Compress>false</Compress></DefaultCacheBehavior>
              <CustomErrorResponses><Quantity>1</Quantity><Items><CustomErrorResponse>
                <ErrorCode>404</ErrorCode><ResponseCode>200</ResponseCode></CustomErrorResponse></Items></CustomErrorResponses>
              <Comment>7 &lt;&amp;</Comment><Enabled>true</Enabled><WebACLId></WebACLId>
              <AliasICPRecordals/>
              <Invented><Deep>1</Deep><Deep>two</Deep><Other>true</Other></Invented>
              <MinTTL>forever</MinTTL><Staging>perhaps</Staging>
            </DistributionSummary>
          </Items>
        </DistributionList>
        """;

    [Fact]
    public async Task Call_ListDistributions_IsTheJsonOfTheCli()
    {
        await using var aws = new ScriptedAws(Listing);

        var answer = await CallAsync(aws, "ListDistributions", """{"Marker":"a/b","MaxItems":"100"}""");

        Assert.Equal(
            """{"DistributionList":{"Marker":"","MaxItems":100,"IsTruncated":false,"Quantity":1,"Items":[{"Id":"E1ABCDEF2GHIJK","ARN":"arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK","ETag":"E2QWRUHEXAMPLE","LastModifiedTime":"2026-11-20T10:00:00.123000+00:00","Aliases":{"Quantity":1,"Items":["www.example.com"]},"Origins":{"Quantity":1,"Items":[{"Id":"1","CustomHeaders":{"Quantity":0},"CustomOriginConfig":{"HTTPPort":80,"OriginSslProtocols":{"Quantity":2,"Items":["TLSv1.1","TLSv1.2"]}},"S3OriginConfig":{"OriginAccessIdentity":""}}]},"DefaultCacheBehavior":{"MinTTL":0,"MaxTTL":31536000000,"Compress":false},"CustomErrorResponses":{"Quantity":1,"Items":[{"ErrorCode":404,"ResponseCode":"200"}]},"Comment":"7 <&","Enabled":true,"WebACLId":"","AliasICPRecordals":[],"Invented":{"Deep":["1","two"],"Other":"true"},"MinTTL":"forever","Staging":"perhaps"}]}}""",
            answer.Document?.Text
        );
        Assert.Equal(("GET", "/2020-05-31/distribution?Marker=a%2Fb&MaxItems=100"), (aws.Last.Method, aws.Last.Target));
        Assert.Contains("/us-east-1/cloudfront/", aws.Last.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetDistribution", "", "Distribution", """{"ETag":"E2","Distribution":{"Id":"E1"}}""")]
    [InlineData(
        "GetDistributionConfig",
        "/config",
        "DistributionConfig",
        """{"ETag":"E2","DistributionConfig":{"Id":"E1"}}"""
    )]
    public async Task Call_Get_HasTheVersionBesideTheBody(string operation, string path, string root, string expected)
    {
        await using var aws = new ScriptedAws(_ =>
            ScriptedAnswer.Of(200, $"<{root}><Id>E1</Id></{root}>", ("ETag", "E2"))
        );

        var answer = await CallAsync(aws, operation, """{"Id":"E1"}""");

        Assert.Equal(expected, answer.Document?.Text);
        Assert.Equal(("GET", "/2020-05-31/distribution/E1" + path), (aws.Last.Method, aws.Last.Target));
    }

    [Fact]
    public async Task Call_ListTagsForResource_NamesTheResourceInTheQuery()
    {
        await using var aws = new ScriptedAws(
            "<Tags><Items><Tag><Key>env</Key><Value>prod</Value></Tag><Tag><Key>k</Key><Value/></Tag></Items></Tags>"
        );

        var answer = await CallAsync(
            aws,
            "ListTagsForResource",
            """{"Resource":"arn:aws:cloudfront::123456789012:distribution/E1"}"""
        );

        Assert.Equal(
            """{"Tags":{"Items":[{"Key":"env","Value":"prod"},{"Key":"k","Value":""}]}}""",
            answer.Document?.Text
        );
        Assert.Equal(
            "/2020-05-31/tagging?Resource=arn%3Aaws%3Acloudfront%3A%3A123456789012%3Adistribution%2FE1",
            aws.Last.Target
        );
    }

    [Fact]
    public async Task Call_AssociateDistributionWebAcl_IsTheBodyOfTheReference()
    {
        await using var aws = new ScriptedAws(_ =>
            ScriptedAnswer.Of(
                200,
                $"<AssociateDistributionWebACLResult><Id>E1</Id><WebACLArn>{WebAcl}</WebACLArn></AssociateDistributionWebACLResult>",
                ("ETag", "E3")
            )
        );

        var answer = await CallAsync(
            aws,
            "AssociateDistributionWebACL",
            $$"""{"Id":"E1","WebACLArn":"{{WebAcl}}","IfMatch":"E2"}"""
        );

        Assert.Equal($$"""{"ETag":"E3","Id":"E1","WebACLArn":"{{WebAcl}}"}""", answer.Document?.Text);
        Assert.Equal(
            ("PUT", "/2020-05-31/distribution/E1/associate-web-acl", "E2", "application/xml"),
            (aws.Last.Method, aws.Last.Target, aws.Last.Headers["If-Match"], aws.Last.Headers["Content-Type"])
        );
        Assert.Equal(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><AssociateDistributionWebACLRequest xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">"
                + $"<WebACLArn>{WebAcl}</WebACLArn></AssociateDistributionWebACLRequest>",
            aws.Last.Text
        );
    }

    [Fact]
    public async Task Call_TextInABody_IsEscaped()
    {
        await using var aws = new ScriptedAws("<R/>");
        await CallAsync(aws, "AssociateDistributionWebACL", """{"Id":"E1","WebACLArn":"a<&\">b"}""");
        Assert.Contains("<WebACLArn>a&lt;&amp;\"&gt;b</WebACLArn>", aws.Last.Text, StringComparison.Ordinal);
        Assert.False(aws.Last.Headers.ContainsKey("If-Match"));
    }

    [Fact]
    public async Task Call_DisassociateDistributionWebAcl_HasNoBody()
    {
        await using var aws = new ScriptedAws(
            "<DisassociateDistributionWebACLResult><Id>E1</Id></DisassociateDistributionWebACLResult>"
        );

        var answer = await CallAsync(aws, "DisassociateDistributionWebACL", """{"Id":"E1","IfMatch":"E2"}""");

        Assert.Equal("""{"Id":"E1"}""", answer.Document?.Text);
        Assert.Equal(
            ("PUT", "/2020-05-31/distribution/E1/disassociate-web-acl", "E2", ""),
            (aws.Last.Method, aws.Last.Target, aws.Last.Headers["If-Match"], aws.Last.Text)
        );
    }

    [Theory]
    [InlineData(404, "NoSuchDistribution", false, true)]
    [InlineData(404, "EntityNotFound", false, true)]
    [InlineData(403, "AccessDenied", false, false)]
    [InlineData(400, "InvalidArgument", false, false)]
    [InlineData(400, "Throttling", true, false)]
    [InlineData(503, "ServiceUnavailable", true, false)]
    public async Task Call_Error_IsItsCodeAndMessage(int status, string code, bool isRetryable, bool isNotFound)
    {
        await using var aws = new ScriptedAws(_ => Error(status, code));

        var answer = await CallAsync(aws, "GetDistribution", """{"Id":"E1"}""");

        Assert.Equal(new CallError(code, "m (request r-7)"), answer.Error);
        Assert.Equal((isRetryable, isNotFound), (answer.IsRetryable, answer.IsNotFound));
    }

    [Theory]
    [InlineData(412, "PreconditionFailed")]
    [InlineData(400, "InvalidIfMatchVersion")]
    public async Task Call_AnotherVersionByNow_MeansToReadAnew(int status, string code)
    {
        await using var aws = new ScriptedAws(_ => Error(status, code));

        var answer = await CallAsync(
            aws,
            "AssociateDistributionWebACL",
            $$"""{"Id":"E1","WebACLArn":"{{WebAcl}}","IfMatch":"E2"}"""
        );

        Assert.True(new ApplyResult(0, answer.Error, answer.IsRetryable).IsMoved);
        Assert.Single(aws.Requests);
    }

    [Theory]
    [InlineData("<html>no")]
    [InlineData("""<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>""")]
    public async Task Call_WhatIsNoXml_IsMalformed(string body)
    {
        await using var aws = new ScriptedAws(body);
        var answer = await CallAsync(aws, "ListDistributions", "{}");
        Assert.Equal(AwsFailure.Malformed, answer.Error?.Code);
    }

    [Theory]
    [InlineData(
        "UpdateDistribution",
        """{"Id":"E1"}""",
        "UpdateDistribution is not known; known are ListDistributions, GetDistribution, GetDistributionConfig, ListTagsForResource, AssociateDistributionWebACL, DisassociateDistributionWebACL"
    )]
    [InlineData("GetDistribution", "{}", "Id of GetDistribution is missing")]
    [InlineData("GetDistribution", """{"Id":""}""", "Id of GetDistribution is missing")]
    [InlineData(
        "AssociateDistributionWebACL",
        """{"Id":"E1","WebACLArn":[1]}""",
        "WebACLArn of AssociateDistributionWebACL is no text, number or flag"
    )]
    [InlineData(
        "DisassociateDistributionWebACL",
        """{"Id":"E1","WebACLArn":"a"}""",
        "WebACLArn of DisassociateDistributionWebACL is not known"
    )]
    public async Task Call_WhatCannotBeAsked_IsRefusedUnsent(string operation, string parameters, string reason)
    {
        await using var aws = new ScriptedAws("<a/>");
        var answer = await CallAsync(aws, operation, parameters);
        Assert.Equal(new CallError(CallError.UnknownOperation, $"cloudfront: {reason}"), answer.Error);
        Assert.Empty(aws.Requests);
    }

    [Theory]
    [InlineData("us-east-1", "https://cloudfront.amazonaws.com/")]
    [InlineData("eu-west-1", "https://cloudfront.amazonaws.com/")]
    [InlineData("cn-north-1", "https://cloudfront.cn-northwest-1.amazonaws.com.cn/")]
    public void Endpoint_OfTheAccountsPartition_IsTheGlobalOne(string region, string endpoint)
    {
        var service = AwsServices.Find("cloudfront")!;
        var home = HomeRegion.Of(service, "{}", region)!;

        var url = new AwsJsonConfig(service).EndpointIn(Amazon.RegionEndpoint.GetBySystemName(home)).URL;

        Assert.Equal(endpoint, url);
    }

    [Fact]
    public async Task Layer_AllPages_AreListed()
    {
        await using var aws = new ScriptedAws(request =>
            ScriptedAnswer.Ok(
                request.Target.Contains("tagging", StringComparison.Ordinal) ? "<Tags><Items/></Tags>"
                : request.Target.Contains("Marker=E1", StringComparison.Ordinal)
                    ? Page("E2", "<IsTruncated>false</IsTruncated>")
                : Page("E1", "<IsTruncated>true</IsTruncated><NextMarker>E1</NextMarker>")
            )
        );
        var source = new AwsDocumentSource(Home(aws));

        var states = new List<ResourceState>();
        await foreach (
            var state in new DistributionLayer().ListAsync(source, ResourceTypes.Distribution, CancellationToken.None)
        )
        {
            states.Add(state);
        }

        Assert.Equal(["E1", "E2"], states.Select(state => state.Name));
        Assert.All(states, state => Assert.Equal(WebAcl, ((ProtectedResource)state).WebAcl.Value));
    }

    [Fact]
    public async Task Export_Distributions_AreReadBackTheSame()
    {
        await using var aws = new ScriptedAws(request =>
            request.Target.Contains("tagging", StringComparison.Ordinal)
                ? ScriptedAnswer.Ok("<Tags><Items><Tag><Key>env</Key><Value>prod</Value></Tag></Items></Tags>")
            : request.Target.Contains("distribution", StringComparison.Ordinal) ? ScriptedAnswer.Ok(Listing)
            : request.Text.Contains("GetCallerIdentity", StringComparison.Ordinal)
                ? ScriptedAnswer.Ok(
                    "<R><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></R>"
                )
            : Error(403, "AccessDenied")
        );
        var source = new AwsDocumentSource(Home(aws));
        var folder = Directory.CreateTempSubdirectory("distributions").FullName;
        try
        {
            var exported = await SnapshotExport.RunAsync(
                source,
                [new DistributionLayer()],
                folder,
                TimeProvider.System,
                null,
                CancellationToken.None
            );

            Assert.Equal(1, exported.Counts[ResourceTypes.Distribution]);
            Assert.Equal(
                ["cloudfront.list-distributions.json", "cloudfront.list-tags-for-resource.E1ABCDEF2GHIJK.json"],
                Directory.GetFiles(folder, "cloudfront.*").Select(path => Path.GetFileName(path)).Order()
            );
            var state = Assert.Single(SnapshotReader.Load(folder).Snapshot.Documents.Values);
            Assert.Equal([new Tag("env", "prod")], state.Tags);
            await foreach (
                var live in new DistributionLayer().ListAsync(
                    source,
                    ResourceTypes.Distribution,
                    CancellationToken.None
                )
            )
            {
                Assert.Equal(live.Fingerprint, state.Fingerprint);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static AwsClients Home(ScriptedAws aws) =>
        AwsClients
            .Create(
                new()
                {
                    Region = "us-east-1",
                    EndpointUrl = aws.Endpoint,
                    Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
                    Budget = ScriptedAws.Quick,
                }
            )
            .Value;

    private static string Page(string id, string end) =>
        $"<DistributionList>{end}<Quantity>1</Quantity><Items><DistributionSummary><Id>{id}</Id>"
        + $"<ARN>arn:aws:cloudfront::123456789012:distribution/{id}</ARN><WebACLId>{WebAcl}</WebACLId>"
        + "</DistributionSummary></Items></DistributionList>";

    private static ScriptedAnswer Error(int status, string code) =>
        ScriptedAnswer.Of(
            status,
            "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Error><Type>Sender</Type>"
                + $"<Code>{code}</Code><Message>m</Message></Error><RequestId>r-7</RequestId></ErrorResponse>",
            ("x-amzn-RequestId", "r-7")
        );

    private static Task<DocumentAnswer> CallAsync(ScriptedAws aws, string operation, string parameters) =>
        aws.Source().CallAsync("cloudfront", operation, parameters, CancellationToken.None);
}
