using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;

namespace Remediation.Engine.Records;

/// <summary>
/// Records in a folder, for whoever works by hand: a folder for each collection, in it one file for each record with a line that says
/// which it is and at which revision, and its document below. Several processes on one machine can share it: whoever writes holds
/// the collection's lock file, which the system takes back from a process that dies, and puts a whole file in the place of the old one.
/// It forgets nothing by itself. It is not for folders of a network that know no locks.
/// </summary>
/// <param name="folder">It is made where it is not there.</param>
/// <param name="time">The clock, for the pauses while another process writes.</param>
public sealed class FolderRecords(string folder, TimeProvider time) : IRecordStore
{
    private const string Unreadable = "RecordUnreadable";
    private const string Unwritable = "RecordUnwritable";
    private const string Extension = ".json";
    private const int MostLooksAtLock = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult(Read(key));
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            return ValueTask.FromResult(StoreAnswer<StoredRecord>.Failed(new(Unreadable, fault.Message)));
        }
    }

    public ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
        string collection,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return ValueTask.FromResult(List(collection));
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            return ValueTask.FromResult(
                StoreAnswer<IReadOnlyList<StoredRecord>>.Failed(new(Unreadable, fault.Message))
            );
        }
    }

    public async ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
        StoredRecord read,
        string json,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    )
    {
        var written = new StoredRecord(read.Key, read.Revision + 1, json);
        var error = await ChangeAsync(read, path => Put(path, written, forgetAfter), cancellationToken);
        return error is null ? StoreAnswer<StoredRecord>.Of(written) : StoreAnswer<StoredRecord>.Failed(error);
    }

    public async ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken) =>
        await ChangeAsync(read, File.Delete, cancellationToken);

    // Nobody else may write between the look at the revision and the change.
    private async Task<CallError?> ChangeAsync(
        StoredRecord read,
        Action<string> change,
        CancellationToken cancellationToken
    )
    {
        var path = PathOf(read.Key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var held = await LockAsync(Path.GetDirectoryName(path)!, cancellationToken);
            if (held is null)
            {
                return new(Unwritable, $"{path}: another process holds the lock beside it");
            }
            var current = Read(read.Key);
            if (!current.IsAnswered)
            {
                return current.Error;
            }
            if (current.Value.Revision != read.Revision)
            {
                return new(
                    IRecordStore.Conflict,
                    $"{read.Key} is at revision {current.Value.Revision}, not at {read.Revision}"
                );
            }
            change(path);
            return null;
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            return new(Unwritable, $"{path}: {fault.Message}");
        }
    }

    private async Task<FileStream?> LockAsync(string collection, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooksAtLock; look++)
        {
            try
            {
                return new(
                    Path.Combine(collection, ".lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
            }
            catch (IOException)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        return null;
    }

    private static void Put(string path, StoredRecord record, DateTimeOffset? forgetAfter)
    {
        var head = new JsonObject
        {
            ["collection"] = record.Key.Collection,
            ["name"] = record.Key.Name,
            ["revision"] = record.Revision,
            ["forgetAfter"] = forgetAfter?.ToString("O", CultureInfo.InvariantCulture),
        };
        var draft = path + ".new";
        using (var file = File.Create(draft))
        {
            file.Write(Encoding.UTF8.GetBytes($"{head.ToJsonString()}\n{record.Json}"));
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    private StoreAnswer<StoredRecord> Read(RecordKey key)
    {
        var path = PathOf(key);
        return TextOf(path) is not { } text ? StoreAnswer<StoredRecord>.Of(StoredRecord.Absent(key))
            : Parse(text) is { } record && record.Key == key ? StoreAnswer<StoredRecord>.Of(record)
            : Broken(path);
    }

    private StoreAnswer<IReadOnlyList<StoredRecord>> List(string collection)
    {
        var folderOf = FolderOf(collection);
        var records = new List<StoredRecord>();
        foreach (var path in Directory.Exists(folderOf) ? Directory.GetFiles(folderOf, "*" + Extension) : [])
        {
            if (TextOf(path) is not { } text)
            {
                continue;
            }
            if (Parse(text) is not { } record || record.Key.Collection != collection)
            {
                return StoreAnswer<IReadOnlyList<StoredRecord>>.Failed(Broken(path).Error!);
            }
            records.Add(record);
        }
        return StoreAnswer<IReadOnlyList<StoredRecord>>.Of([
            .. records.OrderBy(record => record.Key.Name, StringComparer.Ordinal),
        ]);
    }

    // Null where there is none: another process may have deleted it since the folder was looked at.
    private static string? TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static StoredRecord? Parse(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return
            end > 0
            && RecordText.Of(text[..end]) is { } head
            && head.Text("collection") is { } collection
            && head.Text("name") is { } name
            && head.Number("revision") is { } revision and > 0
            ? new(new(collection, name), revision, text[(end + 1)..])
            : null;
    }

    private static StoreAnswer<StoredRecord> Broken(string path) =>
        StoreAnswer<StoredRecord>.Failed(
            new(Unreadable, $"{path} is no record as the engine writes it: it was edited; mend or delete it")
        );

    private string FolderOf(string collection) => Path.Combine(folder, NameFor(collection));

    private string PathOf(RecordKey key) => Path.Combine(FolderOf(key.Collection), NameFor(key.Name) + Extension);

    // ARNs and the like are no file names; the hash is all that tells two apart, the rest is for people.
    private static string NameFor(string text)
    {
        var safe = string.Concat(
            text.TakeLast(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')
        );
        return $"{safe}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24]}";
    }

    private static bool IsOfDisk(Exception fault) => fault is IOException or UnauthorizedAccessException;
}
