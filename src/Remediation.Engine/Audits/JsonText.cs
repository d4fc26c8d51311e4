using System.Buffers;
using System.Text.Json;

namespace Remediation.Engine.Audits;

/// <summary>JSON as it is kept, and as it is read again.</summary>
internal static class JsonText
{
    public static ReadOnlyMemory<byte> Of(JsonElement json) => Write(json.WriteTo);

    /// <summary>The document that is written; the caller disposes of it.</summary>
    public static JsonDocument Make(Action<Utf8JsonWriter> write) => JsonDocument.Parse(Write(write));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }
        return buffer.WrittenMemory;
    }
}
