using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediation.Aws.Ledger;
using Remediation.Aws.Tests.Contract;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Ledger;

[Collection(EmulatorGroup.Name)]
public sealed class DynamoDbLedgerTests(EmulatorFixture fixture)
{
    private const string Table = "remediation-ledger";

    private static readonly LedgerEntry _intent = new()
    {
        Id = "20261120T100000Z-7c1e90",
        Kind = LedgerEntryKind.Intent,
        Resource = new(ResourceTypes.SecurityGroup, "sg-0a1b2c3d", "123456789012", "us-east-1"),
        Time = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        PlanHash = "7c1e90",
        Events = ["e-1"],
        Actor = "alice",
        Checks = ["sg-open-admin-port"],
        Calls = [Calls.Ec2("RevokeSecurityGroupIngress", """{"GroupId":"sg-0a1b2c3d"}""")],
        PriorState = """{"GroupId":"sg-0a1b2c3d"}""",
    };

    private static LedgerEntry Outcome =>
        _intent with
        {
            Kind = LedgerEntryKind.Outcome,
            PriorState = null,
            Succeeded = false,
            CallsDone = 1,
            Error = "Throttling: slow down",
        };

    [Fact]
    public async Task Record_IntentAndOutcome_AreBothKept()
    {
        var (dynamoDb, ledger) = await OpenAsync();
        Assert.Null(await ledger.RecordAsync(_intent, CancellationToken.None));
        Assert.Null(await ledger.RecordAsync(Outcome, CancellationToken.None));
        var items = (
            await dynamoDb.QueryAsync(
                new QueryRequest
                {
                    TableName = Table,
                    KeyConditionExpression = "#r = :r",
                    ExpressionAttributeNames = new() { ["#r"] = DynamoDbLedger.ResourceKey },
                    ExpressionAttributeValues = new() { [":r"] = new(_intent.Resource.Arn) },
                }
            )
        ).Items;
        Assert.Equal(["000000001", "000000002", "head"], items.Select(item => item[DynamoDbLedger.SequenceKey].S));
        using var intent = JsonDocument.Parse(items[0]["entry"].S);
        Assert.Equal("sg-0a1b2c3d", intent.RootElement.GetProperty("priorState").GetProperty("GroupId").GetString());
        Assert.Equal(
            "RevokeSecurityGroupIngress",
            intent.RootElement.GetProperty("calls")[0].GetProperty("operation").GetString()
        );
        using var outcome = JsonDocument.Parse(items[1]["entry"].S);
        Assert.False(outcome.RootElement.GetProperty("succeeded").GetBoolean());
        Assert.Equal("Throttling: slow down", outcome.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("000000001")]
    [InlineData("000000002")]
    [InlineData("000000003")]
    public async Task Verify_EntryEditedOrTakenOut_IsFound(string sequence)
    {
        var (dynamoDb, ledger) = await ThreeEntriesAsync();
        var item = (await dynamoDb.GetItemAsync(Table, Key(sequence))).Item;
        item["entry"] = new(item["entry"].S.Replace("alice", "mallory", StringComparison.Ordinal));
        await dynamoDb.PutItemAsync(Table, item);
        Assert.NotEmpty((await ledger.VerifyAsync(CancellationToken.None)).Value!.Faults);

        await dynamoDb.DeleteItemAsync(Table, Key(sequence));

        Assert.NotEmpty((await ledger.VerifyAsync(CancellationToken.None)).Value!.Faults);
    }

    [Fact]
    public async Task Verify_HeadTakenOut_IsFound()
    {
        var (dynamoDb, ledger) = await ThreeEntriesAsync();

        await dynamoDb.DeleteItemAsync(Table, Key("head"));

        Assert.Contains(
            "head is missing",
            Assert.Single((await ledger.VerifyAsync(CancellationToken.None)).Value!.Faults).Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Record_TooLargeAndNoBucket_SaysSoAndRecordsNothing()
    {
        var (_, ledger) = await OpenAsync();

        var error = await ledger.RecordAsync(
            _intent with
            {
                PriorState = $$"""{"x":"{{new string('x', 500_000)}}"}""",
            },
            CancellationToken.None
        );

        Assert.Equal("LedgerEntryTooLarge", error?.Code);
        Assert.Empty((await ledger.ListAsync(CancellationToken.None)).Value!);
    }

    [Fact]
    public async Task Record_MissingTable_SaysSo()
    {
        var clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
        var ledger = new DynamoDbLedger(clients.CreateDynamoDb(), "absent", clients.Budget);
        var error = await ledger.RecordAsync(_intent, CancellationToken.None);
        Assert.Equal("ResourceNotFoundException", error?.Code);
    }

    private static Dictionary<string, AttributeValue> Key(string sequence) =>
        new()
        {
            [DynamoDbLedger.ResourceKey] = new(_intent.Resource.Arn),
            [DynamoDbLedger.SequenceKey] = new(sequence),
        };

    private async Task<(AmazonDynamoDBClient DynamoDb, DynamoDbLedger Ledger)> ThreeEntriesAsync()
    {
        var (dynamoDb, ledger) = await OpenAsync();
        foreach (var entry in new[] { _intent, Outcome, _intent with { Id = "20261120T110000Z-7c1e90" } })
        {
            Assert.Null(await ledger.RecordAsync(entry, CancellationToken.None));
        }
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None)).Value!.Faults);
        return (dynamoDb, ledger);
    }

    private async Task<(AmazonDynamoDBClient DynamoDb, DynamoDbLedger Ledger)> OpenAsync()
    {
        var clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
        var dynamoDb = clients.CreateDynamoDb();
        await CreateTableAsync(dynamoDb, Table);
        return (dynamoDb, new(dynamoDb, Table, clients.Budget));
    }

    internal static Task CreateTableAsync(IAmazonDynamoDB dynamoDb, string table) =>
        dynamoDb.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions =
                [
                    new(DynamoDbLedger.ResourceKey, ScalarAttributeType.S),
                    new(DynamoDbLedger.SequenceKey, ScalarAttributeType.S),
                ],
                KeySchema =
                [
                    new(DynamoDbLedger.ResourceKey, KeyType.HASH),
                    new(DynamoDbLedger.SequenceKey, KeyType.RANGE),
                ],
            }
        );
}
