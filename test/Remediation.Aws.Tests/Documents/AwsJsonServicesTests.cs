using Remediation.Engine;

namespace Remediation.Aws.Tests.Documents;

/// <summary>Requests and answers of the services whose protocol is AWS JSON.</summary>
public sealed class AwsJsonServicesTests
{
    [Theory]
    [InlineData(
        "wafv2",
        "ListWebACLs",
        "AWSWAF_20190729.ListWebACLs",
        "application/x-amz-json-1.1",
        "wafv2",
        "eu-west-1"
    )]
    [InlineData(
        "network-firewall",
        "DescribeFirewall",
        "NetworkFirewall_20201112.DescribeFirewall",
        "application/x-amz-json-1.0",
        "network-firewall",
        "eu-west-1"
    )]
    [InlineData(
        "shield",
        "ListProtections",
        "AWSShield_20160616.ListProtections",
        "application/x-amz-json-1.1",
        "shield",
        "us-east-1"
    )]
    [InlineData(
        "config",
        "DescribeConfigRules",
        "StarlingDoveService.DescribeConfigRules",
        "application/x-amz-json-1.1",
        "config",
        "eu-west-1"
    )]
    [InlineData(
        "logs",
        "DescribeLogGroups",
        "Logs_20140328.DescribeLogGroups",
        "application/x-amz-json-1.1",
        "logs",
        "eu-west-1"
    )]
    public async Task Call_Service_IsSentAsItsProtocolWants(
        string service,
        string operation,
        string target,
        string contentType,
        string signedFor,
        string region
    )
    {
        const string parameters = """{ "NextToken":"a/b+c", "Limit": 1.50, "Név":"\u00e9 <ű>" }""";
        await using var aws = new ScriptedAws("{}");

        var answer = await aws.Source().CallAsync(service, operation, parameters, CancellationToken.None);

        Assert.True(answer.IsAnswered, answer.Error?.ToString());
        var request = Assert.Single(aws.Requests);
        Assert.Equal(("POST", "/"), (request.Method, request.Target));
        Assert.Equal(target, request.Headers["X-Amz-Target"]);
        Assert.Equal(contentType, request.Headers["Content-Type"]);
        Assert.Equal(parameters, request.Text);
        Assert.Matches(
            $"^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{{8}}/{region}/{signedFor}/aws4_request, "
                + "SignedHeaders=[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}$",
            request.Headers["Authorization"]
        );
        Assert.Contains("remediation", request.Headers["User-Agent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Scope":"CLOUDFRONT","Name":"a","Id":"b"}""", "us-east-1")]
    [InlineData("""{"Scope":"REGIONAL","Name":"a","Id":"b"}""", "eu-west-1")]
    [InlineData("""{"ResourceArn":"arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1"}""", "us-east-1")]
    [InlineData("""{"ResourceArn":"arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/app/1"}""", "eu-west-1")]
    [InlineData(
        """{"LoggingConfiguration":{"ResourceArn":"arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1"}}""",
        "us-east-1"
    )]
    [InlineData("""{"ResourceARN":"arn:aws:wafv2:us-east-1:123456789012:global/ipset/edge/1"}""", "us-east-1")]
    public async Task Call_WebAclOfCloudFront_GoesToTheRegionThatKeepsIt(string parameters, string region)
    {
        await using var aws = new ScriptedAws("{}");
        await aws.Source().CallAsync("wafv2", "GetWebACL", parameters, CancellationToken.None);
        Assert.Contains($"/{region}/wafv2/", aws.Last.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"A\":1}")]
    [InlineData(
        "{\"n\":1.50,\"e\":1E+9,\"big\":12345678901234567890,\"t\":\"é <>&' \\\"\\\\ \\n\",\"z\":null,\"a\":[{}]}"
    )]
    public async Task Call_Answer_IsTheDocumentAsItCame(string body)
    {
        await using var aws = new ScriptedAws(body);
        var answer = await aws.Source().CallAsync("wafv2", "GetWebACL", "{}", CancellationToken.None);
        Assert.Equal(body, answer.Document?.Text);
    }

    [Fact]
    public async Task Call_EmptyAnswer_IsAnEmptyDocument()
    {
        await using var aws = new ScriptedAws("");
        var answer = await aws.Source().CallAsync("wafv2", "AssociateWebACL", "{}", CancellationToken.None);
        Assert.Equal("{}", answer.Document?.Text);
    }

    [Theory]
    [InlineData(
        400,
        """{"__type":"com.amazonaws.wafv2#WAFOptimisticLockException","Message":"m"}""",
        "WAFOptimisticLockException",
        false
    )]
    [InlineData(
        400,
        """{"__type":"WAFNonexistentItemException","Message":"m"}""",
        "WAFNonexistentItemException",
        false
    )]
    [InlineData(400, """{"__type":"WAFLimitsExceededException","message":"m"}""", "WAFLimitsExceededException", false)]
    [InlineData(
        400,
        """{"__type":"WAFUnavailableEntityException","message":"m"}""",
        "WAFUnavailableEntityException",
        true
    )]
    [InlineData(
        400,
        """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"m"}""",
        "AccessDeniedException",
        false
    )]
    [InlineData(400, """{"__type":"ThrottlingException","message":"m"}""", "ThrottlingException", true)]
    [InlineData(500, """{"__type":"WAFInternalErrorException","message":"m"}""", "WAFInternalErrorException", true)]
    [InlineData(400, """{"__type":"InvalidTokenException","message":"m"}""", "InvalidTokenException", false)]
    [InlineData(400, """{"code":"ResourceNotFoundException","message":"m"}""", "ResourceNotFoundException", false)]
    public async Task Call_ErrorOfAws_IsItsCodeAndMessage(int status, string body, string code, bool isRetryable)
    {
        await using var aws = new ScriptedAws(_ => ScriptedAnswer.Of(status, body, ("x-amzn-RequestId", "r-1")));

        var answer = await aws.Source().CallAsync("wafv2", "UpdateWebACL", "{}", CancellationToken.None);

        Assert.Equal((code, "m (request r-1)"), (answer.Error?.Code, answer.Error?.Message));
        Assert.Equal(isRetryable, answer.IsRetryable);
        Assert.Equal(isRetryable && code != "WAFUnavailableEntityException" ? 2 : 1, aws.Requests.Count);
        Assert.Equal(code is "WAFNonexistentItemException" or "ResourceNotFoundException", answer.IsNotFound);
    }

    [Fact]
    public async Task Call_ErrorTypeInTheHeader_IsTheCode()
    {
        await using var aws = new ScriptedAws(_ =>
            ScriptedAnswer.Of(
                404,
                """{"message":"gone"}""",
                ("x-amzn-ErrorType", "NotFoundException:http://internal.amazon.com/coral/com.amazonaws/")
            )
        );
        var answer = await aws.Source().CallAsync("appsync", "ListGraphqlApis", "{}", CancellationToken.None);
        Assert.Equal(new("NotFoundException", "gone"), answer.Error);
        Assert.True(answer.IsNotFound);
    }

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>", "Http502", true)]
    [InlineData(403, "", "Http403", false)]
    [InlineData(400, "[]", "Http400", false)]
    public async Task Call_ErrorOfSomethingElse_IsTheStatus(int status, string body, string code, bool isRetryable)
    {
        await using var aws = new ScriptedAws(_ => ScriptedAnswer.Of(status, body));
        var answer = await aws.Source().CallAsync("wafv2", "GetWebACL", "{}", CancellationToken.None);
        Assert.Equal(code, answer.Error?.Code);
        Assert.Contains($"status {status}", answer.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(isRetryable, answer.IsRetryable);
    }

    [Fact]
    public async Task Call_AnswerThatIsCutOff_IsMalformedAndRetryable()
    {
        await using var aws = new ScriptedAws("""{"WebACL":{"Name":""");
        var answer = await aws.Source().CallAsync("wafv2", "GetWebACL", "{}", CancellationToken.None);
        Assert.Equal(AwsFailure.Malformed, answer.Error?.Code);
        Assert.True(answer.IsRetryable);
    }

    [Fact]
    public async Task Call_NothingListens_IsUnreachable()
    {
        Aws.Documents.AwsDocumentSource source;
        await using (var gone = new ScriptedAws("{}"))
        {
            source = gone.Source();
        }
        var answer = await source.CallAsync("wafv2", "GetWebACL", "{}", CancellationToken.None);
        Assert.Equal(AwsFailure.Unreachable, answer.Error?.Code);
        Assert.True(answer.IsRetryable);
    }

    [Fact]
    public async Task Call_NoAnswerInTime_EndsWithinTheBudget()
    {
        await using var aws = new ScriptedAws(_ =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
            return ScriptedAnswer.Ok("{}");
        });
        var budget = new RequestBudget(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5), 3);
        var answer = await aws.Source(budget).CallAsync("wafv2", "GetWebACL", "{}", CancellationToken.None);
        Assert.Equal(AwsFailure.Timeout, answer.Error?.Code);
        Assert.True(answer.IsRetryable);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Call_ParametersThatAreNoObject_AreRefusedUnsent(string parameters)
    {
        await using var aws = new ScriptedAws("{}");
        var answer = await aws.Source().CallAsync("wafv2", "GetWebACL", parameters, CancellationToken.None);
        Assert.Equal("InvalidParameterValue", answer.Error?.Code);
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task Call_ServiceThatIsNotKnown_IsRefusedUnsent()
    {
        await using var aws = new ScriptedAws("{}");
        var answer = await aws.Source().CallAsync("s3", "PutObject", "{}", CancellationToken.None);
        Assert.Equal(Core.Planning.CallError.UnknownOperation, answer.Error?.Code);
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task All_SeveralPages_AreOneList()
    {
        await using var aws = new ScriptedAws(request =>
            ScriptedAnswer.Ok(
                request.Text.Contains("page-2", StringComparison.Ordinal)
                    ? """{"WebACLs":[{"Name":"b"}]}"""
                    : """{"NextMarker":"page-2","WebACLs":[{"Name":"a"}]}"""
            )
        );
        var answer = await aws.Source()
            .AllAsync("wafv2", "ListWebACLs", """{"Scope":"REGIONAL"}""", "WebACLs", CancellationToken.None);
        Assert.Equal("""[{"Name":"a"},{"Name":"b"}]""", answer.Document?.Text);
        Assert.Equal("""{"Scope":"REGIONAL","NextMarker":"page-2"}""", aws.Last.Text);
    }
}
