namespace Remediation.Engine.Ledgers;

/// <summary>An entry as it stands in a ledger, with its place in the chain of its resource.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Hash">SHA-256 of its document as it is kept, lower-case hex.</param>
/// <param name="Previous">What it says the hash of the document before it is.</param>
public sealed record LedgerRecord(LedgerEntry Entry, int Number, string Hash, string Previous);
