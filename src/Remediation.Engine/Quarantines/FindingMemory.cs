using System.Text.Json.Nodes;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Remembers for which findings an interface was cut off, and from which entry of its ledger on. A service keeps updating a finding, so
/// that one that led to a quarantine comes again after a person has ended that: then it is left so. What was done is told by the
/// ledger alone.
/// </summary>
internal sealed class FindingMemory(EnginePorts ports)
{
    private const int MostAttempts = 5;

    /// <summary>Keeps that the interfaces are about to be cut off for the finding. Null, or why that is not kept.</summary>
    public async Task<CallError?> RememberAsync(
        string finding,
        IEnumerable<ResourceId> interfaces,
        CancellationToken cancellationToken
    )
    {
        foreach (var item in interfaces)
        {
            if (await RememberAsync(KeyOf(item, finding), item, cancellationToken) is { } unkept)
            {
                return unkept;
            }
        }
        return null;
    }

    /// <summary>Who let the interface out after it was cut off for the finding, in words; empty where nobody did.</summary>
    public async Task<StoreAnswer<string>> ReleasedAsync(
        string finding,
        ResourceId item,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Records.ReadAsync(KeyOf(item, finding), cancellationToken);
        if (!read.IsAnswered)
        {
            return StoreAnswer<string>.Failed(read.Error);
        }
        if (!read.Value.Exists)
        {
            return StoreAnswer<string>.Of("");
        }
        var isCut = false;
        for (var after = AfterOf(read.Value); ; )
        {
            var page = await ports.Ledger.FollowingAsync(item, after, ILedger.Recent, cancellationToken);
            if (!page.IsAnswered)
            {
                return StoreAnswer<string>.Failed(page.Error);
            }
            foreach (var entry in page.Value.Select(record => record.Entry))
            {
                isCut |= IsFor(entry, finding);
                if (isCut && entry is { Action: LedgerAction.Release, Succeeded: true })
                {
                    return StoreAnswer<string>.Of(
                        $"it was cut off for this finding before and {entry.Actor} let it out (release {entry.Id}); it is left so"
                    );
                }
            }
            if (page.Value.Count < ILedger.Recent)
            {
                return StoreAnswer<string>.Of("");
            }
            after = page.Value[^1].Number;
        }
    }

    private static bool IsFor(LedgerEntry entry, string finding) =>
        entry.Action == LedgerAction.Quarantine && entry.Events.Contains(finding, StringComparer.Ordinal);

    // The first time counts: what it is cut off for again stands after that.
    private async Task<CallError?> RememberAsync(RecordKey key, ResourceId item, CancellationToken cancellationToken)
    {
        CallError? error = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var read = await ports.Records.ReadAsync(key, cancellationToken);
            if (!read.IsAnswered || read.Value.Exists)
            {
                return read.Error;
            }
            var last = await ports.Ledger.RecentAsync(item, most: 1, cancellationToken);
            if (!last.IsAnswered)
            {
                return last.Error;
            }
            var after = last.Value is [var record] ? record.Number : 0;
            var json = new JsonObject { ["after"] = after }.ToJsonString();
            error = (await ports.Records.WriteAsync(read.Value, json, null, cancellationToken)).Error;
            if (error is null)
            {
                return null;
            }
        }
        return error;
    }

    private static RecordKey KeyOf(ResourceId item, string finding) => new($"finding/{item.Arn}", finding);

    // What no engine wrote says nothing: then it is looked for from the beginning.
    private static int AfterOf(StoredRecord record) =>
        (int)Math.Clamp(RecordText.Of(record.Json)?.Number("after") ?? 0, 0, int.MaxValue);
}
