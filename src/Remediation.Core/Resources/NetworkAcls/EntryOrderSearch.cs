using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// Looks for an order of the changes of one direction in which every state on the way lets through no more than the states before
/// and after together, and no less than what both let through. Where the changes alone have no such order, a deny is put in
/// front for the while, and taken away at the end; where that does not do either, traffic is cut on the way if it may be, never opened.
/// </summary>
internal sealed class EntryOrderSearch(
    ImmutableSortedDictionary<int, NetworkAclEntry> current,
    ImmutableSortedDictionary<int, NetworkAclEntry> desired,
    int quota,
    bool mayCut
)
{
    // States looked at for each way of trying; an ACL has few entries, and nearly every order works at once.
    private const int MostStates = 600;

    private readonly TrafficSet _before = Allowed(current);
    private readonly TrafficSet _after = Allowed(desired);
    private readonly int _limit = Math.Max(quota, current.Count);
    private TrafficSet _most = TrafficSet.Empty;
    private TrafficSet _least = TrafficSet.Empty;
    private bool _mayGuard;
    private int _statesLeft;

    /// <summary>The steps in order, or null where there is no order.</summary>
    public List<EntryStep>? Find()
    {
        if (desired.Count > _limit)
        {
            return null;
        }
        var steps = Steps(current, desired);
        _most = _before.Union(_after);
        return Try(steps, mayGuard: false, mayCut: false)
            ?? Try(steps, mayGuard: true, mayCut: false)
            ?? (mayCut ? Try(steps, mayGuard: false, mayCut: true) ?? Try(steps, mayGuard: true, mayCut: true) : null);
    }

    private List<EntryStep>? Try(ImmutableList<EntryStep> steps, bool mayGuard, bool mayCut)
    {
        _mayGuard = mayGuard;
        _least = mayCut ? TrafficSet.Empty : _before.Intersect(_after);
        _statesLeft = MostStates;
        var taken = new List<EntryStep>();
        return Search(current, steps, [], taken) ? taken : null;
    }

    private bool Search(
        ImmutableSortedDictionary<int, NetworkAclEntry> entries,
        ImmutableList<EntryStep> left,
        ImmutableList<NetworkAclEntry> guards,
        List<EntryStep> taken
    )
    {
        if (left.IsEmpty && guards.IsEmpty)
        {
            return true;
        }
        foreach (var step in left)
        {
            if (Take(step, entries, left.Remove(step), guards, taken))
            {
                return true;
            }
        }
        if (left.IsEmpty)
        {
            var guard = guards[^1];
            return Take(new(guard, null), entries, left, guards.RemoveAt(guards.Count - 1), taken);
        }
        return _mayGuard && SearchGuarded(entries, left, guards, taken);
    }

    private bool SearchGuarded(
        ImmutableSortedDictionary<int, NetworkAclEntry> entries,
        ImmutableList<EntryStep> left,
        ImmutableList<NetworkAclEntry> guards,
        List<EntryStep> taken
    )
    {
        var number = FreeNumberInFront(entries);
        if (number is null)
        {
            return false;
        }
        foreach (var candidate in Guards())
        {
            var guard = candidate with { RuleNumber = number.Value };
            if (
                !guards.Any(other => other.Service == guard.Service && other.Cidr == guard.Cidr)
                && Take(new(null, guard), entries, left, guards.Add(guard), taken)
            )
            {
                return true;
            }
        }
        return false;
    }

    private bool Take(
        EntryStep step,
        ImmutableSortedDictionary<int, NetworkAclEntry> entries,
        ImmutableList<EntryStep> left,
        ImmutableList<NetworkAclEntry> guards,
        List<EntryStep> taken
    )
    {
        var next = step.On(entries);
        if (next.Count > _limit || _statesLeft <= 0)
        {
            return false;
        }
        _statesLeft--;
        if (!IsSafe(next))
        {
            return false;
        }
        taken.Add(step);
        if (Search(next, left, guards, taken))
        {
            return true;
        }
        taken.RemoveAt(taken.Count - 1);
        return false;
    }

    private bool IsSafe(ImmutableSortedDictionary<int, NetworkAclEntry> entries)
    {
        var allowed = Allowed(entries);
        return allowed.IsSubsetOf(_most) && _least.IsSubsetOf(allowed);
    }

    // Denies that are there before or after, which cut the least; then everything, which cuts all.
    private IEnumerable<NetworkAclEntry> Guards()
    {
        var direction = current.Values.Concat(desired.Values).First().Direction;
        return current
            .Values.Concat(desired.Values)
            .Where(entry => entry.Action == NetworkAclAction.Deny)
            .DistinctBy(entry => (entry.Service, entry.Cidr))
            .Append(new(direction, 1, NetworkAclAction.Deny, Service.All, Cidr.AnyIPv4))
            .Append(new(direction, 1, NetworkAclAction.Deny, Service.All, Cidr.AnyIPv6));
    }

    private int? FreeNumberInFront(ImmutableSortedDictionary<int, NetworkAclEntry> entries)
    {
        var first = Math.Min(
            desired.IsEmpty ? NetworkAclEntry.DefaultRuleNumber : desired.Keys.First(),
            entries.IsEmpty ? NetworkAclEntry.DefaultRuleNumber : entries.Keys.First()
        );
        return first > 1 ? first - 1 : null;
    }

    // Additions come before removals.
    private static ImmutableList<EntryStep> Steps(
        ImmutableSortedDictionary<int, NetworkAclEntry> current,
        ImmutableSortedDictionary<int, NetworkAclEntry> desired
    ) =>
        [
            .. current
                .Keys.Union(desired.Keys)
                .Select(number => new EntryStep(current.GetValueOrDefault(number), desired.GetValueOrDefault(number)))
                .Where(step => step.Old != step.New)
                .OrderBy(step => step.IsDelete)
                .ThenBy(step => step.RuleNumber),
        ];

    private static TrafficSet Allowed(ImmutableSortedDictionary<int, NetworkAclEntry> entries) =>
        NetworkAcl.AllowedBy(entries.Values);
}
