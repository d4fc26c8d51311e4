using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the settings of checks, each against what the check itself says that it takes.</summary>
internal sealed class CheckSettingsReader(ValueReader values, IReadOnlyList<CheckMetadata> checks)
{
    /// <summary>Stands for all checks.</summary>
    public const string AllChecks = "*";

    private readonly ServiceReader _services = new(values);

    private IReadOnlyCollection<string> Ids => [.. checks.Select(check => check.Id)];

    public ImmutableSortedDictionary<string, CheckSettings> Layer(YamlNode? node)
    {
        var layer = ImmutableSortedDictionary.CreateBuilder<string, CheckSettings>(StringComparer.Ordinal);
        foreach (var entry in node is null ? [] : values.Mapping(node)?.Entries ?? [])
        {
            if (entry.Key.Text == AllChecks)
            {
                layer[AllChecks] = ForAll(entry.Value);
            }
            else if (Known(entry.Key, entry.Key.Text) is { } check)
            {
                layer[check.Id] = ForOne(entry.Value, check);
            }
        }
        return layer.ToImmutable();
    }

    /// <summary>The check of that id; an id that no check has is reported.</summary>
    public CheckMetadata? Known(YamlNode node, string id)
    {
        var check = checks.FirstOrDefault(check => check.Id == id);
        if (check is null)
        {
            values.Problems.Error(node, NoSuchCheck(node, id), NearestName.Hint(id, Ids));
        }
        return check;
    }

    // Where the path ends in the id, the id need not be said again.
    private static string NoSuchCheck(YamlNode node, string id) =>
        node.Path.EndsWith(Excerpt.Of(id), StringComparison.Ordinal)
            ? "no such check"
            : $"no such check as '{Excerpt.Of(id)}'";

    private CheckSettings ForAll(YamlNode node)
    {
        var names = checks
            .SelectMany(check => check.Parameters)
            .Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (
            node is YamlMapping mapping
            && mapping.Entries.FirstOrDefault(entry => names.Contains(entry.Key.Text)) is { } own
        )
        {
            values.Problems.Error(own.Key, "a check's own parameter", "Set it under the id of the check");
            return CheckSettings.Nothing;
        }
        return values.Fields(node, PolicyKeys.CheckSettings) is { } fields ? Common(fields) : CheckSettings.Nothing;
    }

    private CheckSettings ForOne(YamlNode node, CheckMetadata check)
    {
        if (values.Fields(node, PolicyKeys.SettingsOf(check)) is not { } fields)
        {
            return CheckSettings.Nothing;
        }
        var settings = Common(fields);
        WarnOfNoFix(fields, check, settings);
        return settings with { Parameters = Parameters(fields, check, settings.Parameters) };
    }

    private ImmutableSortedDictionary<string, ParameterValue> Parameters(
        Fields fields,
        CheckMetadata check,
        ImmutableSortedDictionary<string, ParameterValue> none
    )
    {
        var read = none.ToBuilder();
        foreach (var parameter in check.Parameters)
        {
            if (fields[parameter.Name] is { } node && Parameter(node, parameter) is { } value)
            {
                read[parameter.Name] = value;
            }
        }
        return read.ToImmutable();
    }

    private ParameterValue? Parameter(YamlNode node, CheckParameter parameter) =>
        parameter.Type switch
        {
            ParameterType.Services => _services.Parameter(node),
            ParameterType.Integer => values.Integer(node, parameter.Minimum, parameter.Maximum) is { } number
                ? ParameterValue.Of(number)
                : null,
            ParameterType.Texts => ParameterValue.Of(values.Texts(node)),
            ParameterType.Boolean => values.Flag(node) is { } flag ? ParameterValue.Of(flag) : null,
            _ => values.Word(node, parameter.Choices) is { } choice ? ParameterValue.Of(choice) : null,
        };

    private CheckSettings Common(Fields fields) =>
        new()
        {
            Respond = values.Word(fields["respond"], PolicyWords.Responses),
            Fix = values.Word(fields["fix"], PolicyWords.Fixes),
        };

    private void WarnOfNoFix(Fields fields, CheckMetadata check, CheckSettings settings)
    {
        if (check.FixKind != FixKind.TicketOnly)
        {
            return;
        }
        if (settings.Respond >= Response.Revert && fields["respond"] is { } respond)
        {
            values.Problems.Warning(
                respond,
                $"{check.Id} has no safe automatic fix, so {Excerpt.Of(((YamlScalar)respond).Text)} comes to a ticket",
                $"Write respond: ticket. {check.FixDescription.TrimEnd('.')}"
            );
        }
        if (settings.Fix is not null && fields["fix"] is { } fix)
        {
            values.Problems.Warning(
                fix,
                $"{check.Id} has no safe automatic fix, so this has no effect",
                "Take it away"
            );
        }
    }
}
