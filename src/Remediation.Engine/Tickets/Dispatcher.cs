using System.Collections.Concurrent;
using Remediation.Core.Planning;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tickets;

/// <summary>
/// Brings what is kept to the sinks. A pointer in the outbox is written before the content and deleted after the last sink took
/// it: whatever happens in between, the next engine finds the pointer. Nothing is sent before every resource at hand was seen to, so
/// that no sink delays a remediation; and one that is down is left alone for the rest of the run, and tried again later, ever more
/// rarely.
/// </summary>
internal sealed class Dispatcher(EnginePorts ports, TimeSpan deliverWithin)
{
    private const int MostPerDrain = 25;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    // A sink that asks for longer is asked again nevertheless: its clock may be wrong.
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(6);

    // Longer than every sink together takes, and than a function lives.
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    // No sink is left alone for longer: what one has not taken by then is of a policy that is not in force any more.
    private static readonly TimeSpan Forsaken = TimeSpan.FromDays(7);

    // That an outcome was told is remembered for longer than its event can come again.
    private static readonly TimeSpan ToldFor = TimeSpan.FromDays(30);

    private readonly OrderedDictionary<RecordKey, Posted> _posted = [];
    private readonly ConcurrentDictionary<string, bool> _down = new(StringComparer.Ordinal);

    // It may not know who is to be told, so that it never says that all were.
    private bool IsGuest => ports.LeavesDelivery || (ports.Tickets.IsEmpty && ports.Notifiers.IsEmpty);

    private readonly record struct Posted(StoredRecord Pointer, StoredRecord Record, Dispatch Dispatch);

    /// <summary>Keeps the dispatch in the place of what was read, to be delivered with the next drain. Null, or why it is not kept.</summary>
    public async Task<CallError?> PostAsync(StoredRecord read, Dispatch dispatch, CancellationToken cancellationToken)
    {
        StoredRecord? pointer = null;
        var own = Sinks(dispatch, cancellationToken).Select(sink => sink.Name).ToList();
        if (IsGuest || own.Count > 0)
        {
            // By this another engine, which has not all of these sinks, sees that it is not the last.
            dispatch = own.Where(name => !dispatch.Deliveries.ContainsKey(name))
                .Aggregate(
                    dispatch,
                    (all, name) => all.With(name, Delivery.None with { NotBefore = ports.Time.GetUtcNow() })
                );
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
            _posted[read.Key] = new(pointer, written.Value, dispatch);
        }
        return null;
    }

    /// <summary>
    /// Delivers what was posted, and tries again whatever else is still to be delivered, as far as its time has come. What there is no
    /// time for is still pointed at.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        // A sink that answers slowly must not use up the time of whoever waits for the outcomes.
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(deliverWithin);
        try
        {
            await DrainWithinAsync(bounded.Token);
        }
        catch (OperationCanceledException) when (bounded.IsCancellationRequested) { }
        finally
        {
            _posted.Clear();
        }
    }

    private async Task DrainWithinAsync(CancellationToken cancellationToken)
    {
        foreach (var posted in _posted.Values)
        {
            await DeliverAsync(posted, cancellationToken);
        }
        var pointers = await ports.Records.ListAsync(TicketKeys.Outbox, cancellationToken);
        foreach (var pointer in pointers.Value?.Take(MostPerDrain) ?? [])
        {
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
            if (IsGuest)
            {
                return;
            }
            // A pointer without content is what a crash between the two leaves; whoever wanted it posts it again.
            await ports.Records.DeleteAsync(pointer, cancellationToken);
            return;
        }
        await DeliverAsync(new(pointer, read.Value, dispatch), cancellationToken);
    }

    private async Task DeliverAsync(Posted posted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (record, dispatch) = (posted.Record, posted.Dispatch);
        var now = ports.Time.GetUtcNow();
        var due = Sinks(dispatch, cancellationToken)
            .Where(sink => IsDue(dispatch, sink.Name, now) && !_down.ContainsKey(sink.Name))
            .ToList();
        if (due.Count > 0)
        {
            // Of two engines that find the same in the outbox one sends it: the other's claim comes after.
            var claimed = due.Aggregate(
                dispatch,
                (all, sink) => all.With(sink.Name, all.For(sink.Name) with { NotBefore = now + Claim })
            );
            var claim = await ports.Records.WriteAsync(record, DispatchJson.Write(claimed), null, cancellationToken);
            if (!claim.IsAnswered)
            {
                return;
            }
            dispatch = await SendAsync(dispatch, due, now);
            var kept = await ports.Records.WriteAsync(
                claim.Value,
                DispatchJson.Write(dispatch),
                IsDone(dispatch, now) && dispatch.Outcome is not null ? now + ToldFor : null,
                CancellationToken.None
            );
            if (!kept.IsAnswered)
            {
                return;
            }
        }
        if (IsDone(dispatch, now))
        {
            await ports.Records.DeleteAsync(posted.Pointer, CancellationToken.None);
        }
    }

    // To all at once: the slowest of them is what it takes.
    private async Task<Dispatch> SendAsync(Dispatch dispatch, List<Sink> due, DateTimeOffset now)
    {
        var outcomes = await Task.WhenAll(due.Select(sink => sink.Send(dispatch.For(sink.Name).Reference).AsTask()));
        foreach (var (sink, outcome) in due.Zip(outcomes))
        {
            if (outcome is { IsDelivered: false, IsPassing: true })
            {
                _down[sink.Name] = true;
            }
            dispatch = dispatch.With(sink.Name, After(dispatch.For(sink.Name), outcome, dispatch.Version, now));
        }
        return dispatch;
    }

    // Sinks of other engines count as long as somebody may still have them.
    private bool IsDone(Dispatch dispatch, DateTimeOffset now)
    {
        var own = Sinks(dispatch, CancellationToken.None).Select(sink => sink.Name).ToHashSet(StringComparer.Ordinal);
        return !IsGuest
            && own.All(name => dispatch.For(name).Version == dispatch.Version)
            && dispatch.Deliveries.All(delivery =>
                own.Contains(delivery.Key)
                || delivery.Value.Version == dispatch.Version
                || delivery.Value.NotBefore + Forsaken < now
            );
    }

    private static bool IsDue(Dispatch dispatch, string sink, DateTimeOffset now)
    {
        var delivery = dispatch.For(sink);
        return delivery.Version != dispatch.Version && delivery.NotBefore <= now;
    }

    private readonly record struct Sink(string Name, Func<string?, ValueTask<DeliveryOutcome>> Send);

    private IEnumerable<Sink> Sinks(Dispatch dispatch, CancellationToken cancellationToken) =>
        dispatch switch
        {
            { Ticket: { } ticket } => ports.Tickets.Select(sink => new Sink(
                sink.Name,
                reference => sink.DeliverAsync(ticket, reference, cancellationToken)
            )),
            { Outcome: { } outcome } => ports.Notifiers.Select(notifier => new Sink(
                notifier.Name,
                _ => notifier.NotifyAsync(outcome, cancellationToken)
            )),
            _ => [],
        };

    private static Delivery After(Delivery before, DeliveryOutcome outcome, int version, DateTimeOffset now)
    {
        if (outcome.IsDelivered)
        {
            return new(version, outcome.Reference ?? before.Reference, 0, DateTimeOffset.MinValue, null);
        }
        return before with
        {
            Attempts = before.Attempts + 1,
            NotBefore = now + Pause(before.Attempts, outcome),
            Error = outcome.Error!.ToString(),
        };
    }

    // What only a person can mend is not mended in half a minute.
    private static TimeSpan Pause(int attempts, DeliveryOutcome outcome)
    {
        var growing = FirstPause * Math.Pow(2, Math.Min(attempts, 10));
        var own = outcome.IsPassing && growing < LongestPause ? growing : LongestPause;
        var wish = outcome.RetryAfter ?? TimeSpan.Zero;
        return wish <= own ? own
            : wish < LongestWish ? wish
            : LongestWish;
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
