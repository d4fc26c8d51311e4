using System.Collections.Immutable;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediation.Aws.Ledger;
using Remediation.Core.Planning;
using Remediation.Engine;
using Remediation.Engine.Records;

namespace Remediation.Aws.Records;

/// <summary>
/// Records in the ledger's table: the partition is <c>record/</c> and the collection, the sort key the record's name. Every read is
/// consistent and every write conditional on the revision. The attribute <c>expires</c> is the table's time to live; no entry of
/// the ledger bears it.
/// </summary>
public sealed class DynamoDbRecords(IAmazonDynamoDB dynamoDb, string table, RequestBudget budget) : IRecordStore
{
    private const string ResourceKey = "resource";
    private const string SequenceKey = "sequence";
    private const string Prefix = "record/";
    private const string Revision = "revision";
    private const string Document = "record";
    private const string Expires = "expires";

    private readonly BoundedRequests _requests = new(budget);

    /// <summary>The IAM actions that it needs.</summary>
    public static ImmutableArray<string> Actions { get; } =
    ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"];

    public async ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = table,
            ConsistentRead = true,
            Key = KeyOf(key),
        };
        var answer = await _requests.SendAsync(ct => dynamoDb.GetItemAsync(request, ct), cancellationToken);
        return answer.IsAnswered
            ? StoreAnswer<StoredRecord>.Of(
                answer.Value.Item is { Count: > 0 } item ? RecordOf(item) : StoredRecord.Absent(key)
            )
            : StoreAnswer<StoredRecord>.Failed(answer.Failure.Error);
    }

    public async ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
        string collection,
        CancellationToken cancellationToken
    )
    {
        var items = await _requests.AllAsync(
            (token, ct) => dynamoDb.QueryAsync(Query(collection, token), ct),
            page => ItemPages.TokenOf(page.LastEvaluatedKey),
            page => page.Items,
            cancellationToken
        );
        return items.IsAnswered
            ? StoreAnswer<IReadOnlyList<StoredRecord>>.Of([
                .. items.Value.Select(RecordOf).OrderBy(record => record.Key.Name, StringComparer.Ordinal),
            ])
            : StoreAnswer<IReadOnlyList<StoredRecord>>.Failed(items.Failure.Error);
    }

    public async ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
        StoredRecord read,
        string json,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    )
    {
        var written = new StoredRecord(read.Key, read.Revision + 1, json);
        var item = KeyOf(read.Key);
        item[Revision] = Number(written.Revision);
        item[Document] = new(json);
        if (forgetAfter is { } time)
        {
            item[Expires] = Number(time.ToUnixTimeSeconds());
        }
        var request = new PutItemRequest
        {
            TableName = table,
            Item = item,
            ConditionExpression = ConditionOf(read),
            ExpressionAttributeNames = Names(),
            ExpressionAttributeValues = ValuesOf(read),
        };
        var answer = await _requests.SendAsync(ct => dynamoDb.PutItemAsync(request, ct), cancellationToken);
        return answer.IsAnswered
            ? StoreAnswer<StoredRecord>.Of(written)
            : StoreAnswer<StoredRecord>.Failed(ErrorOf(read, answer.Failure.Error));
    }

    public async ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken)
    {
        if (!read.Exists)
        {
            return null;
        }
        var request = new DeleteItemRequest
        {
            TableName = table,
            Key = KeyOf(read.Key),
            ConditionExpression = ConditionOf(read),
            ExpressionAttributeNames = Names(),
            ExpressionAttributeValues = ValuesOf(read),
        };
        var answer = await _requests.SendAsync(ct => dynamoDb.DeleteItemAsync(request, ct), cancellationToken);
        return answer.IsAnswered ? null : ErrorOf(read, answer.Failure.Error);
    }

    // A retry of the SDK whose first try was taken is told the same; whoever reads again sees that it was.
    private static CallError ErrorOf(StoredRecord read, CallError error) =>
        error.Code == nameof(ConditionalCheckFailedException)
            ? new(IRecordStore.Conflict, $"{read.Key} is not at revision {read.Revision} any more")
            : error;

    private static string ConditionOf(StoredRecord read) =>
        read.Exists ? "#revision = :revision" : "attribute_not_exists(#revision)";

    private static Dictionary<string, string> Names() => new(StringComparer.Ordinal) { ["#revision"] = Revision };

    private static Dictionary<string, AttributeValue>? ValuesOf(StoredRecord read) =>
        read.Exists ? new(StringComparer.Ordinal) { [":revision"] = Number(read.Revision) } : null;

    private QueryRequest Query(string collection, string? token) =>
        new()
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = "#key = :collection",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = ResourceKey },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":collection"] = new(Prefix + collection) },
            ExclusiveStartKey = ItemPages.KeyOf(token),
        };

    private static Dictionary<string, AttributeValue> KeyOf(RecordKey key) =>
        new(StringComparer.Ordinal) { [ResourceKey] = new(Prefix + key.Collection), [SequenceKey] = new(key.Name) };

    private static StoredRecord RecordOf(Dictionary<string, AttributeValue> item) =>
        new(
            new(item[ResourceKey].S[Prefix.Length..], item[SequenceKey].S),
            long.Parse(item[Revision].N, CultureInfo.InvariantCulture),
            item[Document].S
        );

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
