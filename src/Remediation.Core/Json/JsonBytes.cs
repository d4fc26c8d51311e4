using System.Text;
using System.Text.Unicode;
using Remediation.Core.Events;

namespace Remediation.Core.Json;

/// <summary>
/// Whether bytes that are JSON by its grammar are text as well. The grammar lets strings hold bytes that are no UTF-8, and escapes
/// of half a character; no string can hold either, and reading one throws.
/// </summary>
public static class JsonBytes
{
    /// <summary>Whether every string in it can be read.</summary>
    public static bool AreText(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && LoneSurrogates.First(json) < 0;

    /// <summary>Where the first byte stands that keeps a string from being read, or -1.</summary>
    public static int FirstFault(ReadOnlySpan<byte> json)
    {
        var at = 0;
        while (at < json.Length)
        {
            if (Rune.DecodeFromUtf8(json[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return at;
            }
            at += length;
        }
        return LoneSurrogates.First(json);
    }
}
