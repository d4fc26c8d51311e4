using Remediation.Core.Planning;

namespace Remediation.Engine.Records;

/// <summary>
/// Small documents that several engines share: leases, tickets and their deliveries, counts, approvals. A write is bound to the
/// revision that was read, so that of two writers one is told. It keeps no history; that is the ledger's.
/// </summary>
public interface IRecordStore
{
    /// <summary>The code of the error of a write or a deletion that came after somebody else's.</summary>
    const string Conflict = "RecordConflict";

    /// <summary>The record as the last acknowledged write left it, or an absent one.</summary>
    ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>Every record of the collection, by name; empty where there is none.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
        string collection,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Writes the document in the place of what was read, or as new where that was absent. An error other than
    /// <see cref="Conflict"/> leaves open whether it was written: read again before you decide.
    /// </summary>
    /// <param name="read">What was read, or written, last.</param>
    /// <param name="json">A JSON object.</param>
    /// <param name="forgetAfter">From when on the record may vanish by itself, or null to keep it.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    /// <returns>The record as written.</returns>
    ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
        StoredRecord read,
        string json,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes the record if it is still what was read; null, or why not.</summary>
    ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken);
}
