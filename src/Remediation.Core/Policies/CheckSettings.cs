using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Core.Policies;

/// <summary>What the policy document says of one check, or of all (<c>"*"</c>); null and absent mean that it says nothing.</summary>
public sealed record CheckSettings
{
    public static CheckSettings Nothing { get; } = new();

    public Response? Respond { get; init; }

    public Fix? Fix { get; init; }

    /// <summary>The check's own parameters by name.</summary>
    public ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; } =
        ImmutableSortedDictionary<string, ParameterValue>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>These settings, with what <paramref name="later"/> says put over them.</summary>
    public CheckSettings With(CheckSettings later) =>
        new()
        {
            Respond = later.Respond ?? Respond,
            Fix = later.Fix ?? Fix,
            Parameters = Parameters.SetItems(later.Parameters),
        };
}
