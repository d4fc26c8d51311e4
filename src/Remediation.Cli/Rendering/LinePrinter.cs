using System.Text;
using Spectre.Console;

namespace Remediation.Cli.Rendering;

/// <summary>Writes lines to a stream, in colour where the reader's terminal has it.</summary>
internal static class LinePrinter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Print(Stream output, IEnumerable<Line> lines, bool hasColour)
    {
        using var writer = new StreamWriter(output, Utf8, leaveOpen: true) { NewLine = "\n" };
        var capabilities = new AnsiCapabilities
        {
            Ansi = hasColour,
            ColorSystem = hasColour ? ColorSystem.Standard : ColorSystem.NoColors,
        };
        var ansi = new AnsiWriter(writer, capabilities);
        foreach (var line in lines)
        {
            foreach (var span in line.Spans)
            {
                Print(ansi, span, hasColour);
            }
            ansi.WriteLine();
        }
    }

    private static void Print(AnsiWriter ansi, Span span, bool hasColour)
    {
        if (hasColour && StyleOf(span.Tone) is { } style)
        {
            ansi.Write(span.Text, style);
            return;
        }
        ansi.Write(span.Text);
    }

    private static Style? StyleOf(Tone tone) =>
        tone switch
        {
            Tone.Strong => new(decoration: Decoration.Bold),
            Tone.Faint => new(decoration: Decoration.Dim),
            Tone.Good => new(Color.Green),
            Tone.Bad => new(Color.Red),
            Tone.Warning => new(Color.Yellow),
            Tone.Critical => new(Color.Red, decoration: Decoration.Bold | Decoration.Invert),
            Tone.High => new(Color.Red, decoration: Decoration.Bold),
            Tone.Medium => new(Color.Yellow),
            Tone.Low => new(Color.Blue),
            _ => null,
        };
}
