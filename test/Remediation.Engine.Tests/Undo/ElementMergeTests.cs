using CsCheck;
using Remediation.Engine.Undo;

namespace Remediation.Engine.Tests.Undo;

/// <summary>Taking a change back out of a set of elements: held to the laws of a three-way merge, and to an oracle key by key.</summary>
public sealed class ElementMergeTests
{
    private static readonly MergeMode Plain = new(IsForced: false, IsResumed: false);
    private static readonly MergeMode Forced = new(IsForced: true, IsResumed: false);
    private static readonly MergeMode Resumed = new(IsForced: false, IsResumed: true);

    private static readonly Gen<Thing[]> Set = Gen.Select(Gen.OneOf("a", "b", "c", "d", "e"), Gen.Int[0, 2])
        .Select((key, value) => new Thing(key, value))
        .Array[0, 5]
        .Select(things => things.DistinctBy(thing => thing.Key).ToArray());

    [Fact]
    public void Merge_NobodyElseDidAnything_GivesThePrior() =>
        Gen.Select(Set, Set)
            .Sample(
                (prior, made) =>
                {
                    var (merged, conflicts) = Merge(prior, made, made, Plain);
                    return conflicts == 0 && AreSame(merged, prior);
                },
                iter: 5_000
            );

    [Fact]
    public void Merge_IsBackAlready_ChangesNothing() =>
        Gen.Select(Set, Set)
            .Sample(
                (prior, made) =>
                {
                    var (merged, _) = Merge(prior, made, prior, Plain);
                    return merged.SequenceEqual(prior);
                },
                iter: 5_000
            );

    [Fact]
    public void Merge_ChangeOfNothing_LeavesThePresentAsItIs() =>
        Gen.Select(Set, Set)
            .Sample(
                (prior, present) =>
                {
                    var (merged, conflicts) = Merge(prior, prior, present, Plain);
                    return conflicts == 0 && merged.SequenceEqual(present);
                },
                iter: 5_000
            );

    // Place by place: what was not touched stays, what is as it was made goes back, and what is neither is a conflict and stays.
    [Fact]
    public void Merge_AnyThree_IsTheOraclesKeyByKey() =>
        Gen.Select(Set, Set, Set, Gen.OneOf(Plain, Forced, Resumed))
            .Sample(
                (prior, made, present, mode) =>
                {
                    var (merged, conflicts) = Merge(prior, made, present, mode);
                    var expected = 0;
                    foreach (var key in new[] { "a", "b", "c", "d", "e" })
                    {
                        var (was, became, isNow) = (Find(prior, key), Find(made, key), Find(present, key));
                        var isConflict = was != became && isNow != was && isNow != became;
                        expected += isConflict ? 1 : 0;
                        var wanted =
                            was == became ? isNow
                            : isConflict && !mode.IsForced ? isNow
                            : was;
                        if (Find(merged, key) != wanted)
                        {
                            return false;
                        }
                    }
                    return merged.Length == merged.DistinctBy(thing => thing.Key).Count()
                        && (mode.IsResumed ? conflicts == expected : conflicts >= expected);
                },
                iter: 20_000
            );

    // Nothing that somebody else put there is lost unless it is forced.
    [Fact]
    public void Merge_Unforced_NeverLosesWhatOthersPutThere() =>
        Gen.Select(Set, Set, Set)
            .Sample(
                (prior, made, present) =>
                {
                    var (merged, _) = Merge(prior, made, present, Plain);
                    return present
                        .Where(thing => !made.Contains(thing) && !prior.Contains(thing))
                        .All(thing => merged.Contains(thing));
                },
                iter: 5_000
            );

    [Fact]
    public void Merge_WhatWasPutInItsPlaceIsGone_IsAConflictThatNamesIt()
    {
        var merge = Of(Plain);
        merge.Merge([new("a", 0)], [new("b", 0)], []);

        Assert.Equal(new UndoConflict("thing b", "nothing", "0", "nothing"), Assert.Single(merge.Conflicts));
    }

    [Fact]
    public void Merge_Twice_IsMergeOnce() =>
        Gen.Select(Set, Set, Set, Gen.OneOf(Plain, Forced))
            .Sample(
                (prior, made, present, mode) =>
                {
                    var (once, _) = Merge(prior, made, present, mode);
                    var (twice, _) = Merge(prior, made, once, mode);
                    return AreSame(once, twice);
                },
                iter: 5_000
            );

    private static (Thing[] Merged, int Conflicts) Merge(Thing[] prior, Thing[] made, Thing[] present, MergeMode mode)
    {
        var merge = Of(mode);
        var merged = merge.Merge(prior, made, present);
        return ([.. merged], merge.Conflicts.Length);
    }

    private static ElementMerge<Thing> Of(MergeMode mode) =>
        new(thing => thing.Key, (one, other) => one == other, thing => ($"thing {thing.Key}", $"{thing.Value}"), mode);

    private static Thing? Find(Thing[] things, string key) => things.FirstOrDefault(thing => thing.Key == key);

    private static bool AreSame(Thing[] one, Thing[] other) =>
        one.OrderBy(thing => thing.Key, StringComparer.Ordinal)
            .SequenceEqual(other.OrderBy(thing => thing.Key, StringComparer.Ordinal));

    private sealed record Thing(string Key, int Value);
}
