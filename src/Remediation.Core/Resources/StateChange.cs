using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources;

/// <summary>
/// One change between two states of a resource, in words (<c>rate limit 2000 → 200000</c>), with what it means. It is not a
/// difference of texts: two texts that mean the same give none.
/// </summary>
/// <param name="Effect">What it means for security.</param>
/// <param name="Text">What changed, for people, without the effect.</param>
public sealed record StateChange(ChangeEffect Effect, string Text)
{
    /// <summary>
    /// For documents: what has to be put back as it was to undo this change and no other, each path led by the part's operation;
    /// empty where it cannot be undone alone.
    /// </summary>
    public ImmutableArray<DocumentPath> Paths { get; init; } = [];

    /// <summary>The rule or entry that it is about, or null.</summary>
    public string? Rule { get; init; }

    public override string ToString() => $"{Text}: {Effect.ToString().ToLowerInvariant()}";
}
