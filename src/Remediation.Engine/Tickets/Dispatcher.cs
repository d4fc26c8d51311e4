using Remediation.Core.Planning;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tickets;

/// <summary>
/// Brings what is kept to the sinks. A pointer in the outbox is written before the content and deleted after the last sink took
/// it: whatever happens in between, the next engine finds the pointer. A sink that is down is tried again later, ever more rarely.
/// </summary>
internal sealed class Dispatcher(EnginePorts ports)
{
    private const int MostPerDrain = 25;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Keeps the dispatch in the place of what was read, and tries to deliver it. Null, or why it is not kept.</summary>
    public async Task<CallError?> PostAsync(StoredRecord read, Dispatch dispatch, CancellationToken cancellationToken)
    {
        StoredRecord? pointer = null;
        if (Sinks(dispatch, cancellationToken).Any())
        {
            var pointed = await PointAsync(read.Key, cancellationToken);
            if (!pointed.IsAnswered)
            {
                return pointed.Error;
            }
            pointer = pointed.Value;
        }
        var written = await ports.Records.WriteAsync(read, DispatchJson.Write(dispatch), null, cancellationToken);
        if (!written.IsAnswered)
        {
            return written.Error;
        }
        if (pointer is not null)
        {
            await DeliverAsync(pointer, written.Value, dispatch, cancellationToken);
        }
        return null;
    }

    /// <summary>Tries again whatever is still to be delivered, as far as its time has come.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var pointers = await ports.Records.ListAsync(TicketKeys.Outbox, cancellationToken);
        foreach (var pointer in pointers.Value?.Take(MostPerDrain) ?? [])
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            await RetryAsync(pointer, cancellationToken);
        }
    }

    private async Task RetryAsync(StoredRecord pointer, CancellationToken cancellationToken)
    {
        var read = await ports.Records.ReadAsync(Target(pointer), cancellationToken);
        if (!read.IsAnswered)
        {
            return;
        }
        if (!read.Value.Exists || DispatchJson.Read(read.Value.Json) is not { } dispatch)
        {
            // A pointer without content is what a crash between the two leaves; whoever wanted it posts it again.
            await ports.Records.DeleteAsync(pointer, cancellationToken);
            return;
        }
        await DeliverAsync(pointer, read.Value, dispatch, cancellationToken);
    }

    private async Task DeliverAsync(
        StoredRecord pointer,
        StoredRecord record,
        Dispatch dispatch,
        CancellationToken cancellationToken
    )
    {
        var now = ports.Time.GetUtcNow();
        var changed = dispatch;
        foreach (var (name, send) in Sinks(dispatch, cancellationToken))
        {
            var delivery = dispatch.For(name);
            if (delivery.Version == dispatch.Version || delivery.NotBefore > now)
            {
                continue;
            }
            changed = changed.With(name, After(delivery, await send(delivery.Reference), dispatch.Version, now));
        }
        if (changed != dispatch)
        {
            var kept = await ports.Records.WriteAsync(
                record,
                DispatchJson.Write(changed),
                null,
                CancellationToken.None
            );
            if (!kept.IsAnswered)
            {
                return;
            }
        }
        if (Sinks(changed, cancellationToken).All(sink => changed.For(sink.Name).Version == changed.Version))
        {
            await ports.Records.DeleteAsync(pointer, CancellationToken.None);
        }
    }

    private IEnumerable<(string Name, Func<string?, ValueTask<DeliveryOutcome>> Send)> Sinks(
        Dispatch dispatch,
        CancellationToken cancellationToken
    ) =>
        dispatch switch
        {
            { Ticket: { } ticket } => ports.Tickets.Select(sink =>
                (
                    sink.Name,
                    (Func<string?, ValueTask<DeliveryOutcome>>)(
                        reference => sink.DeliverAsync(ticket, reference, cancellationToken)
                    )
                )
            ),
            { Outcome: { } outcome } => ports.Notifiers.Select(notifier =>
                (
                    notifier.Name,
                    (Func<string?, ValueTask<DeliveryOutcome>>)(_ => notifier.NotifyAsync(outcome, cancellationToken))
                )
            ),
            _ => [],
        };

    private static Delivery After(Delivery before, DeliveryOutcome outcome, int version, DateTimeOffset now)
    {
        if (outcome.IsDelivered)
        {
            return new(version, outcome.Reference ?? before.Reference, 0, DateTimeOffset.MinValue, null);
        }
        var pause = FirstPause * Math.Pow(2, Math.Min(before.Attempts, 10));
        return before with
        {
            Attempts = before.Attempts + 1,
            NotBefore = now + (pause < LongestPause ? pause : LongestPause),
            Error = outcome.Error!.ToString(),
        };
    }

    // Written anew although it is there: an engine that is about to delete it, for what it knows of, then finds another revision.
    private async Task<StoreAnswer<StoredRecord>> PointAsync(RecordKey key, CancellationToken cancellationToken)
    {
        var read = await ports.Records.ReadAsync(Pointer(key), cancellationToken);
        return read.IsAnswered
            ? await ports.Records.WriteAsync(
                read.Value,
                Outbox.Pointer(read.Value, ports.Time.GetUtcNow()),
                null,
                cancellationToken
            )
            : read;
    }

    // The pointer's name is the key that it points to; collections have no line ends.
    private static RecordKey Pointer(RecordKey key) => new(TicketKeys.Outbox, $"{key.Collection}\n{key.Name}");

    private static RecordKey Target(StoredRecord pointer)
    {
        var parts = pointer.Key.Name.Split('\n', 2);
        return new(parts[0], parts[^1]);
    }
}
