using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing.Generators;

namespace Remediation.Core.Tests.Resources.Waf;

public sealed class WafLawTests
{
    [Fact]
    public void CallsTo_Itself_IsEmpty() => WafGen.One.Sample(acl => acl.CallsTo(acl).Calls.IsEmpty);

    [Fact]
    public void ChangesSince_Itself_IsEmpty() => WafGen.One.Sample(acl => acl.ChangesSince(acl)!.Count == 0);

    [Fact]
    public void CallsTo_AppliedToTheFirst_GivesTheSecond() =>
        WafGen.Pair.Sample(pair =>
        {
            var after = Applied(pair.Before, pair.After);

            Assert.Empty(after.DifferencesTo(pair.After));
            Assert.Equal(pair.After.Fingerprint, after.Fingerprint);
        });

    [Fact]
    public void CallsTo_Swapped_Undoes() =>
        WafGen.Pair.Sample(pair =>
            Assert.Empty(Applied(Applied(pair.Before, pair.After), pair.Before).DifferencesTo(pair.Before))
        );

    [Fact]
    public void CallsTo_AnyOther_IsAtMostOneUpdateAndOneCallForLogging() =>
        WafGen.Pair.Sample(pair =>
        {
            var calls = pair.Before.CallsTo(pair.After).Calls;

            Assert.True(calls.Count(call => call.Operation == "UpdateWebACL") <= 1);
            Assert.True(calls.Length <= 2);
        });

    [Fact]
    public void ChangesSince_AnyOther_TellsOfEveryDifference() =>
        WafGen.Pair.Sample(pair =>
            Assert.Equal(
                pair.Before.DifferencesTo(pair.After).IsEmpty,
                pair.After.ChangesSince(pair.Before)!.Count == 0
            )
        );

    // Where every weaker change has its places, putting them back leaves none, at no other place, and AWS would take it.
    [Fact]
    public void Restored_WhereEveryWeakerChangeHasItsPlaces_IsNoLongerWeaker() =>
        WafGen.Pair.Sample(pair =>
        {
            var (baseline, state) = pair;
            var weaker = Weaker(state, baseline);
            if (weaker.Exists(change => change.Paths.IsEmpty))
            {
                return;
            }
            var paths = weaker.SelectMany(change => change.Paths).Distinct().ToList();
            var restored = (WebAcl)DocumentRestoration.Restored(state, baseline, paths);

            Assert.True(
                Weaker(restored, baseline).Count == 0,
                string.Join(
                    '\n',
                    Weaker(restored, baseline)
                        .Select(change => $"{change.Rule}: {change}")
                        .Concat([baseline.Document.GetRawText(), state.Document.GetRawText()])
                )
            );
            Assert.All(
                state.DifferencesTo(restored),
                difference => Assert.Contains(paths, path => path.Covers(difference.Path))
            );
            Assert.Empty(Applied(state, restored).DifferencesTo(restored));
        });

    private static List<StateChange> Weaker(WebAcl state, WebAcl baseline) =>
        [.. state.ChangesSince(baseline)!.Where(change => change.Effect == ChangeEffect.Weaker)];

    private static WebAcl Applied(WebAcl from, WebAcl to) =>
        from.CallsTo(to).Calls.Aggregate(from, (state, call) => (WebAcl)state.Apply(call).State!);
}
