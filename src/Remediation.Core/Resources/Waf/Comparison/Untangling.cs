using System.Collections.Immutable;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// What two changes have in common can only be put back for both. Where one of them is weaker and the other is not, putting back
/// would undo what may be meant: the weaker one then has no places, and a person decides.
/// </summary>
internal static class Untangling
{
    public static IReadOnlyList<StateChange> Of(ImmutableArray<StateChange> changes) =>
        changes
            .Select(change =>
                change.Effect == ChangeEffect.Weaker && changes.Any(other => IsInTheWay(other, change))
                    ? change with
                    {
                        Paths = [],
                    }
                    : change
            )
            .ToImmutableArray();

    private static bool IsInTheWay(StateChange other, StateChange change) =>
        other.Effect is ChangeEffect.Stronger or ChangeEffect.Unknown
        && other.Paths.Any(theirs => change.Paths.Any(mine => mine.Covers(theirs) || theirs.Covers(mine)));
}
