namespace Remediation.Engine.Ledgers;

/// <summary>One place at which a ledger is not what was recorded.</summary>
/// <param name="Place">The file or resource, and the line or number.</param>
/// <param name="Problem">What is wrong there.</param>
public sealed record LedgerFault(string Place, string Problem)
{
    public override string ToString() => $"{Place}: {Problem}";
}
