using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Execution;

/// <summary>
/// The rest of a plan that was carried out in part. A plan can lead through states that no check objects to and that nobody wants,
/// such as a protection that is off while what it protects is put back: whoever finds such a state has to go on, not to stop.
/// </summary>
public static class Resumption
{
    /// <summary>The intents of the ids, the latest first, each followed by what it went on with.</summary>
    public static IEnumerable<LedgerEntry> Begun(IReadOnlyList<LedgerRecord> history, IReadOnlyList<string> ids)
    {
        var intents = history
            .Select(record => record.Entry)
            .Where(entry => entry.Kind == LedgerEntryKind.Intent)
            .DistinctBy(entry => entry.Id, StringComparer.Ordinal)
            .ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        // A ledger that was spoilt can lead round in a circle.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var last in ids.Reverse())
        {
            for (
                var intent = intents.GetValueOrDefault(last);
                intent is not null && seen.Add(intent.Id);
                intent = intent.Resumes is { } before ? intents.GetValueOrDefault(before) : null
            )
            {
                yield return intent;
            }
        }
    }

    /// <summary>
    /// The rest, or null when nothing or everything was done, or when the resource is not in any state that the plan leads through:
    /// then it is judged like any other.
    /// </summary>
    /// <param name="intent">With the prior state and all calls.</param>
    /// <param name="present">The resource as it is now.</param>
    public static Plan? RestOf(LedgerEntry intent, ResourceState present)
    {
        if (
            intent.PriorState is not { } prior
            || !StateDocument.Read(intent.Resource, prior).TryGet(out var before, out _)
        )
        {
            return null;
        }
        var states = StatesOf(before, intent.Calls);
        var done = states.FindIndex(state => state.Fingerprint == present.Fingerprint);
        if (states.Count <= intent.Calls.Length || done <= 0 || done == intent.Calls.Length)
        {
            return null;
        }
        var calls = StateChanges.Diff(present, states[^1], Surroundings.Unknown);
        return calls.IsPossible && !calls.Calls.IsEmpty
            ? new()
            {
                Before = present,
                Desired = states[^1],
                Calls = calls.Calls,
                Targets = [],
            }
            : null;
    }

    /// <summary>
    /// Whether the resource is in a state that the plan only leads through: neither as before the first call nor as after the last.
    /// </summary>
    public static bool IsHalfway(ResourceState before, ImmutableArray<ApiCall> calls, ResourceState present)
    {
        var states = StatesOf(before, calls);
        return states.Count > calls.Length
            && states[0].Fingerprint != present.Fingerprint
            && states[^1].Fingerprint != present.Fingerprint
            && states.Exists(state => state.Fingerprint == present.Fingerprint);
    }

    // The states that the plan leads through, from the prior one on; fewer where a call cannot be applied.
    private static List<ResourceState> StatesOf(ResourceState before, ImmutableArray<ApiCall> calls)
    {
        var states = new List<ResourceState> { before };
        foreach (var call in calls)
        {
            var applied = StateChanges.Apply(states[^1], call, Surroundings.Unknown);
            if (!applied.IsSuccess)
            {
                break;
            }
            states.Add(applied.State);
        }
        return states;
    }
}
