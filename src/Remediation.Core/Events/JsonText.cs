using System.Text.Json;
using System.Text.Unicode;

namespace Remediation.Core.Events;

/// <summary>
/// Bytes of unknown origin -> a JSON document whose every string can be read without an exception, or why there is none.
/// </summary>
internal static class JsonText
{
    internal static ParseResult<JsonDocument> Read(ReadOnlyMemory<byte> utf8)
    {
        var text = WithoutByteOrderMark(utf8);
        if (Unreadable(text.Span) is { } reason)
        {
            return ParseResult<JsonDocument>.Failure(reason);
        }

        try
        {
            return ParseResult<JsonDocument>.Success(JsonDocument.Parse(LoneSurrogates.Replaced(text)));
        }
        catch (JsonException e)
        {
            return ParseResult<JsonDocument>.Failure(Describe(e, text.Span));
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    private static string? Unreadable(ReadOnlySpan<byte> text)
    {
        if (text.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            return "empty; expected JSON";
        }

        if (text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return "UTF-16 text; save it as UTF-8";
        }

        return Utf8.IsValid(text) ? null : "not valid UTF-8; expected JSON in UTF-8";
    }

    private static string Describe(JsonException e, ReadOnlySpan<byte> text)
    {
        var line = e.LineNumber ?? 0;
        var column = e.BytePositionInLine ?? 0;
        return IsAtEnd(text, line, column)
            ? $"JSON that is cut off: it ends at line {line + 1}, byte {column + 1}, before it is complete"
            : $"not JSON: unexpected content (or nesting deeper than 64) at line {line + 1}, byte {column + 1}";
    }

    private static bool IsAtEnd(ReadOnlySpan<byte> text, long line, long column)
    {
        for (; line > 0 && text.IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            text = text[(end + 1)..];
        }

        return line == 0 && column >= text.TrimEnd(" \t\r\n"u8).Length;
    }
}
