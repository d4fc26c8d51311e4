using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Leases;

/// <summary>
/// Takes and gives back leases, one per resource, so that two engines never change one resource at a time. An engine that died
/// loses its lease when the time is over. AWS knows nothing of it: that is why it is asked again right before the first change.
/// </summary>
/// <param name="records">Where leases are kept; shared by all engines.</param>
/// <param name="owner">Who this engine is; no two that run at the same time are called the same.</param>
/// <param name="time">The clock.</param>
/// <param name="options">How long, and how patiently.</param>
public sealed class LeaseKeeper(IRecordStore records, string owner, TimeProvider time, LeaseOptions options)
{
    // A record of a lease that nobody holds may vanish; not while a late engine could still compare with it.
    private static readonly TimeSpan Forget = TimeSpan.FromDays(2);

    public async Task<LeaseAnswer> AcquireAsync(ResourceId resource, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + options.Patience;
        while (true)
        {
            var answer = await TryAsync(resource, cancellationToken);
            if (answer.IsGranted || time.GetUtcNow() + options.Pause > deadline)
            {
                return answer;
            }
            await Task.Delay(options.Pause, time, cancellationToken);
        }
    }

    /// <summary>Whether the lease has not run out by this engine's clock; it asks nobody.</summary>
    public bool HasTime(Lease lease) => time.GetUtcNow() < lease.Until;

    /// <summary>Null while the lease is this engine's; else why nothing may be changed any more.</summary>
    public async ValueTask<string?> WhyLostAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (!HasTime(lease))
        {
            return $"the lease of {lease.Resource.Id} ran out at {lease.Until:HH:mm:ss}Z";
        }
        var read = await records.ReadAsync(lease.Record.Key, cancellationToken);
        if (!read.IsAnswered)
        {
            return $"the lease of {lease.Resource.Id} could not be read: {read.Error}";
        }
        return read.Value.Revision == lease.Record.Revision && read.Value.Json == lease.Record.Json
            ? null
            : $"another engine has taken the lease of {lease.Resource.Id}";
    }

    /// <summary>Gives the lease back. Where that fails it ends by itself, and the next holder looks for what was left undone.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="unfinished">The id of a remediation that whoever comes next has to finish; or null.</param>
    public async ValueTask ReleaseAsync(Lease lease, string? unfinished = null)
    {
        var released = new LeaseDocument(owner, lease.Until, IsReleased: true, unfinished).Write();
        var written = await records.WriteAsync(
            lease.Record,
            released,
            time.GetUtcNow() + Forget,
            CancellationToken.None
        );
        if (!written.IsAnswered && unfinished is not null)
        {
            await HandOverAsync(lease, unfinished);
        }
    }

    /// <summary>
    /// Ends the lease as if its time were over: whoever comes next has to look for what was left undone, since this engine could not.
    /// </summary>
    public async ValueTask AbandonAsync(Lease lease)
    {
        var now = time.GetUtcNow();
        var abandoned = new LeaseDocument(owner, now, IsReleased: false, lease.Unfinished).Write();
        await records.WriteAsync(lease.Record, abandoned, now + Forget, CancellationToken.None);
    }

    // The lease was lost with work half done: it is told to whoever takes it next, once it is free. Where it is not free for long,
    // its holder has judged the resource since.
    private async Task HandOverAsync(Lease lease, string unfinished)
    {
        for (var deadline = time.GetUtcNow() + options.Patience; time.GetUtcNow() < deadline; )
        {
            var read = await records.ReadAsync(lease.Record.Key, CancellationToken.None);
            var held = read.Value is { Exists: true } record ? LeaseDocument.Read(record.Json) : null;
            if (read.IsAnswered && (held is null || held.IsReleased || held.Owner == owner))
            {
                var told = new LeaseDocument(held?.Owner ?? owner, lease.Until, IsReleased: true, unfinished).Write();
                var forget = time.GetUtcNow() + Forget;
                if ((await records.WriteAsync(read.Value, told, forget, CancellationToken.None)).IsAnswered)
                {
                    return;
                }
            }
            await Task.Delay(options.Pause, time);
        }
    }

    private async Task<LeaseAnswer> TryAsync(ResourceId resource, CancellationToken cancellationToken)
    {
        var key = new RecordKey($"lease/{resource.Arn}", "lease");
        var read = await records.ReadAsync(key, cancellationToken);
        if (!read.IsAnswered)
        {
            return LeaseAnswer.Refused($"the lease of {resource.Id} could not be read: {read.Error}");
        }
        var now = time.GetUtcNow();
        var held = read.Value.Exists ? LeaseDocument.Read(read.Value.Json) : null;
        if (held is { IsReleased: false } && held.Until > now && held.Owner != owner)
        {
            return LeaseAnswer.Refused(
                $"another engine ({held.Owner}) is at work on {resource.Id} until {held.Until:HH:mm:ss}Z"
            );
        }
        var isTakenOver = read.Value.Exists && held is not { IsReleased: true };
        var answer = await TakeAsync(resource, read.Value, now + options.Duration, isTakenOver, cancellationToken);
        return answer.Lease is { } lease ? LeaseAnswer.Granted(lease with { Unfinished = held?.Unfinished }) : answer;
    }

    private async Task<LeaseAnswer> TakeAsync(
        ResourceId resource,
        StoredRecord read,
        DateTimeOffset until,
        bool isTakenOver,
        CancellationToken cancellationToken
    )
    {
        // What is unfinished stays so until somebody gives the lease back without it.
        var before = read.Exists ? LeaseDocument.Read(read.Json) : null;
        var document = new LeaseDocument(owner, until, IsReleased: false, before?.Unfinished).Write();
        var written = await records.WriteAsync(read, document, until + Forget, cancellationToken);
        if (written.IsAnswered)
        {
            return LeaseAnswer.Granted(new(resource, written.Value, until, isTakenOver));
        }
        // The write may have been taken although its answer was lost.
        var again = await records.ReadAsync(read.Key, cancellationToken);
        return again.IsAnswered && again.Value.Revision == read.Revision + 1 && again.Value.Json == document
            ? LeaseAnswer.Granted(new(resource, again.Value, until, isTakenOver))
            : LeaseAnswer.Refused($"the lease of {resource.Id} was not granted: {written.Error}");
    }
}
