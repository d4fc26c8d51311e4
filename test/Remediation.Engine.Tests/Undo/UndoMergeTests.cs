using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Waf;
using Remediation.Engine.Undo;
using Remediation.Testing.Generators;

namespace Remediation.Engine.Tests.Undo;

/// <summary>The laws of taking a remediation back, on the resources themselves.</summary>
public sealed class UndoMergeTests
{
    private static readonly MergeMode Plain = new(IsForced: false, IsResumed: false);
    private static readonly MergeMode Forced = new(IsForced: true, IsResumed: false);

    [Fact]
    public void Group_NobodyElseDidAnything_ComesBackExactly() =>
        SecurityGroupGen.Pair.Sample(
            (prior, made) =>
            {
                var merged = UndoMerge.Of(new(prior, made), made, Plain);
                return merged.Conflicts.IsEmpty && Text(merged.Desired) == Text(prior);
            },
            iter: 2_000
        );

    [Fact]
    public void Group_AnyPresent_KeepsWhatTheRemediationDidNotTouchAndLosesNothingInConflict() =>
        Gen.Select(SecurityGroupGen.Pair, SecurityGroupGen.Rule.Array[0, 4], Gen.Int[0, 3].Array[16])
            .Sample(
                (pair, added, actions) =>
                {
                    var (prior, made) = pair;
                    var present = made.WithRules([
                        .. made
                            .Rules.Where((_, index) => actions[index % 16] > 0)
                            .Concat(added)
                            .DistinctBy(rule => rule.Key),
                    ]);
                    var merged = (SecurityGroup)UndoMerge.Of(new(prior, made), present, Plain).Desired;
                    var (was, became, isNow, then) = (Of(prior), Of(made), Of(present), Of(merged));
                    return was.Concat(became)
                        .Concat(isNow)
                        .Select(rule => rule.Key)
                        .Distinct(StringComparer.Ordinal)
                        .All(key =>
                            then.GetValueOrDefault(key)
                            == Expected(
                                was.GetValueOrDefault(key),
                                became.GetValueOrDefault(key),
                                isNow.GetValueOrDefault(key)
                            )
                        );
                },
                iter: 2_000
            );

    [Fact]
    public void Group_Forced_PutsBackAllThatTheRemediationTouched() =>
        Gen.Select(SecurityGroupGen.Pair, SecurityGroupGen.One)
            .Sample(
                (pair, present) =>
                {
                    var (prior, made) = pair;
                    var merged = (SecurityGroup)UndoMerge.Of(new(prior, made), present, Forced).Desired;
                    var (was, became, isNow, then) = (Of(prior), Of(made), Of(present), Of(merged));
                    return was
                        .Keys.Union(became.Keys, StringComparer.Ordinal)
                        .Union(isNow.Keys, StringComparer.Ordinal)
                        .All(key =>
                            then.GetValueOrDefault(key)
                            == (
                                was.GetValueOrDefault(key) == became.GetValueOrDefault(key)
                                    ? isNow.GetValueOrDefault(key)
                                    : was.GetValueOrDefault(key)
                            )
                        );
                },
                iter: 2_000
            );

    [Fact]
    public void Acl_NobodyElseDidAnything_ComesBackEntryByEntry() =>
        NetworkAclGen.Pair.Sample(
            (prior, made) =>
            {
                var merged = UndoMerge.Of(new(prior, made), made, Plain);
                return merged.Conflicts.IsEmpty && Entries(merged.Desired).SequenceEqual(Entries(prior));
            },
            iter: 2_000
        );

    [Fact]
    public void Acl_AnyPresent_KeepsWhatTheRemediationDidNotTouch() =>
        Gen.Select(NetworkAclGen.Pair, NetworkAclGen.One)
            .Sample(
                (pair, present) =>
                {
                    var (prior, made) = pair;
                    var merged = UndoMerge.Of(new(prior, made), present, Plain);
                    var touched = Entries(prior)
                        .Except(Entries(made))
                        .Concat(Entries(made).Except(Entries(prior)))
                        .Select(entry => (entry.Direction, entry.RuleNumber))
                        .ToHashSet();
                    IEnumerable<NetworkAclEntry> Untouched(ResourceState state) =>
                        Entries(state).Where(entry => !touched.Contains((entry.Direction, entry.RuleNumber)));
                    return Untouched(merged.Desired).SequenceEqual(Untouched(present));
                },
                iter: 2_000
            );

    [Fact]
    public void WebAcl_NobodyElseDidAnything_ComesBackWordForWord() =>
        WafGen.Pair.Sample(
            (prior, made) =>
            {
                var merged = UndoMerge.Of(new(prior, made), made, Plain);
                return merged.Conflicts.IsEmpty && Text(merged.Desired) == Text(prior);
            },
            iter: 1_000
        );

    [Fact]
    public void WebAcl_IsBackAlready_StaysAsItIs() =>
        WafGen.Pair.Sample(
            (prior, made) =>
            {
                var merged = UndoMerge.Of(new(prior, made), prior, Plain);
                return merged.Conflicts.IsEmpty && Text(merged.Desired) == Text(prior);
            },
            iter: 1_000
        );

    // A rule by its name: one that the remediation did not touch stays as somebody else left it, or the merge is refused as a whole.
    [Fact]
    public void WebAcl_AnyPresent_KeepsRulesThatTheRemediationDidNotTouch() =>
        Gen.Select(WafGen.Pair, WafGen.One)
            .Sample(
                (pair, present) =>
                {
                    var (prior, made) = pair;
                    var merged = UndoMerge.Of(new(prior, made), present, Plain);
                    var (was, became, isNow) = (Rules(prior), Rules(made), Rules(present));
                    var then = Rules((WebAcl)merged.Desired);
                    return !merged.Conflicts.IsEmpty
                        || isNow
                            .Where(rule => was.GetValueOrDefault(rule.Key) == became.GetValueOrDefault(rule.Key))
                            .All(rule => then.GetValueOrDefault(rule.Key) == rule.Value);
                },
                iter: 2_000
            );

    [Fact]
    public void WebAcl_InConflict_NeverLosesWhatIsThereNow() =>
        Gen.Select(WafGen.Pair, WafGen.One)
            .Sample(
                (pair, present) =>
                {
                    var (prior, made) = pair;
                    var merged = UndoMerge.Of(new(prior, made), present, Plain);
                    var (was, became) = (Rules(prior), Rules(made));
                    var then = Rules((WebAcl)merged.Desired);
                    return Rules(present)
                        .Where(rule =>
                            was.GetValueOrDefault(rule.Key) != rule.Value
                            && became.GetValueOrDefault(rule.Key) != rule.Value
                            && !was.ContainsKey(rule.Key)
                            && !became.ContainsKey(rule.Key)
                        )
                        .All(rule => then.GetValueOrDefault(rule.Key) == rule.Value);
                },
                iter: 2_000
            );

    private static string? Expected(string? was, string? became, string? isNow) =>
        was == became ? isNow
        : isNow == became ? was
        : isNow;

    private static Dictionary<string, string> Of(SecurityGroup group) =>
        group.Rules.ToDictionary(
            rule => $"{rule.Direction} {rule}",
            rule => $"{rule.Description} {string.Join(' ', rule.Tags)}",
            StringComparer.Ordinal
        );

    private static IEnumerable<NetworkAclEntry> Entries(ResourceState state) =>
        ((NetworkAcl)state).Entries.OrderBy(entry => (entry.Direction, entry.RuleNumber));

    // The rules as they stand in the document, by name.
    private static Dictionary<string, string> Rules(WebAcl acl) =>
        acl.Rules.ToDictionary(
            rule => rule.Name,
            rule => acl.Parts.Values.Select(part => part.At(rule.Path.Skip(1))).OfType<AwsDocument>().First().Canonical,
            StringComparer.Ordinal
        );

    private static string Text(ResourceState state) =>
        state switch
        {
            SecurityGroup group => string.Join(
                '\n',
                Of(group).Select(rule => $"{rule.Key} {rule.Value}").Order(StringComparer.Ordinal)
            ),
            DocumentState document => string.Join('\n', document.Substance.Select(part => part.Value.Canonical)),
            _ => state.Fingerprint,
        };
}
