using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Undo;

/// <summary>Keeps the holds of a resource, one for each remediation that was undone, where every engine that works on it sees them.</summary>
/// <param name="records">The records that all engines share. Who cannot write them can make no hold.</param>
public sealed class HoldKeeper(IRecordStore records)
{
    private static readonly TimeSpan Forget = TimeSpan.FromDays(1);

    /// <summary>The holds of a resource, those that are over among them.</summary>
    public async Task<StoreAnswer<IReadOnlyList<Hold>>> OfAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var listed = await records.ListAsync(CollectionOf(resource), cancellationToken);
        return listed.IsAnswered
            ? StoreAnswer<IReadOnlyList<Hold>>.Of([.. listed.Value.Select(Read).OfType<Hold>()])
            : StoreAnswer<IReadOnlyList<Hold>>.Failed(listed.Error);
    }

    /// <summary>Keeps a hold in the place of an earlier one of the same remediation. Null, or why it is not kept.</summary>
    public Task<CallError?> KeepAsync(ResourceId resource, Hold hold, CancellationToken cancellationToken) =>
        records.ChangeAsync(
            new(CollectionOf(resource), hold.Undoes),
            async read => (await records.WriteAsync(read, Json(hold), hold.Until + Forget, cancellationToken)).Error,
            cancellationToken
        );

    /// <summary>Ends the hold that an undo made, if there is one. Null, or why it may still hold.</summary>
    public async Task<CallError?> EndAsync(ResourceId resource, string undoId, CancellationToken cancellationToken)
    {
        var holds = await OfAsync(resource, cancellationToken);
        if (!holds.IsAnswered)
        {
            return holds.Error;
        }
        return holds.Value.FirstOrDefault(hold => hold.UndoId == undoId) is { } hold
            ? await records.ChangeAsync(
                new(CollectionOf(resource), hold.Undoes),
                async read => await records.DeleteAsync(read, cancellationToken),
                cancellationToken
            )
            : null;
    }

    private static string CollectionOf(ResourceId resource) => $"hold/{resource.Arn}";

    private static string Json(Hold hold) =>
        new JsonObject
        {
            ["undoes"] = hold.Undoes,
            ["undo"] = hold.UndoId,
            ["until"] = hold.Until.ToString("O", CultureInfo.InvariantCulture),
            ["by"] = hold.By,
            ["after"] = hold.After,
        }.ToJsonString();

    // What no engine wrote holds nothing.
    private static Hold? Read(StoredRecord record) =>
        RecordText.Of(record.Json) is { } kept && kept.Time("until") is { } until
            ? new(kept.Text("undoes") ?? "", kept.Text("undo") ?? "", until, kept.Text("by") ?? "")
            {
                After = (int)Math.Clamp(kept.Number("after") ?? 0, 0, int.MaxValue),
            }
            : null;
}
