using System.Globalization;

namespace Remediation.Core.Events;

/// <summary>
/// JSON's grammar allows the escape of half a character (<c>\ud800</c> alone), which no string can hold, and reading one
/// would throw. Each such escape becomes U+FFFD, so that one odd user agent does not spoil a batch.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    internal static ReadOnlyMemory<byte> Replaced(ReadOnlyMemory<byte> json)
    {
        byte[]? copy = null;
        var at = Next(json.Span, 0);
        while (at >= 0)
        {
            var length = LengthAt(json.Span, at, out var isLone);
            if (isLone)
            {
                copy ??= json.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(at));
            }

            at = Next(json.Span, at + length);
        }

        return copy ?? json;
    }

    /// <summary>Where the first such escape stands, or -1.</summary>
    internal static int First(ReadOnlySpan<byte> json)
    {
        var at = Next(json, 0);
        while (at >= 0)
        {
            var length = LengthAt(json, at, out var isLone);
            if (isLone)
            {
                return at;
            }

            at = Next(json, at + length);
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var offset = from < json.Length ? json[from..].IndexOf((byte)'\\') : -1;
        return offset < 0 ? -1 : from + offset;
    }

    private static int LengthAt(ReadOnlySpan<byte> json, int at, out bool isLone)
    {
        isLone = false;
        if (UnitAt(json, at) is not { } unit)
        {
            return 2;
        }

        var isPair =
            char.IsHighSurrogate(unit) && UnitAt(json, at + EscapeLength) is { } next && char.IsLowSurrogate(next);
        isLone = char.IsSurrogate(unit) && !isPair;
        return isPair ? 2 * EscapeLength : EscapeLength;
    }

    private static char? UnitAt(ReadOnlySpan<byte> json, int at) =>
        json.Length - at >= EscapeLength
        && json[at..].StartsWith("\\u"u8)
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : null;
}
