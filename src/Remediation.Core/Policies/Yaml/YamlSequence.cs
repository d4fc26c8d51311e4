namespace Remediation.Core.Policies.Yaml;

/// <summary>A list.</summary>
internal sealed class YamlSequence(int line, int column) : YamlNode(line, column)
{
    private readonly List<YamlNode> _items = [];

    public IReadOnlyList<YamlNode> Items => _items;

    public override string Kind => "a list";

    public void Add(YamlNode item)
    {
        item.PutUnder(this, _items.Count);
        _items.Add(item);
    }
}
