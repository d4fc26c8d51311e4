using System.Net.Http.Headers;
using System.Text;
using Remediation.Aws.Documents;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine;
using Remediation.Engine.Layers;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>CloudFront as the emulator answers it; what the product itself never sends is sent to it bare.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorDistributionTests(EmulatorFixture fixture)
{
    private const string WebAcl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1";

    private static readonly DistributionLayer Layer = new();

    [Fact]
    public async Task Call_Distribution_IsListedAndReadWithTheTypesOfTheCli()
    {
        var emulator = await fixture.EmptyAsync();
        await CreateAsync(emulator, WebAcl);
        var source = new AwsDocumentSource(EmulatorAccount.Clients(emulator));

        var listing = await source.AllAsync(
            "cloudfront",
            "ListDistributions",
            "{}",
            "Items",
            CancellationToken.None,
            within: "DistributionList"
        );
        var id = Assert.Single(listing.Document!.Root.EnumerateArray()).GetProperty("Id").GetString();
        var answer = await source.CallAsync(
            "cloudfront",
            "GetDistribution",
            $$"""{"Id":"{{id}}"}""",
            CancellationToken.None
        );

        var config = answer.Document!.At(DocumentPath.Of("Distribution", "DistributionConfig"))!;
        Assert.Equal("true", config.At(DocumentPath.Of("Enabled"))?.Text);
        Assert.Equal("1", config.At(DocumentPath.Of("Origins", "Quantity"))?.Text);
        Assert.Equal("\"7\"", config.At(DocumentPath.Of("Comment"))?.Text);
        Assert.Equal($"\"{WebAcl}\"", config.At(DocumentPath.Of("WebACLId"))?.Text);
        Assert.NotNull(config.At(DocumentPath.Of("Origins", "Items").Item("Id", "shop")));
        Assert.NotEqual("", answer.Document.At(DocumentPath.Of("ETag"))?.Root.GetString());
    }

    [Fact]
    public async Task Call_ListTagsForResource_IsUnderstood()
    {
        var emulator = await fixture.EmptyAsync();
        var arn = await CreateAsync(emulator, WebAcl);
        var source = new AwsDocumentSource(EmulatorAccount.Clients(emulator));

        var answer = await source.CallAsync(
            "cloudfront",
            "ListTagsForResource",
            $$"""{"Resource":"{{arn}}"}""",
            CancellationToken.None
        );

        Assert.Equal("""{"Tags":{"Items":[{"Key":"env","Value":"prod"}]}}""", answer.Document?.Text);
    }

    [Fact]
    public async Task Read_NoSuchDistribution_IsNotFound()
    {
        var source = new AwsDocumentSource(EmulatorAccount.Clients(await fixture.EmptyAsync()));

        var read = await Layer.ReadAsync(
            source,
            new(ResourceTypes.Distribution, AwsEmulator.Account, "us-east-1")
            {
                Id = $"arn:aws:cloudfront::{AwsEmulator.Account}:distribution/E1ABCDEF2GHIJK",
            },
            CancellationToken.None
        );

        Assert.True(read.IsNotFound);
        await foreach (var state in Layer.ListAsync(source, ResourceTypes.Distribution, CancellationToken.None))
        {
            Assert.Fail($"{state.Id} is listed, and nothing was made");
        }
    }

    private static async Task<string> CreateAsync(AwsEmulator emulator, string webAcl)
    {
        var body = $"""
            <DistributionConfigWithTags xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
              <DistributionConfig>
                <CallerReference>shop-1</CallerReference><Comment>7</Comment><Enabled>true</Enabled>
                <WebACLId>{webAcl}</WebACLId>
                <Origins><Quantity>1</Quantity><Items><Origin><Id>shop</Id><DomainName>shop.example.com</DomainName></Origin></Items></Origins>
                <DefaultCacheBehavior><TargetOriginId>shop</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></DefaultCacheBehavior>
              </DistributionConfig>
              <Tags><Items><Tag><Key>env</Key><Value>prod</Value></Tag></Items></Tags>
            </DistributionConfigWithTags>
            """;
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(emulator.Endpoint, "2020-05-31/distribution?WithTags")
        );
        request.Content = new StringContent(body, Encoding.UTF8, "application/xml");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256",
            "Credential=emulator/20260101/us-east-1/cloudfront/aws4_request, SignedHeaders=host, Signature=0"
        );
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        // Its ARNs lack the empty region, so that no layer takes them for those of distributions.
        return answer.Split("<ARN>")[1].Split("</ARN>")[0];
    }
}
