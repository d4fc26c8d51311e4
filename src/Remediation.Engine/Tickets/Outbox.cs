using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tickets;

/// <summary>
/// What is kept and not delivered yet, counted from the pointers that the dispatcher leaves. It delivers nothing itself.
/// </summary>
public static class Outbox
{
    private const string Since = "since";

    /// <summary>How many tickets and notices wait for a sink, and for how long the oldest does.</summary>
    public static async ValueTask<StoreAnswer<PendingDeliveries>> PendingAsync(
        IRecordStore records,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var pointers = await records.ListAsync(TicketKeys.Outbox, cancellationToken);
        return pointers.IsAnswered
            ? StoreAnswer<PendingDeliveries>.Of(Count(pointers.Value, now))
            : StoreAnswer<PendingDeliveries>.Failed(pointers.Error);
    }

    /// <summary>The pointer's document: it keeps the time since when something waits under it.</summary>
    internal static string Pointer(StoredRecord read, DateTimeOffset now) =>
        new JsonObject { [Since] = (SinceOf(read) ?? now).ToString("O", CultureInfo.InvariantCulture) }.ToJsonString();

    private static PendingDeliveries Count(IReadOnlyList<StoredRecord> pointers, DateTimeOffset now)
    {
        var oldest = pointers.Select(SinceOf).Min() ?? now;
        return new(pointers.Count, now > oldest ? now - oldest : TimeSpan.Zero);
    }

    // Null where a pointer of an earlier version does not say, and where there is none.
    private static DateTimeOffset? SinceOf(StoredRecord pointer) =>
        pointer.Exists ? RecordText.Of(pointer.Json)?.Time(Since) : null;
}
