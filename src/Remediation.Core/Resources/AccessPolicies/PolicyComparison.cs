using System.Collections.Immutable;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>
/// What changed between two policies, in words, by what they mean: how statements are split, merged, ordered or written does not
/// count. An Allow that no other covers any more, or a Deny that is new, is stronger; the reverse is weaker. A Deny of what no Allow
/// speaks of means nothing: what is not allowed is denied.
/// </summary>
public static class PolicyComparison
{
    // A statement of more combinations than that, which no single one of the other policy covers, is not taken apart.
    private const int MostPieces = 4096;

    public static ImmutableArray<StateChange> Between(PolicyDocument before, PolicyDocument after)
    {
        var changes = ImmutableArray.CreateBuilder<StateChange>();
        changes.AddRange(Uncovered(after.Allows, before.Allows, ChangeEffect.Weaker, isAfter: true));
        changes.AddRange(Denied(before, after, ChangeEffect.Weaker, isAfter: false));
        changes.AddRange(Uncovered(before.Allows, after.Allows, ChangeEffect.Stronger, isAfter: false));
        changes.AddRange(Denied(after, before, ChangeEffect.Stronger, isAfter: true));
        if (changes.Count == 0 && !before.Statements.SequenceEqual(after.Statements))
        {
            changes.Add(new(ChangeEffect.Neutral, "the policy is written differently and means the same"));
        }
        // What cannot be told in the one direction cannot in the other either.
        return [.. changes.Distinct()];
    }

    // A Deny that the other policy has not, and what that means in the policy that is without it.
    private static IEnumerable<StateChange> Denied(
        PolicyDocument with,
        PolicyDocument without,
        ChangeEffect effect,
        bool isAfter
    )
    {
        var pointless = with.Denies.Where(deny => !without.Allows.Any(deny.MayOverlap)).ToList();
        return Uncovered(with.Denies.Except(pointless), without.Denies, effect, isAfter)
            .Concat(
                Uncovered(pointless, without.Denies, ChangeEffect.Neutral, isAfter)
                    .Select(change =>
                        change with
                        {
                            Effect = ChangeEffect.Neutral,
                            Text = $"{change.Text}, which no Allow overlaps",
                        }
                    )
            );
    }

    private static IEnumerable<StateChange> Uncovered(
        IEnumerable<PolicyStatement> statements,
        IEnumerable<PolicyStatement> others,
        ChangeEffect effect,
        bool isAfter
    )
    {
        var all = others.ToList();
        foreach (var statement in statements)
        {
            var isCovered = IsCovered(statement, all);
            if (isCovered == true)
            {
                continue;
            }
            yield return new(isCovered is null ? ChangeEffect.Unknown : effect, Describe(statement, all, isAfter))
            {
                Rule = statement.Sid,
            };
        }
    }

    private static bool? IsCovered(PolicyStatement statement, List<PolicyStatement> others)
    {
        var whole = IsCoveredByOne(statement, others);
        if (whole == true)
        {
            return true;
        }
        var (principals, actions, resources) = (
            statement.Principals.Singly.ToList(),
            statement.Actions.Singly.ToList(),
            statement.Resources.Singly.ToList()
        );
        var pieces = (long)principals.Count * actions.Count * resources.Count;
        if (pieces is 1 or > MostPieces)
        {
            return pieces == 1 ? whole : null;
        }
        bool? all = true;
        foreach (var (principal, action, resource) in Combinations(principals, actions, resources))
        {
            var piece = statement with { Principals = principal, Actions = action, Resources = resource };
            var isCovered = IsCoveredByOne(piece, others);
            if (isCovered == false)
            {
                return false;
            }
            all = isCovered is null ? null : all;
        }
        return all;
    }

    private static bool? IsCoveredByOne(PolicyStatement statement, List<PolicyStatement> others)
    {
        bool? covered = false;
        foreach (var other in others)
        {
            switch (other.Covers(statement))
            {
                case true:
                    return true;
                case null:
                    covered = null;
                    break;
                default:
                    break;
            }
        }
        return covered;
    }

    private static IEnumerable<(PolicyPatterns Principal, PolicyPatterns Action, PolicyPatterns Resource)> Combinations(
        List<PolicyPatterns> principals,
        List<PolicyPatterns> actions,
        List<PolicyPatterns> resources
    ) =>
        from principal in principals
        from action in actions
        from resource in resources
        select (principal, action, resource);

    private static string Describe(PolicyStatement statement, List<PolicyStatement> others, bool isAfter)
    {
        if (Counterpart(statement, others) is not { } other)
        {
            return $"{Label(statement)} {(isAfter ? "added" : "removed")}: {statement}";
        }
        var (from, to) = isAfter ? (other, statement) : (statement, other);
        List<string> parts =
        [
            .. Part("principal", from.Principals, to.Principals, other.Principals.Contains(statement.Principals)),
            .. Part("action", from.Actions, to.Actions, other.Actions.Contains(statement.Actions)),
            .. Part("resource", from.Resources, to.Resources, other.Resources.Contains(statement.Resources)),
            .. Conditions(from, to, statement, other),
        ];
        return parts.Count == 0
            ? $"{Label(statement)} changed: {from} → {to}"
            : $"{Label(statement)}: {string.Join("; ", parts)}";
    }

    private static IEnumerable<string> Part(string name, PolicyPatterns from, PolicyPatterns to, bool isContained) =>
        isContained ? [] : [$"{name} {from} → {to}"];

    // Only the conditions that make the difference in the direction told of.
    private static IEnumerable<string> Conditions(
        PolicyStatement from,
        PolicyStatement to,
        PolicyStatement statement,
        PolicyStatement other
    )
    {
        foreach (var condition in other.Conditions)
        {
            if (statement.Conditions.Any(mine => mine.Implies(condition) == true))
            {
                continue;
            }
            var changed = statement.Conditions.FirstOrDefault(mine =>
                string.Equals(mine.Key, condition.Key, StringComparison.OrdinalIgnoreCase)
            );
            if (changed is not null)
            {
                var (was, becomes) = ReferenceEquals(from, other) ? (condition, changed) : (changed, condition);
                yield return $"condition {was} → {becomes}";
                continue;
            }
            yield return ReferenceEquals(to, other)
                ? $"condition added: {condition}"
                : $"condition removed: {condition}";
        }
    }

    // The one that most probably became the statement, or was it.
    private static PolicyStatement? Counterpart(PolicyStatement statement, List<PolicyStatement> others) =>
        others.Find(other => statement.Sid is not null && other.Sid == statement.Sid)
        ?? others.Where(other => Likeness(statement, other) > 1).MaxBy(other => Likeness(statement, other));

    private static int Likeness(PolicyStatement one, PolicyStatement other) =>
        (one.Principals.Equals(other.Principals) ? 1 : 0)
        + (one.Actions.Equals(other.Actions) ? 1 : 0)
        + (one.Resources.Equals(other.Resources) ? 1 : 0)
        + (one.Conditions.SequenceEqual(other.Conditions) ? 1 : 0);

    private static string Label(PolicyStatement statement)
    {
        var kind = statement.IsAllow ? "Allow" : "Deny";
        return statement.Sid is { Length: > 0 } sid ? $"{kind} statement '{sid}'" : $"{kind} statement";
    }
}
