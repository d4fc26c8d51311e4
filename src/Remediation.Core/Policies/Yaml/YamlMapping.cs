namespace Remediation.Core.Policies.Yaml;

/// <summary>Keys and values in the order written. A key that comes again is reported by the reader and not held.</summary>
internal sealed class YamlMapping(int line, int column) : YamlNode(line, column)
{
    private readonly List<YamlEntry> _entries = [];
    private readonly Dictionary<string, YamlEntry> _byKey = new(StringComparer.Ordinal);

    public IReadOnlyList<YamlEntry> Entries => _entries;

    public override string Kind => "a mapping";

    public YamlEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>False when the key is there already.</summary>
    public bool TryAdd(YamlScalar key, YamlNode value)
    {
        key.PutUnder(this, key);
        value.PutUnder(this, key);
        var entry = new YamlEntry(key, value);
        if (!_byKey.TryAdd(key.Text, entry))
        {
            return false;
        }
        _entries.Add(entry);
        return true;
    }
}
