using CsCheck;
using Remediation.Cli.Rendering;

namespace Remediation.Cli.Tests.Rendering;

public sealed class ParagraphTests
{
    [Fact]
    public void Lay_TooLongForOneLine_HangsAtTheIndent() =>
        Assert.Equal(["  one two", "    three"], Lay(new Paragraph(2, 4).Say("one two three"), 10));

    [Fact]
    public void Lay_WordLongerThanTheLine_StaysWhole() =>
        Assert.Equal(
            ["  in", "    sgr-0f12a3b4c5d6e7f80", "    x"],
            Lay(new Paragraph(2, 4).Say("in sgr-0f12a3b4c5d6e7f80 x"), 10)
        );

    [Fact]
    public void Lay_NextLineHasNoMoreRoom_DoesNotBreak() =>
        Assert.Equal(["  see https://example.com"], Lay(new Paragraph(2, 6).Say("see https://example.com"), 10));

    [Fact]
    public void Lay_Items_NeverStartALineWithTheDot() =>
        Assert.Equal(["one ·", "two ·", "three"], Lay(new Paragraph(0, 0).Items(["one", "two", "", "three"]), 7));

    [Fact]
    public void Lay_Columns_StartWhereTheyShouldOrOneSpaceOn() =>
        Assert.Equal(
            ["a    b", "abcdef b"],
            [
                .. Lay(new Paragraph(0, 0).Say("a").At(5, "b"), 20),
                .. Lay(new Paragraph(0, 0).Say("abcdef").At(5, "b"), 20),
            ]
        );

    [Fact]
    public void Lay_WideLetters_CountTwice() =>
        Assert.Equal(["漢字", "漢字"], Lay(new Paragraph(0, 0).Say("漢字 漢字"), 8));

    [Fact]
    public void Lay_AnyWords_LosesNoneAndOverflowsOnlyWhereTheNextLineHasNoMoreRoom() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 30].Array[1, 20], Gen.Int[10, 60])
            .Sample(
                (words, width) =>
                {
                    var lines = Lay(new Paragraph(0, 2).Say(string.Join(' ', words)), width);
                    return string.Join(' ', lines.Select(line => line.Trim())) == string.Join(' ', words)
                        && lines.All(line => line.Length <= width || line.LastIndexOf(' ') + 1 <= 2);
                }
            );

    private static List<string> Lay(Paragraph paragraph, int width) =>
        [.. paragraph.Lay(width).Select(line => line.ToString())];
}
