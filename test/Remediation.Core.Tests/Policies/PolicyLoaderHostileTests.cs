using System.Diagnostics;
using CsCheck;
using Remediation.Core.Diagnostics;

namespace Remediation.Core.Tests.Policies;

/// <summary>Whatever the text, loading gives a policy or says what is wrong, in bounded time.</summary>
public sealed class PolicyLoaderHostileTests
{
    // Wide enough for a busy machine, and far below what quadratic work on the longest document would take.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly string Alphabet =
        "\0\t\n\r \"#$%&'()*+,-./0123456789:;<=>?@[\\]^`{|}~abnortvxuUFD\u0085\u2028\uFEFF\uD800é";

    private static Gen<string> Mutated { get; } =
        from edits in Gen.Select(
            Gen.Int[0, 4],
            Gen.Int[0, 10_000],
            Gen.Int[0, 60],
            Gen.OneOf(Alphabet.ToCharArray())
        ).Array[1, 6]
        select edits.Aggregate(
            SampleDocuments.Full,
            (text, edit) => Edit(text, edit.Item1, edit.Item2, edit.Item3, edit.Item4)
        );

    [Fact]
    public void Load_MutatedDocument_PolicyOrError() => Mutated.Sample(IsPolicyOrError, iter: 2_000);

    [Fact]
    public void Load_AnyText_PolicyOrError() =>
        Gen.OneOf(Alphabet.ToCharArray())
            .Array[0, 60]
            .Select(chars => new string(chars))
            .Sample(IsPolicyOrError, iter: 5_000);

    [Fact]
    public void Load_EveryTruncation_PolicyOrError() =>
        Assert.All(
            Enumerable.Range(0, SampleDocuments.Full.Length),
            length => Assert.True(IsPolicyOrError(SampleDocuments.Full[..length]))
        );

    [Theory]
    [InlineData("mode: \"\\UFFFFFFFF\"", 2)]
    [InlineData("mode: \"\\U00110000\"", 2)]
    [InlineData("mode: \"\\uD800\"", 2)]
    [InlineData("mode: \"\\xZZ\"", 2)]
    [InlineData("mode: \"\\q\"", 2)]
    [InlineData("? \"\\UFFFFFFFF\"\n: a", 1)]
    public void Load_EscapeOfWhatIsNoCharacter_IsRefusedWhereReadingEnded(string line, int at)
    {
        var result = SampleChecks.Load("version: 1\n" + line);

        Assert.Null(result.Policy);
        Assert.Contains(result.Diagnostics, fault => fault.Line == at && fault.Message.Contains("not valid YAML"));
    }

    [Theory]
    [InlineData("%YAML 99999999999.1\n---\nversion: 1")]
    [InlineData("%YAML 1.2147483648\n---\nversion: 1")]
    public void Load_VersionThatNoNumberHolds_IsRefused(string text) => Assert.True(IsPolicyOrError(text));

    [Fact]
    public void Load_LongerThanAnyPolicy_IsRefused()
    {
        var result = SampleChecks.Load("version: 1\n#" + new string('x', 1 << 18));
        Assert.Equal(
            "policy.yaml: error: the document is longer than 262144 characters. A policy is a few hundred lines",
            Assert.Single(result.Diagnostics).ToString()
        );
        Assert.Null(result.Policy);
    }

    [Fact]
    public void Load_AliasBomb_IsRefusedAtTheFirstAnchor()
    {
        const string Bomb = """
            version: 1
            a: &a [x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
            """;
        var result = SampleChecks.Load(Bomb);
        Assert.Null(result.Policy);
        Assert.Contains(
            result.Diagnostics,
            diagnostic => diagnostic is { Line: 2, Column: 4 } && diagnostic.Message.Contains("anchors")
        );
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("\"")]
    [InlineData("{")]
    [InlineData("a: ")]
    [InlineData("[],")]
    [InlineData("- a\n")]
    [InlineData("*a ")]
    [InlineData("!a ")]
    [InlineData("---\n")]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("%a\n")]
    [InlineData("0")]
    public void Load_LongRunOfTheSame_ErrorInBoundedTime(string piece)
    {
        var text = "version: 1\ntrustedSources: " + string.Concat(Enumerable.Repeat(piece, 260_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        var result = SampleChecks.Load(text);
        Assert.Null(result.Policy);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Level == DiagnosticLevel.Error);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bound);
    }

    [Fact]
    public void Load_NestedTooDeep_SaysWhereAndStops()
    {
        var text = $"version: 1\ntrustedSources: {new string('[', 30)}{new string(']', 30)}\n";
        Assert.Equal(
            "policy.yaml(2,33): error: nested deeper than 16 levels. No part of a policy is",
            Assert.Single(SampleChecks.Load(text).Diagnostics).ToString()
        );
    }

    private static bool IsPolicyOrError(string text)
    {
        var result = SampleChecks.Load(text);
        var hasError = result.Diagnostics.Any(diagnostic => diagnostic.Level == DiagnosticLevel.Error);
        return hasError == result.Policy is null;
    }

    private static string Edit(string text, int kind, int position, int length, char with)
    {
        var at = position % (text.Length + 1);
        var end = Math.Min(text.Length, at + length);
        return kind switch
        {
            0 => text[..at],
            1 => text.Remove(at, end - at),
            2 => text.Insert(at, with.ToString()),
            3 => text.Insert(at, text[at..end]),
            _ => text[..at] + with + text[Math.Min(text.Length, at + 1)..],
        };
    }
}
