using CsCheck;
using Remediation.Core.Diagnostics;
using Remediation.Core.Templates;
using Remediation.Testing;

namespace Remediation.Core.Tests.Templates;

/// <summary>Templates damaged at random are read or refused with a place, and nothing else.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly string[] Texts =
    [
        .. Directory
            .GetFiles(Path.Combine(Repository.Samples, "templates"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText),
    ];

    private static readonly string[] Pieces =
    [
        "!Ref X",
        "!Sub '${A.B}'",
        "!If [IsLive, a, b]",
        "!GetAtt Network.CidrBlock",
        "&a ",
        "*a",
        "<<: ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "\n",
        "\t",
        "\0",
        "\uFEFF",
        "\uD800",
        "%",
        "!",
        "!!",
        "!<x>",
        "|\n",
        "---\n",
        "...\n",
        "{\"Ref\": \"X\"}",
        "{\"Fn::Cidr\": [\"10.0.0.0/8\", 256, 8]}",
        "Fn::ForEach::A",
        "AWS::NoValue",
        "999999999999999999999",
        "-1",
        "null",
    ];

    [Fact]
    public void Read_DamagedTemplate_NeverThrows() =>
        Gen.Select(
                Gen.Int[0, Texts.Length - 1],
                Gen.Select(Gen.Double[0, 1], Gen.Int[0, 12], Gen.Int[0, Pieces.Length - 1]).Array[1, 6]
            )
            .Sample(
                (which, edits) =>
                {
                    var text = edits.Aggregate(Texts[which], (damaged, edit) => Damage(damaged, edit));

                    var result = TemplateReader.Read(text, "t.yaml");

                    return result.IsSuccess
                        != result.Diagnostics.Any(diagnostic => diagnostic.Level == DiagnosticLevel.Error);
                },
                iter: 3_000
            );

    private static string Damage(string text, (double At, int Length, int Piece) edit)
    {
        var at = (int)(edit.At * text.Length);
        var end = Math.Min(text.Length, at + edit.Length);
        return text[..at] + Pieces[edit.Piece] + text[end..];
    }
}
