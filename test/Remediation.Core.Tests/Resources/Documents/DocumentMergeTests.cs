using CsCheck;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Tests.Resources.Documents;

/// <summary>Taking a change back out of a document: the laws of a three-way merge, and what each kind of place comes to.</summary>
public sealed class DocumentMergeTests
{
    private static readonly Gen<string> Scalar = Gen.OneOf("1", "2", "\"a\"", "\"b\"", "true", "null");

    private static readonly Gen<string> Named = Gen.Select(Gen.OneOf("x", "y", "z"), Gen.Int[0, 2])
        .Array[0, 3]
        .Select(items => items.DistinctBy(item => item.Item1))
        .Select(items =>
            $"[{string.Join(',', items.Select(item => $$"""{"Name":"{{item.Item1}}","Value":{{item.Item2}}}"""))}]"
        );

    private static readonly Gen<string> Words = Gen.OneOf("\"p\"", "\"q\"", "\"r\"")
        .Array[0, 3]
        .Select(items => $"[{string.Join(',', items.Distinct(StringComparer.Ordinal))}]");

    private static readonly Gen<string> Choice = Gen.OneOf(
        "{\"Block\":{}}",
        "{\"Count\":{}}",
        "{\"Captcha\":{}}",
        "{}"
    );

    private static readonly Gen<AwsDocument> Document = Gen.Select(
        Scalar.Array[2],
        Named,
        Words,
        Choice,
        Gen.Int[0, 31].Select(bits => bits),
        (scalars, named, words, choice, bits) =>
            AwsDocument.Parse(
                "{"
                    + string.Join(
                        ',',
                        new[]
                        {
                            $"\"A\":{scalars[0]}",
                            $"\"B\":{scalars[1]}",
                            $"\"Rules\":{named}",
                            $"\"Words\":{words}",
                            $"\"Action\":{choice}",
                        }.Where((_, index) => (bits & (1 << index)) != 0)
                    )
                    + "}"
            )
    );

    [Fact]
    public void Merge_NobodyElseDidAnything_GivesThePrior() =>
        Gen.Select(Document, Document)
            .Sample(
                (prior, made) => Merge(prior, made, made) is (var merged, 0) && AreSame(merged, prior),
                iter: 5_000
            );

    [Fact]
    public void Merge_IsBackAlready_StaysAsItIs() =>
        Gen.Select(Document, Document)
            .Sample(
                (prior, made) => Merge(prior, made, prior) is (var merged, 0) && AreSame(merged, prior),
                iter: 5_000
            );

    [Fact]
    public void Merge_ChangeOfNothing_LeavesThePresentAsItIs() =>
        Gen.Select(Document, Document)
            .Sample(
                (prior, present) => Merge(prior, prior, present) is (var merged, 0) && AreSame(merged, present),
                iter: 5_000
            );

    // What the change did not touch is as it is now, whatever happened elsewhere; unless the document as a whole is in conflict.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merge_AnyThree_LeavesWhatTheChangeDidNotTouch(bool isForced) =>
        Gen.Select(Document, Document, Document)
            .Sample(
                (prior, made, present) =>
                {
                    var merge = new DocumentMerge(isForced, isResumed: false);
                    var merged = merge.Merge(DocumentPath.Root, prior, made, present)!;
                    return merge.Conflicts.Any(conflict => conflict.Path.Steps.IsEmpty)
                        || new[] { "A", "B", "Rules", "Words", "Action" }
                            .Select(name => DocumentPath.Of(name))
                            .Where(path => AreSame(prior.At(path), made.At(path)))
                            .All(path => AreSame(merged.At(path), present.At(path)));
                },
                iter: 10_000
            );

    // A place in conflict stays as it is now until somebody forces it.
    [Fact]
    public void Merge_Unforced_NeverLosesWhatIsInConflict() =>
        Gen.Select(Document, Document, Document)
            .Sample(
                (prior, made, present) =>
                {
                    var merge = new DocumentMerge(isForced: false, isResumed: false);
                    var merged = merge.Merge(DocumentPath.Root, prior, made, present)!;
                    return merge.Conflicts.All(conflict =>
                        AreSame(merged.At(conflict.Path), present.At(conflict.Path))
                    );
                },
                iter: 10_000
            );

    // A choice is one member: two are none.
    [Fact]
    public void Merge_AnyThree_NeverMakesTwoChoicesOfOne() =>
        Gen.Select(Choice, Choice, Choice, Gen.Bool)
            .Sample(
                (prior, made, present, isForced) =>
                {
                    var merge = new DocumentMerge(isForced, isResumed: false);
                    var merged = merge.Merge(
                        DocumentPath.Root,
                        AwsDocument.Parse(prior),
                        AwsDocument.Parse(made),
                        AwsDocument.Parse(present)
                    )!;
                    return merged.Root.EnumerateObject().Count() <= 1
                        || prior == "{}"
                        || made == "{}"
                        || present == "{}";
                },
                iter: 2_000
            );

    [Fact]
    public void Merge_ActionThatSomebodyChoseAnew_IsAConflict()
    {
        var (merged, conflicts) = Merge(Rule("""{"Count":{}}"""), Rule("""{"Block":{}}"""), Rule("""{"Captcha":{}}"""));

        Assert.Equal(1, conflicts);
        Assert.Equal(Rule("""{"Captcha":{}}"""), merged);
    }

    [Fact]
    public void Merge_ForcedWhereTheReplacementIsGone_KeepsWhatOthersPutBeside()
    {
        var merge = new DocumentMerge(isForced: true, isResumed: false);
        var merged = merge.Merge(
            DocumentPath.Root,
            AwsDocument.Parse("""[{"Name":"old","V":1}]"""),
            AwsDocument.Parse("""[{"Name":"new","V":1}]"""),
            AwsDocument.Parse("""[{"Name":"theirs","V":1}]""")
        );

        Assert.Single(merge.Conflicts);
        Assert.Equal(
            ["old", "theirs"],
            merged!.Root.EnumerateArray().Select(item => item.GetProperty("Name").GetString()).Order()
        );
    }

    private static AwsDocument Rule(string action) =>
        AwsDocument.Parse($$"""{"Rules":[{"Name":"a","Priority":1,"Action":{{action}}}]}""");

    private static (AwsDocument? Merged, int Conflicts) Merge(AwsDocument prior, AwsDocument made, AwsDocument present)
    {
        var merge = new DocumentMerge(isForced: false, isResumed: false);
        return (merge.Merge(DocumentPath.Root, prior, made, present), merge.Conflicts.Length);
    }

    // Null is nothing, and the order of members says nothing.
    private static bool AreSame(AwsDocument? one, AwsDocument? other) =>
        (one?.Bare.Canonical ?? "null") == (other?.Bare.Canonical ?? "null");
}
