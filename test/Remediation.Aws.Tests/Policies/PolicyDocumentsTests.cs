using Remediation.Aws.Documents;
using Remediation.Aws.Policies;
using Remediation.Aws.Tests.Contract;
using Remediation.Engine.PolicyDocuments;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Policies;

/// <summary>Policy documents where AWS keeps them: read once, and then only when they are others.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class PolicyDocumentsTests(EmulatorFixture fixture)
{
    private const string Text = "version: 1\n";

    [Fact]
    public async Task Object_Read_GivesTextOnceAndAgainWhenItIsAnother()
    {
        var clients = await ClientsAsync();
        using var s3 = clients.CreateS3();
        await s3.PutBucketAsync("policies");
        await s3.PutObjectAsync(
            new()
            {
                BucketName = "policies",
                Key = "p.yaml",
                ContentBody = Text,
            }
        );
        var document = new S3PolicyDocument(s3, PolicyAddress.Parse("s3://policies/p.yaml").Value, clients.Budget);

        var first = await document.ReadAsync(null, CancellationToken.None);
        var same = await document.ReadAsync(first.Version, CancellationToken.None);
        await s3.PutObjectAsync(
            new()
            {
                BucketName = "policies",
                Key = "p.yaml",
                ContentBody = "version: 2\n",
            }
        );
        var other = await document.ReadAsync(first.Version, CancellationToken.None);

        Assert.Equal(Text, first.Text);
        Assert.False(same.IsNew);
        Assert.False(same.IsFailed);
        Assert.Equal("version: 2\n", other.Text);
        Assert.NotEqual(first.Version, other.Version);
    }

    [Fact]
    public async Task Object_MissingOrTooLarge_FailsForGood()
    {
        var clients = await ClientsAsync();
        using var s3 = clients.CreateS3();
        await s3.PutBucketAsync("policies");
        await s3.PutObjectAsync(
            new()
            {
                BucketName = "policies",
                Key = "large.yaml",
                ContentBody = new string('#', (1 << 20) + 1),
            }
        );

        var missing = await ReadAsync("s3://policies/none.yaml");
        var large = await ReadAsync("s3://policies/large.yaml");

        Assert.Equal(("NoSuchKey", false), (missing.Error?.Code, missing.IsRetryable));
        Assert.Equal(("PolicyTooLarge", false), (large.Error?.Code, large.IsRetryable));

        async Task<PolicyRead> ReadAsync(string uri) =>
            await new S3PolicyDocument(s3, PolicyAddress.Parse(uri).Value, clients.Budget).ReadAsync(
                null,
                CancellationToken.None
            );
    }

    [Fact]
    public async Task Copy_KeptAndRead_IsTheSame()
    {
        var clients = await ClientsAsync();
        using var s3 = clients.CreateS3();
        await s3.PutBucketAsync("state");
        var copy = new S3PolicyCopy(s3, "state", clients.Budget);

        var none = await copy.ReadAsync(CancellationToken.None);
        var unkept = await copy.KeepAsync(Text, CancellationToken.None);

        Assert.True(none.IsFailed);
        Assert.Null(unkept);
        Assert.Equal(Text, (await copy.ReadAsync(CancellationToken.None)).Text);
    }

    [Fact]
    public async Task Parameter_Read_GivesTextOnceAndAgainWhenItIsAnother()
    {
        var clients = await ClientsAsync();
        var aws = new AwsDocumentSource(clients);
        var document = new ParameterPolicyDocument(aws, PolicyAddress.Parse("ssm:/policy").Value);
        var missing = await document.ReadAsync(null, CancellationToken.None);
        await PutAsync(Text);

        var first = await document.ReadAsync(null, CancellationToken.None);
        var same = await document.ReadAsync(first.Version, CancellationToken.None);
        await PutAsync("version: 2");
        var other = await document.ReadAsync(first.Version, CancellationToken.None);

        Assert.Equal(("ParameterNotFound", false), (missing.Error?.Code, missing.IsRetryable));
        Assert.Equal(Text, first.Text);
        Assert.False(same.IsNew);
        Assert.False(same.IsFailed);
        Assert.Equal("version: 2", other.Text);

        async Task PutAsync(string text)
        {
            var value = System.Text.Json.JsonSerializer.Serialize(text);
            var request = $$"""{"Name":"/policy","Type":"String","Overwrite":true,"Value":{{value}}}""";
            Assert.True((await aws.CallAsync("ssm", "PutParameter", request, CancellationToken.None)).IsAnswered);
        }
    }

    private async Task<AwsClients> ClientsAsync() => EmulatorAccount.Clients(await fixture.EmptyAsync());
}
