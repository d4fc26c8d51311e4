using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;

namespace Remediation.Engine.Offline.Export;

/// <summary>
/// Exports a live account as a folder of AWS CLI outputs that <see cref="SnapshotReader"/> reads: EC2's listings as they are
/// answered, a page at a time, and the resources of every other layer as the documents that they are carried as. It only reads.
/// </summary>
public sealed class SnapshotExport
{
    private readonly IDocumentSource _source;
    private readonly string _folder;
    private readonly IProgress<ExportProgress>? _progress;
    private readonly SnapshotFacts _facts;
    private readonly ImmutableDictionary<(string Type, string Id), DocumentState>.Builder _states =
        ImmutableDictionary.CreateBuilder<(string Type, string Id), DocumentState>();
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<SnapshotGap> _gaps = [];

    private SnapshotExport(IDocumentSource source, string folder, string account, IProgress<ExportProgress>? progress)
    {
        _source = source;
        _folder = folder;
        _progress = progress;
        _facts = new()
        {
            Account = account,
            Region = source.Region,
            IsNew = true,
        };
    }

    /// <summary>
    /// Exports. Who cannot even be told which account it is, throws <see cref="AccountException"/>; what else cannot be read is left
    /// out, and told.
    /// </summary>
    /// <param name="layers">The layers to export beside EC2's listings.</param>
    /// <param name="folder">Made where it is not there. Outputs of an earlier export in it are taken away, other files stay.</param>
    /// <param name="progress">Told as the export gets on; or null.</param>
    public static async Task<ExportedSnapshot> RunAsync(
        IDocumentSource source,
        ImmutableArray<ResourceLayer> layers,
        string folder,
        TimeProvider time,
        IProgress<ExportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var patient = new PatientDocuments(source, time);
        var account = await AccountAsync(patient, cancellationToken);
        Directory.CreateDirectory(folder);
        RemoveOld(folder);
        var export = new SnapshotExport(patient, folder, account, progress);
        foreach (var listing in SnapshotListing.All)
        {
            await export.WriteListingAsync(listing, cancellationToken);
        }
        foreach (var layer in layers)
        {
            await export.ReadLayerAsync(layer, cancellationToken);
        }
        return export.Finish(layers);
    }

    private static async Task<string> AccountAsync(PatientDocuments source, CancellationToken ct)
    {
        var answer = await source.CallAsync("sts", "GetCallerIdentity", "{}", ct);
        return answer.IsAnswered
            ? answer.Document.At(DocumentPath.Of("Account"))?.Root.GetString() ?? ""
            : throw new AccountException(answer.Error, answer.IsRetryable);
    }

    // What was there once and is no more must not be read beside what is.
    private static void RemoveOld(string folder)
    {
        foreach (var file in Directory.GetFiles(folder).Select(SnapshotFile.Of))
        {
            if (
                SnapshotOperations.Lists.ContainsKey(file.Operation)
                || SnapshotOperations.Documents.ContainsKey(file.Operation)
                || file.Name == SnapshotOperations.About
            )
            {
                File.Delete(file.Path);
            }
        }
    }

    private async Task WriteListingAsync(SnapshotListing listing, CancellationToken ct)
    {
        var ids = new List<string>();
        var count = 0;
        _progress?.Report(new(listing.Type, 0));
        var failure = await WritePagesAsync(
            listing.File,
            listing.Operation,
            listing.List,
            $$"""{"MaxResults":{{listing.PageSize}}}""",
            element =>
            {
                count++;
                if (listing.Type == ResourceTypes.PrefixList)
                {
                    ids.Add(element.GetProperty("PrefixListId").GetString()!);
                }
            },
            () => _progress?.Report(new(listing.Type, count)),
            ct
        );
        if (failure is not null)
        {
            _gaps.Add(SnapshotGap.Of(listing.File, failure, $"ec2:{listing.Operation}"));
            return;
        }
        _counts[listing.Type] = count;
        foreach (var id in ids)
        {
            await WriteEntriesAsync(id, ct);
        }
    }

    private async Task WriteEntriesAsync(string prefixListId, CancellationToken ct)
    {
        const string operation = "GetManagedPrefixListEntries";
        var file = $"{SnapshotOperations.PrefixListEntries}.{prefixListId}";
        var failure = await WritePagesAsync(
            file,
            operation,
            SnapshotOperations.Lists[SnapshotOperations.PrefixListEntries],
            $$"""{"PrefixListId":"{{prefixListId}}","MaxResults":100}""",
            _ => { },
            () => { },
            ct
        );
        if (failure is not null)
        {
            _gaps.Add(SnapshotGap.Of(file, failure, $"ec2:{operation}"));
        }
    }

    // Null, or why the listing could not be read to its end: then nothing of it is kept.
    private async Task<CallError?> WritePagesAsync(
        string file,
        string operation,
        string list,
        string parametersJson,
        Action<JsonElement> visit,
        Action pageDone,
        CancellationToken ct
    )
    {
        using var output = new ListingFile(Path.Combine(_folder, file + ".json"), list);
        await foreach (var page in _source.PagesAsync("ec2", operation, parametersJson, list, ct))
        {
            if (!page.IsAnswered)
            {
                return page.Error;
            }
            foreach (var element in page.Document.Root.EnumerateArray())
            {
                output.Add(element);
                visit(element);
            }
            output.Flush();
            pageDone();
        }
        output.Finish();
        return null;
    }

    private async Task ReadLayerAsync(ResourceLayer layer, CancellationToken ct)
    {
        if (!layer.IsReadIn(_source.Region))
        {
            // An empty listing would tell of it what nobody asked.
            return;
        }
        foreach (var type in layer.ResourceTypes)
        {
            try
            {
                await ReadTypeAsync(layer, type, ct);
            }
            catch (AccountException unread)
            {
                _gaps.Add(SnapshotGap.Of(type, unread.Error, layer.ReadActions));
                _unknown.UnionWith(layer.PartsOf(type));
            }
        }
    }

    private async Task ReadTypeAsync(ResourceLayer layer, string type, CancellationToken ct)
    {
        var read = new List<DocumentState>();
        _progress?.Report(new(type, 0));
        await foreach (var state in layer.ListAsync(_source, type, ct))
        {
            read.Add((DocumentState)state);
            _progress?.Report(new(type, read.Count));
        }
        _counts[type] = read.Count;
        foreach (var operation in layer.PartsOf(type))
        {
            _facts.Listings[operation] = null;
        }
        foreach (var state in read)
        {
            Keep(layer, state);
        }
    }

    private void Keep(ResourceLayer layer, DocumentState state)
    {
        var key = (state.Id.Type, state.Id.Id);
        if (_states.TryAdd(key, state))
        {
            _facts.DocumentIds.Add(key);
        }
        foreach (var (operation, reason) in state.UnknownParts)
        {
            var gap = new SnapshotGap(operation, reason, layer.ReadActions);
            if (!_gaps.Exists(known => known.What == operation && known.Reason == reason))
            {
                _gaps.Add(gap);
            }
            // Without the part of one resource, a listing of all is not whole.
            if (layer.Outputs.Any(output => output.Operation == operation && output.List is not null))
            {
                _unknown.Add(operation);
            }
        }
    }

    private ExportedSnapshot Finish(ImmutableArray<ResourceLayer> layers)
    {
        foreach (var operation in _unknown)
        {
            _facts.Listings.Remove(operation);
        }
        // What was written as it was answered holds all of it.
        foreach (var listing in SnapshotListing.All.Where(listing => File.Exists(PathOf(listing.File))))
        {
            _facts.Listings.Remove(listing.File);
        }
        var snapshot = new Snapshot(_facts) { Documents = _states.ToImmutable() };
        DocumentWriter.Write(snapshot, _folder, layers);
        foreach (var operation in _facts.Listings.Keys.Where(IsWithoutFile))
        {
            _facts.Empty.Add(operation);
        }
        SnapshotWriter.WriteAbout(snapshot, Path.Combine(_folder, SnapshotOperations.About));
        return new(
            _facts.Account,
            _facts.Region,
            _counts.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. _gaps]
        );
    }

    private string PathOf(string operation) => Path.Combine(_folder, operation + ".json");

    private bool IsWithoutFile(string operation) =>
        !Directory.GetFiles(_folder, operation + ".*").Any(path => SnapshotFile.Of(path).Operation == operation);
}
