using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Remediation.Engine.Ledgers;

/// <summary>
/// Holds the documents of one resource against their chain: each names the hash of the one before, and the head that is kept apart
/// names the last. It finds what was edited, taken out or moved, the end included. It cannot find that a chain and its head were
/// both made anew: for that the root that <c>ledger verify</c> prints has to be noted somewhere else.
/// </summary>
public static class LedgerChain
{
    public static string HashOf(ReadOnlySpan<byte> document) => Convert.ToHexStringLower(SHA256.HashData(document));

    /// <summary>Every fault, in the order of the documents; none when all is as it was recorded.</summary>
    /// <param name="place">What the chain is called, such as its file.</param>
    /// <param name="documents">Every document in order, without line ends.</param>
    /// <param name="head">The head that is kept apart, or null where it is missing.</param>
    public static IEnumerable<LedgerFault> Faults(
        string place,
        IReadOnlyList<ReadOnlyMemory<byte>> documents,
        LedgerHead? head
    )
    {
        var previous = LedgerHead.NoPrevious;
        var hashAtHead = head is { Count: 0 } ? previous : null;
        for (var i = 0; i < documents.Count; i++)
        {
            foreach (var problem in Problems(documents[i], previous, i, isLast: i == documents.Count - 1))
            {
                yield return new($"{place}, entry {i + 1}", problem);
            }
            previous = HashOf(documents[i].Span);
            hashAtHead = head?.Count == i + 1 ? previous : hashAtHead;
        }
        foreach (var problem in HeadProblems(documents.Count, head, hashAtHead))
        {
            yield return new(place, problem);
        }
    }

    private static IEnumerable<string> Problems(ReadOnlyMemory<byte> document, string previous, int index, bool isLast)
    {
        if (!IsEntry(document, out var claimed))
        {
            // A crash leaves a torn line, which the line after it is chained to as it stands.
            if (isLast || index == 0)
            {
                yield return "it is no whole entry: it was edited, or a crash left it unfinished and it was never acknowledged";
            }
            yield break;
        }
        if (claimed != previous)
        {
            yield return index == 0
                ? "it names an entry before it that is not there: the beginning was taken out"
                : $"the entry before it is not the one that it was recorded after: entry {index} was edited, or entries between the two were taken out or moved";
        }
    }

    private static IEnumerable<string> HeadProblems(int count, LedgerHead? head, string? hashAtHead)
    {
        if (head is null)
        {
            yield return "its head is missing: it cannot be told whether entries are missing at the end";
        }
        else if (head.Count > count)
        {
            yield return $"{head.Count - count} of {head.Count} entries are missing at the end";
        }
        else if (hashAtHead != head.Hash)
        {
            yield return $"entry {head.Count} is not the one that its head names: it was edited";
        }
        // A crash between an entry and its head leaves one entry more.
        else if (count - head.Count > 1)
        {
            yield return $"{count - head.Count} entries were added that its head does not know";
        }
    }

    private static bool IsEntry(ReadOnlyMemory<byte> document, out string? previous)
    {
        previous = null;
        try
        {
            using var json = JsonDocument.Parse(document);
            if (
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("previous", out var claimed)
                && claimed.ValueKind == JsonValueKind.String
            )
            {
                previous = claimed.GetString();
            }
            return previous is not null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return false;
        }
    }
}
