using System.Collections.Immutable;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the tiers.</summary>
internal sealed class TierReader(ValueReader values)
{
    private readonly MatchReader _matches = new(values);
    private readonly AddressReader _addresses = new(values);

    public ImmutableSortedDictionary<string, Tier> Read(YamlNode? node)
    {
        var tiers = ImmutableSortedDictionary.CreateBuilder<string, Tier>(StringComparer.Ordinal);
        foreach (var entry in node is null ? [] : values.Mapping(node)?.Entries ?? [])
        {
            CheckName(entry.Key);
            tiers[entry.Key.Text] = One(entry.Key.Text, entry.Value);
        }
        return tiers.ToImmutable();
    }

    private Tier One(string name, YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.Tier) is not { } fields)
        {
            return new(name);
        }
        if (PolicyKeys.TierMembers.All(key => fields[key] is null))
        {
            values.Problems.Error(
                fields.Node,
                "nothing is in this tier",
                $"Give one or more of: {string.Join(", ", PolicyKeys.TierMembers)}"
            );
        }
        return new(name)
        {
            SecurityGroups = fields["securityGroups"] is { } groups
                ? _matches.Tier(groups, PolicyKeys.TierGroups)
                : null,
            Subnets = fields["subnets"] is { } subnets ? _matches.Tier(subnets, PolicyKeys.TierSubnets) : null,
            Vpcs = fields["vpcs"] is { } vpcs ? _matches.Vpcs(vpcs) : null,
            Cidrs = _addresses.Ranges(fields["cidrs"]),
            IsPrivate = fields["private"] is { } flag && values.Flag(flag) == true,
        };
    }

    private void CheckName(YamlScalar key)
    {
        if (key.Text is FlowEnd.Internet or FlowEnd.TrustedSources)
        {
            values.Problems.Error(
                key,
                key.Text == FlowEnd.Internet
                    ? "the name is kept for every address outside private networks"
                    : "the name is kept for what trustedSources of the document lists",
                "Choose another name"
            );
        }
        else if (key.Text.Length > 64 || !key.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            values.Problems.Error(key, "not a name for a tier", "Letters, digits, - and _, at most 64 of them");
        }
    }
}
