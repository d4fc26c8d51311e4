using System.Buffers;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Engine.Offline;

/// <summary>Where a file stops being JSON; lines and columns count from 1.</summary>
internal static class JsonFault
{
    public const string NoText = "it holds bytes that are no UTF-8 text, or half of a character";

    /// <summary>The place and the reason, or null where the whole file is JSON.</summary>
    public static (int Line, int Column, string Reason)? Find(string path)
    {
        using var stream = File.OpenRead(path);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            Scan(stream, ref buffer);
            return FindNoText(path);
        }
        catch (JsonException fault)
        {
            return ((int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1, Reason(fault));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (int Line, int Column, string Reason)? FindNoText(string path)
    {
        if (new FileInfo(path).Length > Array.MaxLength)
        {
            return (0, 0, NoText);
        }
        var lines = File.ReadAllBytes(path).AsSpan();
        for (var line = 1; lines.Length > 0; line++)
        {
            var length = lines.IndexOf((byte)'\n') is >= 0 and var newline ? newline + 1 : lines.Length;
            if (JsonBytes.FirstFault(lines[..length]) is >= 0 and var fault)
            {
                return (line, fault + 1, NoText);
            }
            lines = lines[length..];
        }
        return null;
    }

    private static void Scan(Stream stream, ref byte[] buffer)
    {
        var state = new JsonReaderState();
        var (length, isFinal, isFirst) = (0, false, true);
        while (!isFinal)
        {
            if (length == buffer.Length)
            {
                Grow(ref buffer);
            }
            var read = stream.Read(buffer.AsSpan(length));
            isFinal = read == 0;
            length += read;
            var skip = isFirst && buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            isFirst = false;
            var reader = new Utf8JsonReader(buffer.AsSpan(skip, length - skip), isFinal, state);
            while (reader.Read()) { }
            state = reader.CurrentState;
            var consumed = skip + (int)reader.BytesConsumed;
            buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
            length -= consumed;
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    // The reader repeats the place in its message.
    private static string Reason(JsonException fault)
    {
        var place = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place < 0 ? fault.Message : fault.Message[..place]).TrimEnd('.');
    }
}
