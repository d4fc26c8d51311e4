using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Yaml;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the exemptions: exact, owned and with an end.</summary>
internal sealed class ExemptionReader(ValueReader values, IReadOnlyList<CheckMetadata> checks)
{
    private readonly CheckSettingsReader _checks = new(values, checks);
    private readonly AddressReader _addresses = new(values);
    private readonly ServiceReader _services = new(values);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public ImmutableArray<Exemption> Read(YamlNode? node) => [.. values.Items(node).Select(One).OfType<Exemption>()];

    private Exemption? One(YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.Exemption) is not { } fields)
        {
            return null;
        }
        return new(
            Id(fields["id"]) ?? "",
            Check(fields["check"]) ?? "",
            Resource(fields["resource"]) ?? "",
            values.Date(fields["until"]) ?? DateOnly.MinValue,
            values.Text(fields["owner"]) ?? "",
            values.Text(fields["reason"]) ?? ""
        )
        {
            Traffic = fields["traffic"] is { } traffic ? Traffic(traffic) : null,
        };
    }

    private string? Id(YamlNode? node)
    {
        var id = values.Text(node);
        if (node is not null && id is not null && !_lines.TryAdd(id, node.Line))
        {
            values.Problems.Error(
                node,
                $"the id '{Excerpt.Of(id)}' is taken",
                $"The exemption on line {_lines[id]} has it"
            );
        }
        return id;
    }

    private string? Check(YamlNode? node)
    {
        if (node is null || values.Text(node) is not { } id)
        {
            return null;
        }
        if (id == CheckSettingsReader.AllChecks)
        {
            values.Problems.Error(
                node,
                "an exemption is from one check",
                "Name the check; write one exemption for each"
            );
            return null;
        }
        return _checks.Known(node, id)?.Id;
    }

    private string? Resource(YamlNode? node)
    {
        if (node is null || values.Text(node) is not { } text)
        {
            return null;
        }
        if (text.Contains('*', StringComparison.Ordinal))
        {
            values.Problems.Error(node, "an exemption is for one resource, not for a pattern", "Name its id or ARN");
        }
        else if (!IsIdOrArn(text))
        {
            values.Problems.Warning(
                node,
                $"'{Excerpt.Of(text)}' looks like neither an id nor an ARN; by its name no resource is exempted",
                "Write the id, such as sg-0a1b2c3d"
            );
        }
        return text;
    }

    private static bool IsIdOrArn(string text)
    {
        var dash = text.LastIndexOf('-');
        return text.StartsWith("arn:", StringComparison.Ordinal)
            || (
                dash > 0
                && dash < text.Length - 1
                && text[..dash].All(c => char.IsAsciiLetterLower(c) || c == '-')
                && text[(dash + 1)..].All(char.IsAsciiHexDigitLower)
            );
    }

    private TrafficSet? Traffic(YamlNode node) =>
        values.Fields(node, PolicyKeys.Traffic) is { } fields
            ? TrafficSet.Of(_services.Some(fields["allow"]), _addresses.Ranges(fields["source"]))
            : null;
}
