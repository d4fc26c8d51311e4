using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// What an EventBridge event says around its detail. It fills in what the detail leaves out, and never overrules it.
/// Source: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html.
/// </summary>
internal sealed record EventEnvelope
{
    internal static EventEnvelope None { get; } = new();

    internal string? Id { get; init; }
    internal string? DetailType { get; init; }
    internal string? Source { get; init; }
    internal JsonElement Account { get; init; }
    internal string? Region { get; init; }
    internal string? Time { get; init; }

    internal static EventEnvelope Read(JsonElement root) =>
        new()
        {
            Id = root.Text("id"),
            DetailType = root.Text("detail-type"),
            Source = root.Text("source"),
            Account = root.Member("account"),
            Region = root.Text("region"),
            Time = root.Text("time"),
        };
}
