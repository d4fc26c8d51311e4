using System.Collections.Immutable;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// A policy document that was read and found valid. Only the loader makes one from text; nothing else decides
/// what is enforced. It is not the settings of one check on one resource: see <see cref="SettingsFor"/>.
/// </summary>
public sealed record Policy
{
    /// <summary>The starter policy's name, or the file's.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the document as read, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public EnforcementMode Mode { get; init; }

    /// <summary>Internet sources (and destinations) that are trusted.</summary>
    public AddressSet TrustedSources { get; init; } = AddressSet.Empty;

    public ImmutableSortedDictionary<string, Tier> Tiers { get; init; } =
        ImmutableSortedDictionary<string, Tier>.Empty.WithComparers(StringComparer.Ordinal);

    public ImmutableArray<Flow> Flows { get; init; } = [];

    /// <summary>Settings by check id; <c>*</c> is for all checks and yields to a check's own.</summary>
    public ImmutableSortedDictionary<string, CheckSettings> Checks { get; init; } =
        ImmutableSortedDictionary<string, CheckSettings>.Empty.WithComparers(StringComparer.Ordinal);

    public ImmutableArray<Scope> Scopes { get; init; } = [];

    public ImmutableArray<Exemption> Exemptions { get; init; } = [];

    public QuarantinePolicy Quarantine { get; init; } = QuarantinePolicy.Default;

    public Guardrails Guardrails { get; init; } = Guardrails.Default;

    /// <summary>Where tickets are kept: in each of them.</summary>
    public ImmutableArray<TicketDestination> Tickets { get; init; } = [];

    /// <summary>Who is told of outcomes: each of them.</summary>
    public ImmutableArray<NotifyDestination> Notify { get; init; } = [];

    /// <summary>Whether some scope is of organizational units: which ones the account is in, no resource tells.</summary>
    public bool HasUnitScopes => Scopes.Any(scope => !scope.Match.OrganizationalUnits.IsEmpty);

    /// <summary>The policy as it is for an account in these units: of the scopes by unit only those that hold are left.</summary>
    /// <param name="units">The ids of the unit that the account is in and of all above it, the root's included.</param>
    public Policy In(IReadOnlyCollection<string> units) =>
        this with
        {
            Scopes =
            [
                .. Scopes
                    .Where(scope => scope.Match.IsForAny(units))
                    .Select(scope => scope with { Match = scope.Match with { OrganizationalUnits = [] } }),
            ],
        };

    /// <summary>What the document says of a check for one resource: all checks, the check, then each matching scope in order.</summary>
    public CheckSettings SettingsFor(string check, ResourceState state)
    {
        var settings = Over(CheckSettings.Nothing, Checks, check);
        foreach (var scope in Scopes)
        {
            if (scope.Match.Matches(state))
            {
                settings = Over(settings, scope.Checks, check);
            }
        }
        return settings;
    }

    private static CheckSettings Over(
        CheckSettings settings,
        ImmutableSortedDictionary<string, CheckSettings> layer,
        string check
    )
    {
        settings = layer.TryGetValue("*", out var all) ? settings.With(all) : settings;
        return layer.TryGetValue(check, out var own) ? settings.With(own) : settings;
    }
}
