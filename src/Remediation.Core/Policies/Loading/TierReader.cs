using System.Collections.Immutable;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the tiers.</summary>
internal sealed class TierReader(ValueReader values)
{
    private readonly MatchReader _matches = new(values);

    public ImmutableSortedDictionary<string, Tier> Read(YamlNode? node)
    {
        var tiers = ImmutableSortedDictionary.CreateBuilder<string, Tier>(StringComparer.Ordinal);
        foreach (var entry in node is null ? [] : values.Mapping(node)?.Entries ?? [])
        {
            CheckName(entry.Key);
            var groups = values.Fields(entry.Value, PolicyKeys.Tier)?["securityGroups"];
            var match = groups is null ? null : _matches.Tier(groups);
            tiers[entry.Key.Text] = new(entry.Key.Text, match ?? new());
        }
        return tiers.ToImmutable();
    }

    private void CheckName(YamlScalar key)
    {
        if (key.Text == Flow.Internet)
        {
            values.Problems.Error(
                key,
                "the name is kept for every address outside private networks",
                "Choose another name"
            );
        }
        else if (key.Text.Length > 64 || !key.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            values.Problems.Error(key, "not a name for a tier", "Letters, digits, - and _, at most 64 of them");
        }
    }
}
