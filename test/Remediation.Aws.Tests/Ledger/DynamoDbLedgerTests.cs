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
        Assert.Equal(
            ["20261120T100000Z-7c1e90#intent", "20261120T100000Z-7c1e90#outcome"],
            items.Select(item => item[DynamoDbLedger.SequenceKey].S)
        );
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

    [Fact]
    public async Task Record_SameEntryAgain_IsRecorded()
    {
        var (_, ledger) = await OpenAsync();
        Assert.Null(await ledger.RecordAsync(_intent, CancellationToken.None));
        Assert.Null(await ledger.RecordAsync(_intent, CancellationToken.None));
    }

    [Fact]
    public async Task Record_OtherEntryOfTheSameId_IsNotWrittenOver()
    {
        var (dynamoDb, ledger) = await OpenAsync();
        Assert.Null(await ledger.RecordAsync(_intent, CancellationToken.None));
        var error = await ledger.RecordAsync(_intent with { Actor = "mallory" }, CancellationToken.None);
        Assert.Equal("LedgerEntryExists", error?.Code);
        var item = Assert.Single((await dynamoDb.ScanAsync(new ScanRequest { TableName = Table })).Items);
        Assert.Contains("alice", item["entry"].S);
    }

    [Fact]
    public async Task Record_MissingTable_SaysSo()
    {
        var clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
        var ledger = new DynamoDbLedger(clients.CreateDynamoDb(), "absent", clients.Budget);
        var error = await ledger.RecordAsync(_intent, CancellationToken.None);
        Assert.Equal("ResourceNotFoundException", error?.Code);
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
