using System.Collections.Immutable;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads which resources a scope or a tier is about.</summary>
internal sealed class MatchReader(ValueReader values)
{
    private const string EmptyHint = "An empty list would match everything; take the key away or name something";

    public ResourceMatch? Scope(YamlNode node) =>
        values.Fields(node, PolicyKeys.Match) is { } fields
            ? NotEverything(
                fields,
                Common(fields) with
                {
                    Resources = values.Texts(fields["resources"], EmptyHint),
                    OrganizationalUnits = Units(fields["ous"]),
                }
            )
            : null;

    /// <summary>Everything in these VPCs.</summary>
    public ResourceMatch Vpcs(YamlNode node) => new() { Vpcs = VpcIds(node) };

    public ResourceMatch? Tier(YamlNode node, KeySet keys) =>
        values.Fields(node, keys) is { } fields
            ? NotEverything(
                fields,
                Common(fields) with
                {
                    Resources = values
                        .Texts(fields["names"], EmptyHint)
                        .AddRange(values.Texts(fields["ids"], EmptyHint)),
                }
            )
            : null;

    private ResourceMatch Common(Fields fields) =>
        new()
        {
            Accounts = Accounts(fields["accounts"]),
            Regions = values.Texts(fields["regions"], EmptyHint),
            Vpcs = VpcIds(fields["vpcs"]),
            Tags = Tags(fields["tags"]),
        };

    private ResourceMatch NotEverything(Fields fields, ResourceMatch match)
    {
        if (fields.Node is YamlMapping { Entries.Count: 0 })
        {
            values.Problems.Error(fields.Node, "this would match every resource", "Say which ones are meant");
        }
        return match;
    }

    private ImmutableArray<string> Accounts(YamlNode? node) =>
        [.. values.Some(node, EmptyHint).Select(Account).OfType<string>()];

    // A program that reads the number as one loses its leading zeros, and with them the account.
    private string? Account(YamlNode node)
    {
        if (values.Text(node) is not { } text)
        {
            return null;
        }
        var isId = text.Length == 12 && text.All(char.IsAsciiDigit);
        var isPattern = text.Contains('*', StringComparison.Ordinal);
        if (isId || (isPattern && text.All(c => c == '*' || char.IsAsciiDigit(c))))
        {
            return text;
        }
        values.Problems.Error(
            node,
            $"'{Excerpt.Of(text)}' is not an account id",
            "It has twelve digits: \"111122223333\""
        );
        return null;
    }

    // The name of a unit is not unique, and whoever manages the organization can change it.
    private ImmutableArray<string> Units(YamlNode? node) =>
        [.. values.Some(node, EmptyHint).Select(Unit).OfType<string>()];

    private string? Unit(YamlNode node)
    {
        var text = values.Text(node);
        if (text is null || IsUnit(text))
        {
            return text;
        }
        values.Problems.Error(
            node,
            $"'{Excerpt.Of(text)}' is not the id of an organizational unit",
            "It looks like ou-ab12-11111111, or r-ab12 for the root; names are not taken"
        );
        return null;
    }

    // https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
    private static bool IsUnit(string text) =>
        text.Split('-') switch
        {
            ["r", var root] => IsWord(root, 4),
            ["ou", var root, var unit] => IsWord(root, 4) && IsWord(unit, 8),
            _ => false,
        };

    private static bool IsWord(string text, int least) =>
        text.Length >= least && text.Length <= 32 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    private ImmutableArray<string> VpcIds(YamlNode? node)
    {
        var items = values.Some(node, EmptyHint);
        var read = ImmutableArray.CreateBuilder<string>();
        foreach (var item in items)
        {
            var text = values.Text(item);
            if (text is not null && !text.StartsWith("vpc-", StringComparison.Ordinal) && !text.StartsWith('*'))
            {
                values.Problems.Error(item, $"'{Excerpt.Of(text)}' is not a VPC id", "It begins with vpc-");
            }
            else if (text is not null)
            {
                read.Add(text);
            }
        }
        return read.ToImmutable();
    }

    private ImmutableSortedDictionary<string, string> Tags(YamlNode? node)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (node is null || values.Mapping(node) is not { } mapping)
        {
            return tags.ToImmutable();
        }
        if (mapping.Entries.Count == 0)
        {
            values.Problems.Error(
                mapping,
                "no tag is named",
                "This would match everything; take the key away or name a tag"
            );
        }
        foreach (var entry in mapping.Entries)
        {
            if (values.Text(entry.Value) is { } value)
            {
                tags[entry.Key.Text] = value;
            }
        }
        return tags.ToImmutable();
    }
}
