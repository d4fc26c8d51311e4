namespace Remediation.Engine;

/// <summary>Which half of a remediation a ledger entry is.</summary>
public enum LedgerEntryKind
{
    /// <summary>Before the first mutation: what is about to be done, and how everything was.</summary>
    Intent,

    /// <summary>After the last one: what came of it.</summary>
    Outcome,
}
