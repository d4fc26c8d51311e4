using Remediation.Aws.Baselines;
using Remediation.Aws.Tests.Contract;
using Remediation.Aws.Tests.Ledger;
using Remediation.Engine.Baselines;
using Remediation.Engine.Tests.Baselines;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Baselines;

[Collection(EmulatorGroup.Name)]
public sealed class DynamoDbBaselinesTests(EmulatorFixture fixture) : BaselineStoreContract
{
    private const string Name = "remediation-baselines";

    private AwsClients? _clients;

    [Fact]
    public async Task Read_EditedObject_IsUnknown()
    {
        var store = await OpenAsync("");
        await store.KeepAsync(
            Sample.Group("in tcp/443 from 10.0.0.0/8"),
            BaselineReason.Compliant,
            CancellationToken.None
        );
        using var s3 = _clients!.CreateS3();
        var key = Assert.Single((await s3.ListObjectsV2Async(new() { BucketName = Name })).S3Objects).Key;
        await s3.PutObjectAsync(
            new()
            {
                BucketName = Name,
                Key = key,
                ContentBody = "{}",
            }
        );

        var fact = await store.ReadAsync(Sample.Group().Id, CancellationToken.None);

        Assert.Null(fact.Value);
        Assert.Contains(key, fact.UnknownReason, StringComparison.Ordinal);
        Assert.False(fact.MayBeKnownLater);
    }

    [Fact]
    public async Task Keep_NoBucket_SaysSoAndNamesNoVersion()
    {
        var store = await OpenAsync("");
        using var s3 = _clients!.CreateS3();
        await s3.DeleteBucketAsync(Name);

        var error = await store.KeepAsync(Sample.Group(), BaselineReason.Compliant, CancellationToken.None);

        Assert.Equal("NoSuchBucket", error?.Code);
        Assert.True((await store.ReadAsync(Sample.Group().Id, CancellationToken.None)).IsAbsent);
    }

    protected override async ValueTask<IBaselineStore> OpenAsync(string name)
    {
        if (_clients is null)
        {
            _clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
            await DynamoDbLedgerTests.CreateTableAsync(_clients.CreateDynamoDb(), Name);
            await _clients.CreateS3().PutBucketAsync(Name);
        }
        return new DynamoDbBaselines(
            _clients.CreateDynamoDb(),
            _clients.CreateS3(),
            Name,
            Name,
            _clients.Budget,
            TimeProvider.System
        );
    }
}
