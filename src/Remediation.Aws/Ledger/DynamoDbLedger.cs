using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Ledgers;

namespace Remediation.Aws.Ledger;

/// <summary>
/// The ledger in a DynamoDB table whose keys are <c>resource</c> (the resource's ARN) and <c>sequence</c> (the entry's number in
/// the history of the resource, or <c>head</c>). An entry is only ever added, together with the head that names it, so that no
/// two writers can take one place and an entry that is gone shows. A document too large for an item goes to the bucket.
/// </summary>
public sealed class DynamoDbLedger : ILedger
{
    public const string ResourceKey = "resource";
    public const string SequenceKey = "sequence";

    private const string Head = "head";
    private const string Document = "entry";
    private const string ObjectKey = "object";
    private const string Hash = "hash";
    private const string Count = "count";
    private const string Unreadable = "LedgerUnreadable";

    // An item may have 400 KB, names and keys included.
    private const int MostInItem = 350_000;
    private const int MostAttempts = 5;

    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly IAmazonS3? _s3;
    private readonly string _table;
    private readonly string? _bucket;
    private readonly BoundedRequests _requests;

    /// <param name="dynamoDb">The client.</param>
    /// <param name="table">The table.</param>
    /// <param name="budget">How long a request may take.</param>
    /// <param name="s3">Where documents go that are too large for an item; without it they are refused.</param>
    /// <param name="bucket">The bucket for them.</param>
    public DynamoDbLedger(
        IAmazonDynamoDB dynamoDb,
        string table,
        RequestBudget budget,
        IAmazonS3? s3 = null,
        string? bucket = null
    )
    {
        (_dynamoDb, _table, _s3, _bucket) = (dynamoDb, table, s3, bucket);
        _requests = new(budget);
    }

    /// <summary>The IAM actions that recording needs.</summary>
    public static ImmutableArray<string> Actions { get; } = ["dynamodb:GetItem", "dynamodb:PutItem", "s3:PutObject"];

    public async ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        CallError? error = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var head = await HeadAsync(entry.Resource.Arn, cancellationToken);
            if (!head.IsAnswered)
            {
                return head.Failure.Error;
            }
            error = await AddAsync(entry, head.Value, cancellationToken);
            if (error?.Code != nameof(TransactionCanceledException))
            {
                return error;
            }
        }
        return error;
    }

    public async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var items = await _requests.AllAsync(
            (token, ct) => _dynamoDb.QueryAsync(Query(resource.Arn, token), ct),
            page => ItemPages.TokenOf(page.LastEvaluatedKey),
            page => page.Items,
            cancellationToken
        );
        return items.IsAnswered ? await ReadAsync(items.Value, cancellationToken) : Failed(items.Failure.Error);
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    ) => SomeAsync(token => Backwards(resource.Arn, most, token), most, isEnd: true, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    ) => SomeAsync(token => Forwards(resource.Arn, after, most, token), most, isEnd: false, cancellationToken);

    // As many entries as are wanted, page by page.
    private async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> SomeAsync(
        Func<string?, QueryRequest> query,
        int most,
        bool isEnd,
        CancellationToken cancellationToken
    )
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var pages = _requests.PagesAsync(
            (token, ct) => _dynamoDb.QueryAsync(query(token), ct),
            page => ItemPages.TokenOf(page.LastEvaluatedKey),
            cancellationToken
        );
        await foreach (var page in pages)
        {
            if (!page.IsAnswered)
            {
                return Failed(page.Failure.Error);
            }
            items.AddRange(Entries(page.Value.Items ?? []));
            if (items.Count >= most)
            {
                break;
            }
        }
        var ordered = items.OrderBy(item => item[SequenceKey].S, StringComparer.Ordinal);
        return await ReadAsync([.. isEnd ? ordered.TakeLast(most) : ordered.Take(most)], cancellationToken);
    }

    /// <summary>Reads the whole table: for a person's command, not for the function.</summary>
    public async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken)
    {
        var items = await ScanAsync(cancellationToken);
        if (!items.IsAnswered)
        {
            return Failed(items.Failure.Error);
        }
        var records = await ReadAsync(items.Value, cancellationToken);
        return records.IsAnswered
            ? StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([
                .. records
                    .Value.OrderBy(record => record.Entry.Id, StringComparer.Ordinal)
                    .ThenBy(record => record.Number),
            ])
            : records;
    }

    /// <summary>Reads the whole table: for a person's command, not for the function.</summary>
    public async ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken)
    {
        var items = await ScanAsync(cancellationToken);
        if (!items.IsAnswered)
        {
            return StoreAnswer<LedgerVerification>.Failed(items.Failure.Error);
        }
        var faults = ImmutableArray.CreateBuilder<LedgerFault>();
        var chains = new List<(string, LedgerHead)>();
        var entries = 0;
        foreach (var chain in items.Value.GroupBy(item => item[ResourceKey].S, StringComparer.Ordinal))
        {
            var documents = new List<ReadOnlyMemory<byte>>();
            foreach (var item in Entries(chain))
            {
                var document = await DocumentAsync(item, cancellationToken);
                if (!document.IsAnswered)
                {
                    return StoreAnswer<LedgerVerification>.Failed(document.Failure.Error);
                }
                documents.Add(Encoding.UTF8.GetBytes(document.Value));
            }
            var head = chain.FirstOrDefault(item => item[SequenceKey].S == Head);
            faults.AddRange(LedgerChain.Faults(chain.Key, documents, head is null ? null : HeadOf(head)));
            entries += documents.Count;
            var last = documents.Count == 0 ? LedgerHead.NoPrevious : LedgerChain.HashOf(documents[^1].Span);
            chains.Add((chain.Key, new(documents.Count, last)));
        }
        return StoreAnswer<LedgerVerification>.Of(
            new(chains.Count, entries, LedgerVerification.RootOf(chains), faults.ToImmutable())
        );
    }

    private async Task<AwsAnswer<LedgerHead>> HeadAsync(string arn, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = _table,
            ConsistentRead = true,
            Key = Key(arn, Head),
        };
        var answer = await _requests.SendAsync(ct => _dynamoDb.GetItemAsync(request, ct), cancellationToken);
        return answer.IsAnswered
            ? new(answer.Value.Item is { Count: > 0 } item ? HeadOf(item) : LedgerHead.Empty)
            : new(answer.Failure);
    }

    private async Task<CallError?> AddAsync(LedgerEntry entry, LedgerHead head, CancellationToken cancellationToken)
    {
        var line = LedgerEntryJson.Line(entry, head.Hash);
        var document = Encoding.UTF8.GetString(line.Span);
        var next = new LedgerHead(head.Count + 1, LedgerChain.HashOf(line.Span));
        var item = Key(entry.Resource.Arn, Sequence(next.Count));
        item["id"] = new(entry.Id);
        item["planHash"] = new(entry.PlanHash);
        item[Hash] = new(next.Hash);
        if (line.Length <= MostInItem)
        {
            item[Document] = new(document);
        }
        else if (await StoreAsync(next.Hash, document, cancellationToken) is { } unstored)
        {
            return unstored;
        }
        else
        {
            item[ObjectKey] = new(KeyOf(next.Hash));
        }
        var request = Transaction(entry.Resource.Arn, item, head, next);
        var answer = await _requests.SendAsync(ct => _dynamoDb.TransactWriteItemsAsync(request, ct), cancellationToken);
        return answer.IsAnswered ? null : answer.Failure.Error;
    }

    private async Task<CallError?> StoreAsync(string hash, string document, CancellationToken cancellationToken)
    {
        if (_s3 is null || _bucket is null)
        {
            return new(
                "LedgerEntryTooLarge",
                $"the entry has {document.Length} characters, more than an item of {_table} can hold, and no bucket is given"
            );
        }
        var put = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = KeyOf(hash),
            ContentBody = document,
            ContentType = "application/json",
        };
        var answer = await _requests.SendAsync(ct => _s3.PutObjectAsync(put, ct), cancellationToken);
        return answer.IsAnswered ? null : answer.Failure.Error;
    }

    // The token makes a retry of a write whose answer was lost one and the same write.
    private TransactWriteItemsRequest Transaction(
        string arn,
        Dictionary<string, AttributeValue> item,
        LedgerHead head,
        LedgerHead next
    ) =>
        new()
        {
            ClientRequestToken = next.Hash[..36],
            TransactItems =
            [
                new()
                {
                    Put = new()
                    {
                        TableName = _table,
                        Item = item,
                        ConditionExpression = "attribute_not_exists(#key)",
                        ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = ResourceKey },
                    },
                },
                new()
                {
                    Put = new()
                    {
                        TableName = _table,
                        Item = HeadItem(arn, next),
                        ConditionExpression = head.Count == 0 ? "attribute_not_exists(#hash)" : "#hash = :hash",
                        ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#hash"] = Hash },
                        ExpressionAttributeValues =
                            head.Count == 0 ? null : new(StringComparer.Ordinal) { [":hash"] = new(head.Hash) },
                    },
                },
            ],
        };

    private async Task<StoreAnswer<IReadOnlyList<LedgerRecord>>> ReadAsync(
        List<Dictionary<string, AttributeValue>> items,
        CancellationToken cancellationToken
    )
    {
        var records = new List<LedgerRecord>();
        foreach (var item in Entries(items))
        {
            var document = await DocumentAsync(item, cancellationToken);
            if (!document.IsAnswered)
            {
                return Failed(document.Failure.Error);
            }
            var bytes = Encoding.UTF8.GetBytes(document.Value);
            if (!LedgerEntryReader.Read(bytes).TryGet(out var read, out var reason))
            {
                return Failed(new(Unreadable, $"{item[ResourceKey].S} {item[SequenceKey].S}: {reason}"));
            }
            var number = int.Parse(item[SequenceKey].S, CultureInfo.InvariantCulture);
            records.Add(new(read.Entry, number, LedgerChain.HashOf(bytes), read.Previous));
        }
        return StoreAnswer<IReadOnlyList<LedgerRecord>>.Of(records);
    }

    private async Task<AwsAnswer<string>> DocumentAsync(
        Dictionary<string, AttributeValue> item,
        CancellationToken cancellationToken
    )
    {
        if (item.TryGetValue(Document, out var document))
        {
            return new(document.S);
        }
        if (_s3 is null || _bucket is null || !item.TryGetValue(ObjectKey, out var key))
        {
            var place = $"{item[ResourceKey].S} {item[SequenceKey].S}";
            return new(new AwsFailure(new(Unreadable, $"{place} is in a bucket, and no bucket is given"), false));
        }
        return await _requests.SendAsync(ct => DownloadAsync(key.S, ct), cancellationToken);
    }

    private async Task<string> DownloadAsync(string key, CancellationToken cancellationToken)
    {
        using var response = await _s3!.GetObjectAsync(_bucket, key, cancellationToken);
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private Task<AwsAnswer<List<Dictionary<string, AttributeValue>>>> ScanAsync(CancellationToken cancellationToken) =>
        _requests.AllAsync(
            (token, ct) =>
                _dynamoDb.ScanAsync(
                    new ScanRequest
                    {
                        TableName = _table,
                        ConsistentRead = true,
                        FilterExpression = "attribute_exists(#hash)",
                        ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#hash"] = Hash },
                        ExclusiveStartKey = ItemPages.KeyOf(token),
                    },
                    ct
                ),
            page => ItemPages.TokenOf(page.LastEvaluatedKey),
            page => page.Items,
            cancellationToken
        );

    private QueryRequest Query(string arn, string? token) =>
        new()
        {
            TableName = _table,
            ConsistentRead = true,
            KeyConditionExpression = "#key = :resource",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = ResourceKey },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":resource"] = new(arn) },
            ExclusiveStartKey = ItemPages.KeyOf(token),
        };

    // The head sorts after every entry.
    private QueryRequest Backwards(string arn, int most, string? token)
    {
        var query = Query(arn, token);
        query.ScanIndexForward = false;
        query.Limit = Math.Min(most, int.MaxValue - 1) + 1;
        return query;
    }

    private QueryRequest Forwards(string arn, int after, int most, string? token)
    {
        var query = Query(arn, token);
        query.KeyConditionExpression += " AND #sequence > :after";
        query.ExpressionAttributeNames["#sequence"] = SequenceKey;
        query.ExpressionAttributeValues[":after"] = new(Sequence(after));
        query.Limit = Math.Min(most, int.MaxValue - 1) + 1;
        return query;
    }

    private static string Sequence(int number) => number.ToString("D9", CultureInfo.InvariantCulture);

    private static IEnumerable<Dictionary<string, AttributeValue>> Entries(
        IEnumerable<Dictionary<string, AttributeValue>> items
    ) => items.Where(item => item[SequenceKey].S != Head).OrderBy(item => item[SequenceKey].S, StringComparer.Ordinal);

    private static Dictionary<string, AttributeValue> Key(string arn, string sequence) =>
        new(StringComparer.Ordinal) { [ResourceKey] = new(arn), [SequenceKey] = new(sequence) };

    private static Dictionary<string, AttributeValue> HeadItem(string arn, LedgerHead head)
    {
        var item = Key(arn, Head);
        item[Hash] = new(head.Hash);
        item[Count] = new() { N = head.Count.ToString(CultureInfo.InvariantCulture) };
        return item;
    }

    private static LedgerHead HeadOf(Dictionary<string, AttributeValue> item) =>
        new(int.Parse(item[Count].N, CultureInfo.InvariantCulture), item[Hash].S);

    private static string KeyOf(string hash) => $"ledger/{hash[..2]}/{hash}.json";

    private static StoreAnswer<IReadOnlyList<LedgerRecord>> Failed(CallError error) =>
        StoreAnswer<IReadOnlyList<LedgerRecord>>.Failed(error);
}
