using System.Text;
using CsCheck;
using Remediation.Core.Diagnostics;
using Remediation.Core.Templates;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Core.Tests.Fuzzing;

/// <summary>Templates that were made to take for ever, or all memory, are refused in bounded time like any other that is wrong.</summary>
public sealed class TemplateBombTests
{
    private static readonly IReadOnlyList<byte[]> Texts = Damage.Corpus([
        .. Directory.EnumerateFiles(Path.Combine(Repository.Samples, "templates")),
        .. Repository.Recordings is { } recordings
            ? Directory.EnumerateFiles(Path.Combine(recordings, "templates"), "*", SearchOption.AllDirectories)
            : [],
    ]);

    [Fact]
    public void Read_AnyDamage_IsATemplateOrAnError() => Damage.Of(Texts).Sample(IsTemplateOrError, iter: 3_000);

    // Ten levels of nine aliases each are more than three thousand million values.
    [Fact]
    public void Read_AliasesOfAliases_AreRefused()
    {
        var text = new StringBuilder("Resources:\n  A: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level <= 10; level++)
        {
            var aliases = string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  A{level}: &a{level} [{aliases}]\n");
        }
        var input = Encoding.UTF8.GetBytes(text.ToString());

        var result = Bounded.Read(input, () => TemplateReader.Read(text.ToString(), "t.yaml"));

        Assert.False(result.IsSuccess);
        Assert.Contains(
            result.Diagnostics,
            diagnostic => diagnostic.ToString().Contains("aliases written out", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("{\"Resources\":", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 200_000)]
    [InlineData("!Sub ", 100_000)]
    [InlineData("&a ", 100_000)]
    [InlineData("? ", 200_000)]
    [InlineData("\0", 500_000)]
    [InlineData("9", 1_000_000)]
    [InlineData("---\n", 200_000)]
    public void Read_LongRunOfTheSame_IsAnError(string piece, int times) =>
        Assert.True(IsTemplateOrError(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)))));

    private static bool IsTemplateOrError(byte[] input) =>
        Bounded.Read(
            input,
            () =>
            {
                var result = TemplateReader.Read(Encoding.UTF8.GetString(input), "t.yaml");
                return result.IsSuccess
                    != result.Diagnostics.Any(diagnostic => diagnostic.Level == DiagnosticLevel.Error);
            }
        );
}
