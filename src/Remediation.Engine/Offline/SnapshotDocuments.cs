namespace Remediation.Engine.Offline;

/// <summary>
/// The outputs of a snapshot that are carried as documents: by operation, whole or element by element. What is not there is
/// unknown, with the reason.
/// </summary>
public sealed class SnapshotDocuments
{
    private readonly Dictionary<string, List<SnapshotElement>> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _listings = new(StringComparer.Ordinal);

    public SnapshotDocuments(string account, string region)
    {
        Account = account;
        Region = region;
    }

    /// <summary>The account's twelve digits, or empty.</summary>
    public string Account { get; }

    /// <summary>The region's code, or empty.</summary>
    public string Region { get; }

    /// <summary>The elements of an operation's listing, or the outputs of one that tells of one resource each; in the order read.</summary>
    public IReadOnlyList<SnapshotElement> Of(string operation) => _elements.GetValueOrDefault(operation) ?? [];

    /// <summary>Why not all of an operation is known, or null where it is.</summary>
    public string? WhyUnknown(string operation) =>
        _listings.TryGetValue(operation, out var reason) ? reason : $"the snapshot has no {operation}.json";

    /// <summary>Whether there is some output of the operation, be it an empty one.</summary>
    public bool IsFound(string operation) => _listings.ContainsKey(operation);

    public void Add(string operation, SnapshotElement element)
    {
        if (!_elements.TryGetValue(operation, out var list))
        {
            _elements[operation] = list = [];
        }
        list.Add(element);
        _listings.TryAdd(operation, null);
    }

    /// <summary>Says that an operation's output was found, and why it is not whole, or null where it is.</summary>
    public void Found(string operation, string? whyIncomplete) => _listings[operation] = whyIncomplete;
}
