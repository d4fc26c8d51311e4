using System.Collections.Immutable;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediation.Core.Planning;
using Remediation.Core.Reports;
using Remediation.Engine;

namespace Remediation.Aws.Ledger;

/// <summary>
/// The ledger in a DynamoDB table whose keys are <c>resource</c> (the resource's ARN) and <c>sequence</c> (the remediation's
/// id, then the half). An entry is only ever added: one that is there is never written over.
/// </summary>
public sealed class DynamoDbLedger(IAmazonDynamoDB dynamoDb, string table, RequestBudget budget) : ILedger
{
    public const string ResourceKey = "resource";
    public const string SequenceKey = "sequence";

    private const string Document = "entry";

    private readonly BoundedRequests _requests = new(budget);

    /// <summary>The IAM actions that recording needs.</summary>
    public static ImmutableArray<string> Actions { get; } = ["dynamodb:PutItem"];

    public async ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var document = Encoding.UTF8.GetString(LedgerEntryJson.Line(entry, previous: null).Span);
        var request = Request(entry, document);
        var answer = await _requests.SendAsync(ct => PutAsync(request, ct), cancellationToken);
        if (!answer.IsAnswered)
        {
            return answer.Failure.Error;
        }
        return answer.Value.Present is null || answer.Value.Present == document
            ? null
            : new("LedgerEntryExists", $"the ledger {table} already holds another entry {request.Item[SequenceKey].S}");
    }

    private PutItemRequest Request(LedgerEntry entry, string document) =>
        new()
        {
            TableName = table,
            Item = new(StringComparer.Ordinal)
            {
                [ResourceKey] = new(entry.Resource.Arn),
                [SequenceKey] = new($"{entry.Id}#{ReportWriter.Word(entry.Kind)}"),
                ["planHash"] = new(entry.PlanHash),
                [Document] = new(document),
            },
            ConditionExpression = "attribute_not_exists(#key)",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#key"] = ResourceKey },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

    // A retry of a write whose answer was lost finds its own entry, which is as good as having written it.
    private async Task<Written> PutAsync(PutItemRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await dynamoDb.PutItemAsync(request, cancellationToken);
            return new(null);
        }
        catch (ConditionalCheckFailedException e)
        {
            return new(e.Item is { } item && item.TryGetValue(Document, out var value) ? value.S : "");
        }
    }

    /// <summary>That the entry was written, or the document that was there already.</summary>
    private sealed record Written(string? Present);
}
