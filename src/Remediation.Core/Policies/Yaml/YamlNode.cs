using Remediation.Core.Policies.Loading;

namespace Remediation.Core.Policies.Yaml;

/// <summary>A piece of a YAML document and where it stands. Lines and columns count from 1.</summary>
internal abstract class YamlNode(int line, int column)
{
    private YamlNode? _parent;
    private string _step = "";

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>What it is, in words that follow "found".</summary>
    public abstract string Kind { get; }

    /// <summary>How a person finds it: <c>checks.sg-open-admin-port.ports[0]</c>; empty for the whole document.</summary>
    public string Path
    {
        get
        {
            var path = _step;
            for (var at = _parent; at is not null; at = at._parent)
            {
                path = at._step + path;
            }
            return path.TrimStart('.');
        }
    }

    public void PutUnder(YamlMapping parent, YamlScalar key) => (_parent, _step) = (parent, $".{Excerpt.Of(key.Text)}");

    public void PutUnder(YamlSequence parent, int index) => (_parent, _step) = (parent, $"[{index}]");
}
