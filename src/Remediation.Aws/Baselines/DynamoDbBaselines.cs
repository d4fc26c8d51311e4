using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Aws.Ledger;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Baselines;

namespace Remediation.Aws.Baselines;

/// <summary>
/// Baselines of a live account: the versions in the ledger's table, each an item that is only ever added, and the states in a
/// bucket, each under the SHA-256 of its document. States of any size fit, and one that was edited is found out when it is read.
/// </summary>
public sealed class DynamoDbBaselines(
    IAmazonDynamoDB dynamoDb,
    IAmazonS3 s3,
    string table,
    string bucket,
    RequestBudget budget,
    TimeProvider time
) : IBaselineStore
{
    private const string Prefix = "baseline#";
    private const string Document = "entry";
    private const string Unreadable = "BaselineUnreadable";
    private const int MostAttempts = 3;

    private readonly BoundedRequests _requests = new(budget);

    /// <summary>The IAM actions that reading and keeping need.</summary>
    public static ImmutableArray<string> Actions { get; } =
    ["dynamodb:PutItem", "dynamodb:Query", "s3:GetObject", "s3:PutObject"];

    public async ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken)
    {
        var last = await LastAsync(resource, cancellationToken);
        if (!last.IsAnswered)
        {
            return Fact<ResourceState>.Unknown(last.Failure.Error.ToString(), last.Failure.IsRetryable);
        }
        if (last.Value.Count == 0)
        {
            return Fact<ResourceState>.Absent;
        }
        var state = await GetAsync(last.Value[0], cancellationToken);
        return state.Value is { } known
            ? Fact<ResourceState>.Known(known)
            : Fact<ResourceState>.Unknown(state.Failure!.Error.ToString(), state.Failure.IsRetryable);
    }

    public async ValueTask<CallError?> KeepAsync(
        ResourceState state,
        BaselineReason reason,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var last = await LastAsync(state.Id, cancellationToken);
            if (!last.IsAnswered)
            {
                return last.Failure.Error;
            }
            var before = last.Value.Count == 0 ? null : last.Value[0];
            if (before?.Says(state, reason) == true)
            {
                return null;
            }
            var error = await AddAsync(state, before, reason, cancellationToken);
            if (error?.Code != nameof(ConditionalCheckFailedException) || attempt == MostAttempts)
            {
                return error;
            }
        }
    }

    public async ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var items = await _requests.AllAsync(
            (token, ct) => dynamoDb.QueryAsync(Query(resource, isForward: true, token), ct),
            page => ItemPages.TokenOf(page.LastEvaluatedKey),
            page => page.Items,
            cancellationToken
        );
        return Answer(items.IsAnswered ? Parse(items.Value) : new(items.Failure));
    }

    public async ValueTask<StoreAnswer<ResourceState>> StateAsync(
        BaselineVersion version,
        CancellationToken cancellationToken
    )
    {
        var state = await GetAsync(version, cancellationToken);
        return state.Value is { } known
            ? StoreAnswer<ResourceState>.Of(known)
            : StoreAnswer<ResourceState>.Failed(state.Failure!.Error);
    }

    /// <summary>Reads the whole table, of which baselines are a part: for a person's command, not for the function.</summary>
    public async ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> ListAsync(CancellationToken cancellationToken)
    {
        var items = await _requests.AllAsync(
            (token, ct) => dynamoDb.ScanAsync(Scan(token), ct),
            page => ItemPages.TokenOf(page.LastEvaluatedKey),
            page => page.Items,
            cancellationToken
        );
        var versions = items.IsAnswered ? Parse(items.Value) : new(items.Failure);
        return versions.IsAnswered
            ? StoreAnswer<IReadOnlyList<BaselineVersion>>.Of([
                .. versions
                    .Value.GroupBy(version => (version.Resource.Type, version.Resource.Arn))
                    .Select(group => group.MaxBy(version => version.Number)!)
                    .OrderBy(version => version.Resource.Arn, StringComparer.Ordinal),
            ])
            : StoreAnswer<IReadOnlyList<BaselineVersion>>.Failed(versions.Failure.Error);
    }

    private async Task<AwsAnswer<List<BaselineVersion>>> LastAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var request = Query(resource, isForward: false, token: null);
        request.Limit = 1;
        var answer = await _requests.SendAsync(ct => dynamoDb.QueryAsync(request, ct), cancellationToken);
        return answer.IsAnswered ? Parse(answer.Value.Items ?? []) : new(answer.Failure);
    }

    // The state is in the bucket before a version names it: a crash leaves a state that nobody names, never a version without one.
    private async Task<CallError?> AddAsync(
        ResourceState state,
        BaselineVersion? before,
        BaselineReason reason,
        CancellationToken cancellationToken
    )
    {
        var document = StateDocument.Write(state);
        var version = BaselineVersion.After(before, state, HashOf(document), reason, time.GetUtcNow());
        var put = new PutObjectRequest
        {
            BucketName = bucket,
            Key = KeyOf(version.Sha256),
            ContentBody = document,
            ContentType = "application/json",
        };
        var stored = await _requests.SendAsync(ct => s3.PutObjectAsync(put, ct), cancellationToken);
        if (!stored.IsAnswered)
        {
            return stored.Failure.Error;
        }
        var item = new PutItemRequest
        {
            TableName = table,
            Item = new(StringComparer.Ordinal)
            {
                [DynamoDbLedger.ResourceKey] = new(Prefix + state.Id.Arn),
                [DynamoDbLedger.SequenceKey] = new(version.Number.ToString("D9", CultureInfo.InvariantCulture)),
                [Document] = new(BaselineVersionJson.Write(version)),
            },
            ConditionExpression = "attribute_not_exists(#key)",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = DynamoDbLedger.ResourceKey },
        };
        var added = await _requests.SendAsync(ct => dynamoDb.PutItemAsync(item, ct), cancellationToken);
        return added.IsAnswered ? null : added.Failure.Error;
    }

    private async Task<(ResourceState? Value, AwsFailure? Failure)> GetAsync(
        BaselineVersion version,
        CancellationToken cancellationToken
    )
    {
        var answer = await _requests.SendAsync(ct => DownloadAsync(version.Sha256, ct), cancellationToken);
        if (!answer.IsAnswered)
        {
            return (null, answer.Failure);
        }
        if (HashOf(answer.Value) != version.Sha256)
        {
            return Broken($"the object {KeyOf(version.Sha256)} of {bucket} is not the state that its name says");
        }
        return StateDocument.Read(version.Resource, answer.Value).TryGet(out var state, out var reason)
            ? (state, null)
            : Broken(reason);
    }

    private async Task<string> DownloadAsync(string sha256, CancellationToken cancellationToken)
    {
        using var response = await s3.GetObjectAsync(bucket, KeyOf(sha256), cancellationToken);
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private QueryRequest Query(ResourceId resource, bool isForward, string? token) =>
        new()
        {
            TableName = table,
            ConsistentRead = true,
            ScanIndexForward = isForward,
            KeyConditionExpression = "#key = :resource",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = DynamoDbLedger.ResourceKey },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":resource"] = new(Prefix + resource.Arn) },
            ExclusiveStartKey = ItemPages.KeyOf(token),
        };

    private ScanRequest Scan(string? token) =>
        new()
        {
            TableName = table,
            FilterExpression = "begins_with(#key, :prefix)",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = DynamoDbLedger.ResourceKey },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":prefix"] = new(Prefix) },
            ExclusiveStartKey = ItemPages.KeyOf(token),
        };

    private static AwsAnswer<List<BaselineVersion>> Parse(List<Dictionary<string, AttributeValue>> items)
    {
        var versions = new List<BaselineVersion>();
        foreach (var item in items)
        {
            var text = item.TryGetValue(Document, out var value) ? value.S ?? "" : "";
            if (!BaselineVersionJson.Read(text).TryGet(out var version, out var reason))
            {
                var place = $"{item[DynamoDbLedger.ResourceKey].S} {item[DynamoDbLedger.SequenceKey].S}";
                return new(new AwsFailure(new(Unreadable, $"the item {place}: {reason}"), IsRetryable: false));
            }
            versions.Add(version);
        }
        return new(versions);
    }

    private static StoreAnswer<IReadOnlyList<BaselineVersion>> Answer(AwsAnswer<List<BaselineVersion>> versions) =>
        versions.IsAnswered
            ? StoreAnswer<IReadOnlyList<BaselineVersion>>.Of(versions.Value)
            : StoreAnswer<IReadOnlyList<BaselineVersion>>.Failed(versions.Failure.Error);

    private static (ResourceState?, AwsFailure?) Broken(string reason) =>
        (null, new(new(Unreadable, reason), IsRetryable: false));

    private static string KeyOf(string sha256) => $"baselines/{sha256[..2]}/{sha256}.json";

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
