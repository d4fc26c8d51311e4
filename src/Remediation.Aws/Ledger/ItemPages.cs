using Amazon.DynamoDBv2.Model;

namespace Remediation.Aws.Ledger;

/// <summary>The key at which a page of items ends, as the text that pages of other services are named by.</summary>
internal static class ItemPages
{
    public static string? TokenOf(Dictionary<string, AttributeValue>? key) =>
        key is { Count: > 0 } ? $"{key[DynamoDbLedger.ResourceKey].S}\n{key[DynamoDbLedger.SequenceKey].S}" : null;

    public static Dictionary<string, AttributeValue>? KeyOf(string? token) =>
        token?.Split('\n') is [var resource, var sequence]
            ? new(StringComparer.Ordinal)
            {
                [DynamoDbLedger.ResourceKey] = new(resource),
                [DynamoDbLedger.SequenceKey] = new(sequence),
            }
            : null;
}
