using System.Collections.Immutable;
using System.Text;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Offline;

/// <summary>
/// A ledger in a folder, for whoever works by hand: one file of JSON lines for each resource, to which is only ever added. Each
/// line names the SHA-256 of the line before it, so that a line that was changed or taken out shows. An entry is on the disk
/// when it is recorded. A line that a crash left unfinished was never acknowledged: it stays, is ended, and takes its place in
/// the chain. A <c>.head</c> beside each file says how far it goes, so that a file that was cut short shows as well.
/// </summary>
/// <param name="folder">It is made where it is not there.</param>
public sealed class FileLedger(string folder) : ILedger
{
    /// <summary>What stands for the line before the first one.</summary>
    public const string NoPrevious = LedgerHead.NoPrevious;

    private const string TicketsFile = "tickets.jsonl";
    private const string Unreadable = "LedgerUnreadable";
    private const string Unwritable = "LedgerUnwritable";
    private const int ChunkSize = 1 << 16;

    public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var path = PathOf(entry.Resource);
        try
        {
            Directory.CreateDirectory(folder);
            // Nobody else may write between the look at the last line and the end of the new one.
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteHead(path, Append(file, entry));
            return ValueTask.FromResult<CallError?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult<CallError?>(new(Unwritable, $"{path}: {fault.Message}"));
        }
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var path = PathOf(resource);
        return ValueTask.FromResult(Read(File.Exists(path) ? [path] : []));
    }

    public async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    )
    {
        var history = await HistoryAsync(resource, cancellationToken);
        return history.IsAnswered
            ? StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([.. history.Value.TakeLast(most)])
            : history;
    }

    public async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    )
    {
        var history = await HistoryAsync(resource, cancellationToken);
        return history.IsAnswered
            ? StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([
                .. history.Value.Where(record => record.Number > after).Take(most),
            ])
            : history;
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken)
    {
        var all = Read(Files());
        return ValueTask.FromResult(
            all.IsAnswered
                ? StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([
                    .. all.Value.OrderBy(record => record.Entry.Id, StringComparer.Ordinal),
                ])
                : all
        );
    }

    public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult(StoreAnswer<LedgerVerification>.Of(Verify()));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult(StoreAnswer<LedgerVerification>.Failed(new(Unreadable, fault.Message)));
        }
    }

    private LedgerVerification Verify()
    {
        var faults = ImmutableArray.CreateBuilder<LedgerFault>();
        var chains = new List<(string, LedgerHead)>();
        var entries = 0;
        foreach (var path in Files())
        {
            var lines = LinesOf(path);
            var head = HeadOf(path);
            faults.AddRange(LedgerChain.Faults(Path.GetFileName(path), lines, head));
            entries += lines.Count;
            chains.Add(
                (Path.GetFileName(path), new(lines.Count, lines.Count == 0 ? NoPrevious : HashOf(lines[^1].Span)))
            );
        }
        foreach (var lost in HeadsWithoutFile())
        {
            faults.Add(new(lost, "its head is there and the file is not: the whole history was taken out"));
        }
        return new(chains.Count, entries, LedgerVerification.RootOf(chains), faults.ToImmutable());
    }

    private static StoreAnswer<IReadOnlyList<LedgerRecord>> Read(IEnumerable<string> paths)
    {
        var records = new List<LedgerRecord>();
        try
        {
            foreach (var path in paths)
            {
                Read(path, records);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return StoreAnswer<IReadOnlyList<LedgerRecord>>.Failed(new(Unreadable, fault.Message));
        }
        return StoreAnswer<IReadOnlyList<LedgerRecord>>.Of(records);
    }

    // A torn line was never acknowledged, and is no entry; verifying tells whether it is one.
    private static void Read(string path, List<LedgerRecord> records)
    {
        var lines = LinesOf(path);
        for (var i = 0; i < lines.Count; i++)
        {
            if (LedgerEntryReader.Read(lines[i]).TryGet(out var read, out _))
            {
                records.Add(new(read.Entry, i + 1, HashOf(lines[i].Span), read.Previous));
            }
        }
    }

    private IEnumerable<string> Files() =>
        Directory.Exists(folder)
            ? Directory
                .GetFiles(folder, "*.jsonl")
                .Where(path => Path.GetFileName(path) != TicketsFile)
                .Order(StringComparer.Ordinal)
            : [];

    private IEnumerable<string> HeadsWithoutFile() =>
        Directory.Exists(folder)
            ? Directory
                .GetFiles(folder, "*.jsonl.head")
                .Select(head => head[..^".head".Length])
                .Where(path => !File.Exists(path))
                .Select(path => Path.GetFileName(path))
            : [];

    private static List<ReadOnlyMemory<byte>> LinesOf(string path)
    {
        var bytes = File.ReadAllBytes(path).AsMemory();
        var lines = new List<ReadOnlyMemory<byte>>();
        while (bytes.Length > 0)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            lines.Add(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? default : bytes[(end + 1)..];
        }
        return lines;
    }

    private static LedgerHead? HeadOf(string path) =>
        File.Exists(path + ".head") ? LedgerHead.Parse(File.ReadAllText(path + ".head")) : null;

    // The line counts: a crash before this leaves a head that is one entry behind, which is no fault.
    private static void WriteHead(string path, LedgerHead head)
    {
        var draft = path + ".head.new";
        File.WriteAllText(draft, head.ToString());
        File.Move(draft, path + ".head", overwrite: true);
    }

    /// <summary>The file with the history of a resource, whether there is one yet or not.</summary>
    public string PathOf(ResourceId resource)
    {
        var name = $"{resource.Account}.{resource.Region}.{resource.Id}";
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        // Ids that AWS never gave could else share a file, or name one elsewhere.
        var isAsIs = safe == name && name.Length < 100;
        return Path.Combine(
            folder,
            (isAsIs ? safe : $"other.{HashOf(Encoding.UTF8.GetBytes(resource.Arn))}") + ".jsonl"
        );
    }

    private static LedgerHead Append(FileStream file, LedgerEntry entry)
    {
        var count = CountLines(file);
        var (last, isEnded) = LastLine(file);
        var previous = last.Length == 0 ? NoPrevious : HashOf(last);
        file.Seek(0, SeekOrigin.End);
        if (!isEnded)
        {
            file.WriteByte((byte)'\n');
        }
        var line = LedgerEntryJson.Line(entry, previous);
        file.Write(line.Span);
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
        return new(count + 1, HashOf(line.Span));
    }

    private static int CountLines(FileStream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        var buffer = new byte[ChunkSize];
        var (count, last) = (0, (byte)'\n');
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            count += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }
        return last == (byte)'\n' ? count : count + 1;
    }

    // Read from the end, since histories grow long.
    private static (byte[] Line, bool IsEnded) LastLine(FileStream file)
    {
        var tail = Array.Empty<byte>();
        var start = file.Length;
        while (start > 0)
        {
            var length = (int)Math.Min(ChunkSize, start);
            start -= length;
            var chunk = new byte[length];
            file.Seek(start, SeekOrigin.Begin);
            file.ReadExactly(chunk);
            tail = [.. chunk, .. tail];
            var isEnded = tail[^1] == (byte)'\n';
            var body = isEnded ? tail.AsSpan(0, tail.Length - 1) : tail;
            var end = body.LastIndexOf((byte)'\n');
            if (end >= 0 || start == 0)
            {
                return (body[(end + 1)..].ToArray(), isEnded);
            }
        }
        return ([], true);
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => LedgerChain.HashOf(bytes);
}
