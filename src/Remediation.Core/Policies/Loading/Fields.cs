using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>A mapping whose keys have been held against the keys that it takes.</summary>
internal sealed class Fields(YamlMapping mapping)
{
    public YamlNode Node => mapping;

    public YamlNode? this[string key] => mapping.Find(key)?.Value;
}
