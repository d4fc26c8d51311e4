using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Engine.BreakGlass;

/// <summary>The covers of one resource, as they are kept.</summary>
internal sealed record CoverDocument(ImmutableArray<Cover> Covers)
{
    public string Write() => JsonSerializer.Serialize(this, CoverJsonContext.Default.CoverDocument);

    /// <summary>What no engine wrote covers nothing.</summary>
    public static ImmutableArray<Cover> Read(string json)
    {
        try
        {
            var document =
                json.Length == 0 ? null : JsonSerializer.Deserialize(json, CoverJsonContext.Default.CoverDocument);
            // A null among them is let through by the reader, whatever the types say.
            return document is { Covers.IsDefault: false } && document.Covers.All(cover => cover is not null)
                ? document.Covers
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
