using Remediation.Cli.Rendering;
using Remediation.Core.Diagnostics;

namespace Remediation.Cli;

/// <summary>
/// All of the world outside that a command may touch beside the files it is told of. The result goes to
/// <see cref="Output"/>, everything else to <see cref="Error"/>.
/// </summary>
internal sealed record Session
{
    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>How wide the reader's terminal is, in columns.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Whether <see cref="Output"/> is a terminal: then nothing may reach it that could drive it.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether the terminal shows colours and the reader wants them.</summary>
    public bool HasColour { get; init; }

    /// <summary>Whether somebody watches <see cref="Error"/>, so that progress is worth showing.</summary>
    public bool ShowsProgress { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The environment's variables; null for what is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Says what is wrong with the input, in the form that compilers use.</summary>
    public void Refuse(string message) => Error.WriteLine($"error: {Printable.Of(OneLine(message))}");

    /// <summary>Says what is wrong with how a command was called, and where to read what it takes; gives the exit code.</summary>
    public int RefuseUsage(string message, string command)
    {
        Refuse(message);
        Error.WriteLine($"{command} --help tells what it takes.");
        return ExitCode.BadInput;
    }

    /// <summary>Says what the reader should know beside the result.</summary>
    public void Note(string message) => Error.WriteLine($"note: {Printable.Of(message)}");

    /// <summary>Says what was found wrong with a file, each with its place.</summary>
    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Error.WriteLine(Printable.Of(diagnostic.ToString()));
        }
    }

    // Messages of others can have several lines; one error is one line here.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
}
