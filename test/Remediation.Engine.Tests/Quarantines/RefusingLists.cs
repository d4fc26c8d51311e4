using Remediation.Core.Planning;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>Records of which some collections cannot be listed.</summary>
internal sealed class RefusingLists(IRecordStore records, string prefix) : IRecordStore
{
    public ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken) =>
        records.ReadAsync(key, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
        string collection,
        CancellationToken cancellationToken
    ) =>
        collection.StartsWith(prefix, StringComparison.Ordinal)
            ? ValueTask.FromResult(StoreAnswer<IReadOnlyList<StoredRecord>>.Failed(new CallError("Down", "a test")))
            : records.ListAsync(collection, cancellationToken);

    public ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
        StoredRecord read,
        string json,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    ) => records.WriteAsync(read, json, forgetAfter, cancellationToken);

    public ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken) =>
        records.DeleteAsync(read, cancellationToken);
}
