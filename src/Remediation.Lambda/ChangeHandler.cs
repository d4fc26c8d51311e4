using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Engine;
using Remediation.Engine.Tickets;
using Remediation.Lambda.Hosting;
using Remediation.Lambda.Telemetry;

namespace Remediation.Lambda;

/// <summary>
/// What the function does with one invocation: parse whatever came, reconcile, log every outcome, and answer. A batch from SQS
/// is answered with the messages that have to come back; anything else with the outcomes themselves.
/// </summary>
public sealed class ChangeHandler(
    EnginePorts ports,
    PolicyEvaluator evaluator,
    ImmutableArray<Check> checks,
    TextWriter log
)
{
    private readonly FunctionLog _log = new(log, ports.Time);

    /// <summary>Where the invocation is measured; null where nowhere.</summary>
    public FunctionMetrics? Metrics { get; init; }

    /// <summary>The ARN of the role that the function works as; empty when not known.</summary>
    public string OwnPrincipal { get; init; } = "";

    public async ValueTask<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var received = ports.Time.GetUtcNow();
        var parsed = EventParser.Parse(invocation.Payload);
        var (accountId, region) = Home(invocation.FunctionArn);
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = accountId,
            Region = region,
            OwnPrincipal = OwnPrincipal,
        };
        var reconciler = new Reconciler(ports with { Owner = invocation.RequestId }, evaluator, checks, options);
        var outcomes = await reconciler.HandleAsync(parsed, cancellationToken);
        // One that fails is still due at the next invocation: it is logged, and no message comes back for it.
        var due = await reconciler.HandleDueAsync(cancellationToken);
        foreach (var outcome in outcomes.Concat(due))
        {
            _log.Write(outcome, invocation);
        }
        await MeasureAsync(received, parsed, outcomes, due, invocation, cancellationToken);
        ThrowIfLost(outcomes);
        return parsed.Any(item => item.MessageId is not null)
            ? BatchResponse.Write(FailedMessages(outcomes))
            : Answer(outcomes);
    }

    private async Task MeasureAsync(
        DateTimeOffset received,
        IReadOnlyList<ParsedEvent> parsed,
        ImmutableArray<Outcome> outcomes,
        ImmutableArray<Outcome> due,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        if (Metrics is null)
        {
            return;
        }
        // The schedule wakes the function every few minutes: often enough for what counts in hours.
        PendingDeliveries? pending = null;
        if (parsed.Any(HandledBatch.IsTick))
        {
            var asked = await Outbox.PendingAsync(ports.Records, ports.Time.GetUtcNow(), cancellationToken);
            pending = asked.Value;
            if (asked.Error is { } error)
            {
                _log.WriteWarning($"what waits for a ticket sink could not be counted: {error}", invocation);
            }
        }
        Metrics.Write(new(received, ports.Time.GetUtcNow(), parsed, outcomes, due, pending));
    }

    // What came by no queue, or by a message without an id, can only be given back by failing the invocation: Lambda then tries
    // an asynchronous one again and hands it to its dead-letter queue in the end, and gives a whole batch back.
    private static void ThrowIfLost(ImmutableArray<Outcome> outcomes)
    {
        var lost = outcomes.Where(outcome => IsUndone(outcome) && outcome.Event.MessageId is null).ToList();
        if (lost.Count > 0)
        {
            throw new InvocationFailedException(
                string.Join("; ", lost.Select(outcome => outcome.Reason).Distinct(StringComparer.Ordinal))
            );
        }
    }

    // Both come back until the queue gives them up to the dead-letter queue: a failed one may succeed, and a rejected one must
    // end where a person finds it.
    private static IEnumerable<string> FailedMessages(ImmutableArray<Outcome> outcomes) =>
        outcomes
            .Where(IsUndone)
            .Select(outcome => outcome.Event.MessageId)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    private static bool IsUndone(Outcome outcome) => outcome.Decision is Decision.Failed or Decision.Rejected;

    // arn:aws:lambda:us-east-1:123456789012:function:name
    private static (string Account, string Region) Home(string? functionArn)
    {
        var parts = functionArn?.Split(':') ?? [];
        return parts.Length > 4 ? (parts[4], parts[3]) : ("", "");
    }

    private static ReadOnlyMemory<byte> Answer(ImmutableArray<Outcome> outcomes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            OutcomesJson.Write(writer, outcomes);
        }
        return buffer.WrittenMemory;
    }
}
