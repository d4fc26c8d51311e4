namespace Remediation.Engine.Records;

/// <summary>A record as it was read: its text, and the revision that a write is bound to.</summary>
/// <param name="Key">Which record.</param>
/// <param name="Revision">Goes up by one with every write; 0 where there is no record. It starts anew after a deletion.</param>
/// <param name="Json">The record's document; empty where there is none.</param>
public sealed record StoredRecord(RecordKey Key, long Revision, string Json)
{
    public bool Exists => Revision > 0;

    public static StoredRecord Absent(RecordKey key) => new(key, 0, "");
}
