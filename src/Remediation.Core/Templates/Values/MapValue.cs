using System.Collections.Immutable;

namespace Remediation.Core.Templates.Values;

/// <summary>Keys and values in the order written; each key comes once.</summary>
public sealed class MapValue(ImmutableArray<KeyValuePair<string, TemplateValue>> entries, int line)
    : TemplateValue(line)
{
    public ImmutableArray<KeyValuePair<string, TemplateValue>> Entries { get; } = entries;

    public override string? Symbol => null;

    /// <summary>The value of a key, or null.</summary>
    public TemplateValue? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (name == key)
                {
                    return value;
                }
            }
            return null;
        }
    }

    /// <summary>The elements of a list; a single value is a list of one, as CloudFormation takes it.</summary>
    public IEnumerable<TemplateValue> Items(string key) =>
        this[key] switch
        {
            null => [],
            ListValue list => list.Items,
            { } single => [single],
        };

    /// <summary>The text of a key, or what stands for it; empty where there is none.</summary>
    public string SymbolOf(string key) => this[key]?.Symbol ?? "";
}
