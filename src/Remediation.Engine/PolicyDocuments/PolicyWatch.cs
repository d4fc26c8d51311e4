using Remediation.Core;
using Remediation.Core.Policies;

namespace Remediation.Engine.PolicyDocuments;

/// <summary>
/// Keeps the policy in force up to date with its document: reads it at the start, asks again at most once in a while, and leaves the
/// last valid one in force while the present one is not valid or cannot be read. It judges nothing.
/// </summary>
public sealed class PolicyWatch
{
    /// <summary>How old what is known of the document may be when an event is handled.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(60);

    /// <summary>For how long a failure to read that may pass is only logged.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly IPolicyDocument? _document;
    private readonly IPolicyCopy? _copy;
    private readonly Func<string, string, PolicyLoadResult> _load;
    private readonly TimeProvider _time;

    // Of the document as it was read last: its version, its text when that is valid, and its fault when it is not.
    private string? _version;
    private string? _text;
    private PolicyFault? _invalid;
    private string? _kept;
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    private PolicyWatch(
        IPolicyDocument? document,
        IPolicyCopy? copy,
        Func<string, string, PolicyLoadResult> load,
        TimeProvider time,
        PolicyState state
    ) => (_document, _copy, _load, _time, Current) = (document, copy, load, time, state);

    /// <summary>What is in force now.</summary>
    public PolicyState Current { get; private set; }

    /// <summary>A policy that never changes.</summary>
    public static PolicyWatch Of(Policy policy, TimeProvider time) =>
        new(null, null, (_, _) => new(policy, []), time, new(policy));

    /// <summary>
    /// Reads the document; when it is not valid, or cannot be read, the copy of the last valid one. Without either there is nothing
    /// to judge by, and the reason is given.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="copy">Where the last valid one is kept; null where nowhere.</param>
    /// <param name="load">Makes the policy of a document's text; its second argument names the document in what is said of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public static async ValueTask<ParseResult<PolicyWatch>> OpenAsync(
        IPolicyDocument document,
        IPolicyCopy? copy,
        Func<string, string, PolicyLoadResult> load,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        // Both at once: reading the copy only when it is needed would make a start on a bad day the slower one.
        var reading = document.ReadAsync(null, cancellationToken).AsTask();
        var last = copy is null ? null : await copy.ReadAsync(cancellationToken);
        var read = await reading;
        var now = time.GetUtcNow();
        var loaded = read.IsNew ? load(read.Text, document.Uri) : null;
        if (loaded?.Policy is { } policy)
        {
            var watch = new PolicyWatch(document, copy, load, time, new(policy));
            (watch._version, watch._text, watch._kept, watch._asked) = (read.Version, read.Text, last?.Text, now);
            await watch.KeepAsync(cancellationToken);
            return ParseResult<PolicyWatch>.Success(watch);
        }
        var fault = loaded is null ? Unread(document, read, now, now) : Invalid(document, read, loaded, now);
        if (last is not { IsNew: true })
        {
            return ParseResult<PolicyWatch>.Failure(
                $"{fault.Reason}\nand there is no earlier valid policy to go on with"
                    + (last?.Error is { } error ? $": {error}" : "")
            );
        }
        var before = load(last.Text, "the last valid policy");
        if (before.Policy is not { } valid)
        {
            return ParseResult<PolicyWatch>.Failure(
                $"{fault.Reason}\nand the last valid policy is not valid any more:\n{Lines(before)}"
            );
        }
        var onCopy = new PolicyWatch(document, copy, load, time, new(valid, fault)) { _kept = last.Text };
        if (loaded is not null)
        {
            (onCopy._version, onCopy._invalid, onCopy._asked) = (read.Version, fault, now);
        }
        return ParseResult<PolicyWatch>.Success(onCopy);
    }

    /// <summary>What is in force, asked for anew when what is known is older than <see cref="Staleness"/>.</summary>
    public async ValueTask<PolicyState> RefreshAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_document is null || now - _asked < Staleness)
        {
            return Current;
        }
        var read = await _document.ReadAsync(_version, cancellationToken);
        if (read.IsFailed)
        {
            // Asked again with the next event: what is in force may be outdated already.
            var since = Current.Fault is { Version: "" } before ? before.Since : now;
            Current = Current with { Fault = Unread(_document, read, now, since) };
            return Current;
        }
        _asked = now;
        if (read.IsNew)
        {
            Take(read, now);
        }
        Current = Current with { Fault = _invalid };
        await KeepAsync(cancellationToken);
        return Current;
    }

    private void Take(PolicyRead read, DateTimeOffset now)
    {
        _version = read.Version;
        var loaded = _load(read.Text!, _document!.Uri);
        _text = loaded.IsSuccess ? read.Text : null;
        _invalid = loaded.IsSuccess ? null : Invalid(_document, read, loaded, now);
        Current = loaded.Policy is { } policy ? new(policy) : Current;
    }

    // What could not be kept is tried again with every look at the document.
    private async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        if (_copy is null || _text is null || _text == _kept)
        {
            return;
        }
        var unkept = await _copy.KeepAsync(_text, cancellationToken);
        _kept = unkept is null ? _text : _kept;
        Current = Current with { Unkept = unkept };
    }

    private static PolicyFault Unread(
        IPolicyDocument document,
        PolicyRead read,
        DateTimeOffset now,
        DateTimeOffset since
    ) =>
        new(
            "",
            $"the policy document {document.Uri} could not be read: {read.Error}",
            [],
            since,
            IsCounted: !read.IsRetryable || now - since >= Patience
        );

    private static PolicyFault Invalid(
        IPolicyDocument document,
        PolicyRead read,
        PolicyLoadResult loaded,
        DateTimeOffset now
    ) =>
        new(
            read.Version,
            $"the policy document {document.Uri} is not valid:\n{Lines(loaded)}",
            loaded.Diagnostics,
            now,
            IsCounted: true
        );

    private static string Lines(PolicyLoadResult loaded) => string.Join('\n', loaded.Diagnostics);
}
