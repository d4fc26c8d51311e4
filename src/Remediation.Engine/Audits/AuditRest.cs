using System.Collections.Immutable;

namespace Remediation.Engine.Audits;

/// <summary>What of an audit is still to be judged.</summary>
/// <param name="Types">The types of resources, the one in hand first.</param>
public sealed record AuditRest(ImmutableArray<string> Types)
{
    /// <summary>
    /// The ARNs of the resources of the first type that were judged already: a listing has no order that one could go on from.
    /// </summary>
    public ImmutableHashSet<string> Judged { get; init; } =
        ImmutableHashSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Whether something of it was read before, so that there is an account.</summary>
    public bool IsContinued { get; init; }

    public static AuditRest All(IEnumerable<string> types) => new([.. types]);
}
