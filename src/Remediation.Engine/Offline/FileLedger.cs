using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Offline;

/// <summary>
/// A ledger in a folder, for whoever works by hand: one file of JSON lines for each resource, to which is only ever added. Each
/// line names the SHA-256 of the line before it, so that a line that was changed or taken out shows. An entry is on the disk
/// when it is recorded. A line that a crash left unfinished was never acknowledged: it stays, is ended, and takes its place in
/// the chain. It does not seal the last lines of the files: who can write the folder can cut a file short.
/// </summary>
/// <param name="folder">It is made where it is not there.</param>
public sealed class FileLedger(string folder) : ILedger
{
    /// <summary>What stands for the line before the first one.</summary>
    public const string NoPrevious = "0000000000000000000000000000000000000000000000000000000000000000";

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
            Append(file, entry);
            return ValueTask.FromResult<CallError?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult<CallError?>(new(Unwritable, $"{path}: {fault.Message}"));
        }
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

    private static void Append(FileStream file, LedgerEntry entry)
    {
        var (last, isEnded) = LastLine(file);
        var previous = last.Length == 0 ? NoPrevious : HashOf(last);
        file.Seek(0, SeekOrigin.End);
        if (!isEnded)
        {
            file.WriteByte((byte)'\n');
        }
        file.Write(LedgerEntryJson.Line(entry, previous).Span);
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
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

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
