using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Engine.Records;

namespace Remediation.Engine.Guards;

/// <summary>
/// Counts the remediations of the last hour for all engines together, exactly: each is told by its id and its time, in one record.
/// Taking the same id twice, as after a lost answer, counts once.
/// </summary>
public sealed class ChangeBudget(IRecordStore records, TimeProvider time)
{
    private const int MostAttempts = 20;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly RecordKey Key = new("budget/changes", "hour");

    /// <param name="id">The remediation's id.</param>
    /// <param name="most">How many there may be within an hour.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<GuardVerdict> TakeAsync(string id, int most, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var read = await records.ReadAsync(Key, cancellationToken);
            if (!read.IsAnswered)
            {
                return Unknown(read.Error.ToString());
            }
            var now = time.GetUtcNow();
            var taken = Taken(read.Value.Json);
            // A clock that is hours ahead is no better than a record that was spoilt.
            if (taken is null || taken.Values.Any(change => change > now + Window))
            {
                return Unknown("the record of the changes of the last hour cannot be read");
            }
            var recent = taken.Where(change => change.Value > now - Window).ToDictionary(StringComparer.Ordinal);
            if (recent.ContainsKey(id))
            {
                return GuardVerdict.Proceed;
            }
            if (recent.Count >= most)
            {
                DateTimeOffset? free = most == 0 ? null : recent.Values.Min() + Window;
                return GuardVerdict.Held(Exhausted(free, most), free);
            }
            recent[id] = now;
            var written = await records.WriteAsync(read.Value, Json(recent), now + Window, cancellationToken);
            if (written.IsAnswered)
            {
                return GuardVerdict.Proceed;
            }
            // Whether it was written shows when it is read again; others may have been faster as well.
        }
        return Unknown("other engines kept changing the record of the changes of the last hour");
    }

    private static string Exhausted(DateTimeOffset? free, int most)
    {
        var next = free is { } time ? $"; the next may be made at {time:HH:mm:ss}Z" : "";
        return $"maxChangesPerHour ({most.ToString(CultureInfo.InvariantCulture)}) is reached{next}";
    }

    private static GuardVerdict Unknown(string why) =>
        GuardVerdict.Later($"nothing was changed, since it is not known how many changes the last hour had: {why}");

    private static string Json(Dictionary<string, DateTimeOffset> changes) =>
        new JsonObject(
            changes.Select(change =>
                KeyValuePair.Create(change.Key, (JsonNode?)change.Value.ToString("O", CultureInfo.InvariantCulture))
            )
        ).ToJsonString();

    // Null for what no engine wrote: counting anew would be a way around the limit.
    private static Dictionary<string, DateTimeOffset>? Taken(string json) =>
        json.Length == 0 ? [] : RecordText.Of(json)?.Times();
}
