using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Baselines;

/// <summary>
/// Baselines in a folder, for whoever works by hand: <c>versions/</c> holds one file of JSON lines for each resource, to which is
/// only ever added, and <c>states/</c> the states themselves, each under the SHA-256 of its document, so that a state that was
/// edited is found out when it is read.
/// </summary>
/// <param name="folder">It is made where it is not there.</param>
/// <param name="time">The clock.</param>
public sealed class FolderBaselines(string folder, TimeProvider time) : IBaselineStore
{
    private const string Unreadable = "BaselineUnreadable";
    private const string Unwritable = "BaselineUnwritable";

    public async ValueTask<Fact<ResourceState>> ReadAsync(ResourceId resource, CancellationToken cancellationToken)
    {
        var history = await HistoryAsync(resource, cancellationToken);
        if (!history.IsAnswered)
        {
            return Fact<ResourceState>.Unknown(history.Error.ToString());
        }
        if (history.Value.Count == 0)
        {
            return Fact<ResourceState>.Absent;
        }
        var state = await StateAsync(history.Value[^1], cancellationToken);
        return state.IsAnswered
            ? Fact<ResourceState>.Known(state.Value)
            : Fact<ResourceState>.Unknown(state.Error.ToString());
    }

    public ValueTask<CallError?> KeepAsync(
        ResourceState state,
        BaselineReason reason,
        CancellationToken cancellationToken
    )
    {
        var path = VersionsOf(state.Id);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Nobody else may write between the look at the last version and the end of the new one.
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return ValueTask.FromResult(Keep(file, path, state, reason));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult<CallError?>(new(Unwritable, $"{folder}: {fault.Message}"));
        }
    }

    private CallError? Keep(FileStream file, string path, ResourceState state, BaselineReason reason)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        var text = reader.ReadToEnd();
        var history = Parse(text, path);
        if (!history.IsAnswered)
        {
            return history.Error;
        }
        var last = history.Value.Count == 0 ? null : history.Value[^1];
        if (last?.Says(state, reason) == true)
        {
            return null;
        }
        var document = StateDocument.Write(state);
        var version = BaselineVersion.After(last, state, HashOf(document), reason, time.GetUtcNow());
        WriteState(version.Sha256, document);
        file.SetLength(Encoding.UTF8.GetByteCount(Ended(text)));
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(BaselineVersionJson.Write(version) + "\n"));
        file.Flush(flushToDisk: true);
        return null;
    }

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var path = VersionsOf(resource);
        return ValueTask.FromResult(
            File.Exists(path) ? ReadVersions(path) : StoreAnswer<IReadOnlyList<BaselineVersion>>.Of([])
        );
    }

    public ValueTask<StoreAnswer<ResourceState>> StateAsync(
        BaselineVersion version,
        CancellationToken cancellationToken
    )
    {
        var path = StateOf(version.Sha256);
        try
        {
            var document = File.ReadAllText(path);
            if (HashOf(document) != version.Sha256)
            {
                return Failed($"{path} was changed: it is no longer the state that its name says");
            }
            return StateDocument.Read(version.Resource, document).TryGet(out var state, out var reason)
                ? ValueTask.FromResult(StoreAnswer<ResourceState>.Of(state))
                : Failed($"{path}: {reason}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Failed(fault.Message);
        }
    }

    public ValueTask<StoreAnswer<IReadOnlyList<BaselineVersion>>> ListAsync(CancellationToken cancellationToken)
    {
        var last = new List<BaselineVersion>();
        var versions = Path.Combine(folder, "versions");
        var files = Directory.Exists(versions) ? Directory.GetFiles(versions, "*.jsonl") : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var history = ReadVersions(path);
            if (!history.IsAnswered)
            {
                return ValueTask.FromResult(history);
            }
            last.AddRange(history.Value.TakeLast(1));
        }
        return ValueTask.FromResult(StoreAnswer<IReadOnlyList<BaselineVersion>>.Of(last));
    }

    private static StoreAnswer<IReadOnlyList<BaselineVersion>> ReadVersions(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return StoreAnswer<IReadOnlyList<BaselineVersion>>.Failed(new(Unreadable, fault.Message));
        }
    }

    private static StoreAnswer<IReadOnlyList<BaselineVersion>> Parse(string text, string path)
    {
        var versions = new List<BaselineVersion>();
        foreach (var line in Ended(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!BaselineVersionJson.Read(line).TryGet(out var version, out var reason))
            {
                return StoreAnswer<IReadOnlyList<BaselineVersion>>.Failed(
                    new(Unreadable, $"{path}, line {versions.Count + 1}: {reason}")
                );
            }
            versions.Add(version);
        }
        return StoreAnswer<IReadOnlyList<BaselineVersion>>.Of(versions);
    }

    // A line that a crash left unfinished was never acknowledged.
    private static string Ended(string text) => text[..(text.LastIndexOf('\n') + 1)];

    // The state is on the disk before a version names it: a crash leaves a state that nobody names, never a version without one.
    private void WriteState(string sha256, string document)
    {
        var path = StateOf(sha256);
        if (File.Exists(path))
        {
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = path + ".new";
        using (var file = File.Create(draft))
        {
            file.Write(Encoding.UTF8.GetBytes(document));
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    private string StateOf(string sha256) => Path.Combine(folder, "states", sha256[..2], sha256 + ".json");

    // Ids can be ARNs, which are no file names; the hash is all that tells two apart, the rest is for people.
    private string VersionsOf(ResourceId resource)
    {
        var tail = resource.Id.Split('/', ':')[^1];
        var safe = string.Concat(tail.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return Path.Combine(folder, "versions", $"{safe}.{HashOf($"{resource.Type} {resource.Arn}")[..16]}.jsonl");
    }

    private static ValueTask<StoreAnswer<ResourceState>> Failed(string reason) =>
        ValueTask.FromResult(StoreAnswer<ResourceState>.Failed(new(Unreadable, reason)));

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
