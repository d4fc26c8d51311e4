namespace Remediation.Core.Templates.Syntax;

/// <summary>Keys and values in the order written. Of a key that comes again the last value counts, as for CloudFormation.</summary>
internal sealed class TemplateMap(int line, int column) : TemplateNode(line, column)
{
    private readonly List<TemplateEntry> _entries = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public IReadOnlyList<TemplateEntry> Entries => _entries;

    public TemplateEntry? Find(string key) => _places.TryGetValue(key, out var place) ? _entries[place] : null;

    public TemplateNode? this[string key] => Find(key)?.Value;

    /// <summary>The line of the entry that had the key before, or null.</summary>
    public int? Add(TemplateEntry entry)
    {
        Count(entry.Value);
        if (_places.TryAdd(entry.Key, _entries.Count))
        {
            _entries.Add(entry);
            return null;
        }
        var place = _places[entry.Key];
        var before = _entries[place].Line;
        _entries[place] = entry;
        return before;
    }
}
