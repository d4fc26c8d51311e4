using System.Globalization;

namespace Remediation.Engine.Ledgers;

/// <summary>How far a resource's chain goes: how many documents, and the hash of the last.</summary>
public sealed record LedgerHead(int Count, string Hash)
{
    /// <summary>What stands for the document before the first one.</summary>
    public const string NoPrevious = "0000000000000000000000000000000000000000000000000000000000000000";

    public static LedgerHead Empty { get; } = new(0, NoPrevious);

    public static LedgerHead? Parse(string text) =>
        text.Trim().Split(' ') is [var count, { Length: 64 } hash]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, hash)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} {Hash}");
}
