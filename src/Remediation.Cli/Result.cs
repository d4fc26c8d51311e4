using System.Text.Encodings.Web;
using System.Text.Json;
using Remediation.Cli.Rendering;

namespace Remediation.Cli;

/// <summary>Writes a command's result to standard output, or to the file that was asked for.</summary>
internal static class Result
{
    /// <summary>Null, or why the result is not written.</summary>
    public static string? Write(Session session, string? file, IEnumerable<Line> lines) =>
        To(session, file, stream => LinePrinter.Print(stream, lines, session.HasColour && file is null));

    /// <summary>Null, or why the result is not written.</summary>
    public static string? Write(Session session, string? file, Action<Utf8JsonWriter> write) =>
        To(session, file, stream => WriteJson(stream, write, session.IsTerminal && file is null));

    /// <summary>Null, or why the result is not written.</summary>
    public static string? WriteText(Session session, string? file, Action<TextWriter> write) =>
        To(
            session,
            file,
            stream =>
            {
                using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                write(text);
            }
        );

    private static string? To(Session session, string? file, Action<Stream> write)
    {
        if (file is null)
        {
            write(session.Output);
            session.Output.Flush();
            return null;
        }
        try
        {
            using var stream = File.Create(file);
            write(stream);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"--out {file}: it cannot be written: {fault.Message}";
        }
    }

    private static void WriteJson(Stream stream, Action<Utf8JsonWriter> write, bool isTerminal)
    {
        var options = new JsonWriterOptions
        {
            Indented = true,
            // Both write the same values. What could reorder a line is escaped where a line is looked at.
            Encoder = isTerminal ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            write(writer);
        }
        stream.WriteByte((byte)'\n');
    }
}
