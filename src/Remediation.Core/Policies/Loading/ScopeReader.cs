using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the scopes, and warns where whoever sets a tag could choose how little is done.</summary>
internal sealed class ScopeReader(
    ValueReader values,
    IReadOnlyList<CheckMetadata> checks,
    ImmutableSortedDictionary<string, CheckSettings> document
)
{
    private readonly MatchReader _matches = new(values);
    private readonly CheckSettingsReader _settings = new(values, checks);

    public ImmutableArray<Scope> Read(YamlNode? node)
    {
        var scopes = ImmutableArray.CreateBuilder<Scope>();
        foreach (var item in values.Items(node))
        {
            if (values.Fields(item, PolicyKeys.Scope) is not { } fields)
            {
                continue;
            }
            var match = fields["match"] is { } matchNode ? _matches.Scope(matchNode) : null;
            var scope = new Scope(match ?? new(), _settings.Layer(fields["checks"]));
            WarnOfTagsAlone(fields, scope, scopes);
            scopes.Add(scope);
        }
        return scopes.ToImmutable();
    }

    private void WarnOfTagsAlone(Fields fields, Scope scope, IEnumerable<Scope> earlier)
    {
        var match = scope.Match;
        var isTagsAlone =
            !match.Tags.IsEmpty
            && match.Accounts.IsEmpty
            && match.OrganizationalUnits.IsEmpty
            && match.Regions.IsEmpty
            && match.Vpcs.IsEmpty
            && match.Resources.IsEmpty;
        if (isTagsAlone && fields["match"] is { } node && Weakened(scope, [.. earlier]) is { } check)
        {
            values.Problems.Warning(
                node,
                $"whoever can set the tag escapes {check}: the scope is matched by tags alone",
                "Add accounts, ous, vpcs, regions or resources"
            );
        }
    }

    // A check whose response the scope lowers, or whose parameters it sets: whether those are weaker is not for us to know.
    private string? Weakened(Scope scope, IReadOnlyList<Scope> earlier)
    {
        foreach (var check in checks)
        {
            var settings = Own(scope.Checks, check.Id);
            var before = Own(document, check.Id).Respond ?? check.DefaultResponse;
            var highest = earlier.Select(other => Own(other.Checks, check.Id).Respond ?? before).Append(before).Max();
            if (settings.Respond < highest || !settings.Parameters.IsEmpty)
            {
                return check.Id;
            }
        }
        return null;
    }

    private static CheckSettings Own(ImmutableSortedDictionary<string, CheckSettings> layer, string check) =>
        layer
            .GetValueOrDefault(CheckSettingsReader.AllChecks, CheckSettings.Nothing)
            .With(layer.GetValueOrDefault(check, CheckSettings.Nothing));
}
