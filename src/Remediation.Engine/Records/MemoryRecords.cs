using System.Collections.Immutable;
using Remediation.Core.Planning;

namespace Remediation.Engine.Records;

/// <summary>Records that end with the process: for accounts in memory, and where one engine works alone.</summary>
public sealed class MemoryRecords : IRecordStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];

    /// <summary>Every record, by collection and name.</summary>
    public ImmutableArray<StoredRecord> All()
    {
        lock (_lock)
        {
            return
            [
                .. _records
                    .Values.OrderBy(record => record.Key.Collection, StringComparer.Ordinal)
                    .ThenBy(record => record.Key.Name, StringComparer.Ordinal),
            ];
        }
    }

    public ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(StoreAnswer<StoredRecord>.Of(Current(key)));
        }
    }

    public ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
        string collection,
        CancellationToken cancellationToken
    )
    {
        lock (_lock)
        {
            IReadOnlyList<StoredRecord> found =
            [
                .. _records
                    .Values.Where(record => record.Key.Collection == collection)
                    .OrderBy(record => record.Key.Name, StringComparer.Ordinal),
            ];
            return ValueTask.FromResult(StoreAnswer<IReadOnlyList<StoredRecord>>.Of(found));
        }
    }

    public ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
        StoredRecord read,
        string json,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    )
    {
        lock (_lock)
        {
            if (Conflict(read) is { } conflict)
            {
                return ValueTask.FromResult(StoreAnswer<StoredRecord>.Failed(conflict));
            }
            var written = new StoredRecord(read.Key, read.Revision + 1, json);
            _records[read.Key] = written;
            return ValueTask.FromResult(StoreAnswer<StoredRecord>.Of(written));
        }
    }

    public ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var conflict = Conflict(read);
            if (conflict is null)
            {
                _records.Remove(read.Key);
            }
            return ValueTask.FromResult(conflict);
        }
    }

    private StoredRecord Current(RecordKey key) => _records.GetValueOrDefault(key) ?? StoredRecord.Absent(key);

    private CallError? Conflict(StoredRecord read)
    {
        var current = Current(read.Key);
        return current.Revision == read.Revision
            ? null
            : new(IRecordStore.Conflict, $"{read.Key} is at revision {current.Revision}, not at {read.Revision}");
    }
}
