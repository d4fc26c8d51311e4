using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Lambda.Tests.Hosting;

namespace Remediation.Lambda.Tests.EndToEnd;

/// <summary>
/// Reads a queue as Lambda's event source mapping does: a batch at a time, deletes what the function did not give back, and leaves
/// the rest for the queue to hand out again, until that gives it up. Unlike Lambda it does not wait for the visibility timeout.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html.
/// </summary>
internal sealed class EventSource(SignedRequests aws, string queueUrl, int batchSize, string responseType)
{
    /// <summary>Hands the queue's messages to the function until there are none left; gives the answers to the batches.</summary>
    public async Task<IReadOnlyList<Report>> DrainAsync(FakeRuntimeApi function)
    {
        var reports = new List<Report>();
        while (await ReceiveAsync() is { Count: > 0 } messages)
        {
            function.Enqueue(new FakeInvocation($"request-{reports.Count}", BatchOf(messages)));
            var report = await function.NextReportAsync();
            reports.Add(report);
            var failed = FailedOf(report, messages);
            foreach (var message in messages)
            {
                await EndAsync(message, failed.Contains(Text(message, "MessageId")));
            }
            Assert.True(reports.Count < 30, "messages come back without end");
        }
        return reports;
    }

    private async Task<List<JsonElement>> ReceiveAsync()
    {
        var answer = await aws.SendAsync(
            "sqs",
            "1.0",
            "AmazonSQS.ReceiveMessage",
            new
            {
                QueueUrl = queueUrl,
                MaxNumberOfMessages = batchSize,
                VisibilityTimeout = 60,
                MessageSystemAttributeNames = new[] { "All" },
                AttributeNames = new[] { "All" },
            }
        );
        return answer.TryGetProperty("Messages", out var messages) ? [.. messages.EnumerateArray()] : [];
    }

    // https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html.
    private static string BatchOf(List<JsonElement> messages) =>
        new JsonObject
        {
            ["Records"] = new JsonArray([
                .. messages.Select(message => new JsonObject
                {
                    ["messageId"] = Text(message, "MessageId"),
                    ["receiptHandle"] = Text(message, "ReceiptHandle"),
                    ["body"] = Text(message, "Body"),
                    ["attributes"] = JsonNode.Parse(message.GetProperty("Attributes").GetRawText()),
                    ["messageAttributes"] = new JsonObject(),
                    ["eventSource"] = "aws:sqs",
                    ["eventSourceARN"] = "arn:aws:sqs:us-east-1:123456789012:queue",
                    ["awsRegion"] = "us-east-1",
                }),
            ]),
        }.ToJsonString();

    // A failed invocation, and an answer that names a message which is not of the batch, give all of it back.
    private HashSet<string> FailedOf(Report report, List<JsonElement> messages)
    {
        var all = messages.Select(message => Text(message, "MessageId")).ToHashSet(StringComparer.Ordinal);
        if (!report.Path.EndsWith("/response", StringComparison.Ordinal))
        {
            return all;
        }
        if (responseType != "ReportBatchItemFailures")
        {
            return [];
        }
        using var answer = JsonDocument.Parse(report.Body);
        var failed = answer
            .RootElement.GetProperty("batchItemFailures")
            .EnumerateArray()
            .Select(item => Text(item, "itemIdentifier"))
            .ToHashSet(StringComparer.Ordinal);
        return failed.IsSubsetOf(all) ? failed : all;
    }

    private Task EndAsync(JsonElement message, bool isFailed)
    {
        var handle = Text(message, "ReceiptHandle");
        return isFailed
            ? aws.SendAsync(
                "sqs",
                "1.0",
                "AmazonSQS.ChangeMessageVisibility",
                new
                {
                    QueueUrl = queueUrl,
                    ReceiptHandle = handle,
                    VisibilityTimeout = 0,
                }
            )
            : aws.SendAsync(
                "sqs",
                "1.0",
                "AmazonSQS.DeleteMessage",
                new { QueueUrl = queueUrl, ReceiptHandle = handle }
            );
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
