using Remediation.Core.Planning;

namespace Remediation.Engine.Records;

/// <summary>Changes a record by what it is, again where somebody else was faster.</summary>
internal static class RecordChanges
{
    private const int MostAttempts = 5;

    /// <param name="records">Where the record is.</param>
    /// <param name="key">Which it is.</param>
    /// <param name="change">Writes or deletes what was read, or leaves it; null, or why it could not.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    /// <returns>Null, or why it is not changed.</returns>
    public static async Task<CallError?> ChangeAsync(
        this IRecordStore records,
        RecordKey key,
        Func<StoredRecord, Task<CallError?>> change,
        CancellationToken cancellationToken
    )
    {
        CallError? error = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var read = await records.ReadAsync(key, cancellationToken);
            if (!read.IsAnswered)
            {
                return read.Error;
            }
            error = await change(read.Value);
            if (error is null)
            {
                return null;
            }
        }
        return error;
    }
}
