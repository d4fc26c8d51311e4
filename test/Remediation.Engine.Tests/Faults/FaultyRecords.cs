using Remediation.Core.Planning;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tests.Faults;

/// <summary>A store of records at which calls go wrong as planned. Its reads are consistent, as DynamoDB's are: never stale.</summary>
public sealed class FaultyRecords(IRecordStore records, FaultPlan faults) : IRecordStore
{
    public ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken) =>
        faults.CallAsync(
            $"records.Read {Kind(key)}",
            () => records.ReadAsync(key, cancellationToken),
            StoreAnswer<StoredRecord>.Failed
        );

    public ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
        string collection,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync(
            $"records.List {collection.Split('/')[0]}",
            () => records.ListAsync(collection, cancellationToken),
            StoreAnswer<IReadOnlyList<StoredRecord>>.Failed
        );

    public ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
        StoredRecord read,
        string json,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync(
            $"records.Write {Kind(read.Key)}",
            () => records.WriteAsync(read, json, forgetAfter, cancellationToken),
            StoreAnswer<StoredRecord>.Failed
        );

    public ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken) =>
        faults.CallAsync<CallError?>(
            $"records.Delete {Kind(read.Key)}",
            () => records.DeleteAsync(read, cancellationToken),
            error => error
        );

    private static string Kind(RecordKey key) => key.Collection.Split('/')[0];
}
