using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;

namespace Remediation.Engine.Baselines;

/// <summary>A version as the stores keep it: <c>remediation.baseline/1</c>.</summary>
public static class BaselineVersionJson
{
    private const string Schema = "remediation.baseline/1";

    public static string Write(BaselineVersion version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteString("type", version.Resource.Type);
            writer.WriteString("id", version.Resource.Id);
            writer.WriteString("account", version.Resource.Account);
            writer.WriteString("region", version.Resource.Region);
            writer.WriteNumber("version", version.Number);
            writer.WriteString("time", version.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("sha256", version.Sha256);
            writer.WriteString("fingerprint", version.Fingerprint);
            writer.WriteBoolean("approved", version.Reason.IsApproval);
            writer.WriteString("reason", version.Reason.Text);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ParseResult<BaselineVersion> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        // Half a character cannot be read as text.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return ParseResult<BaselineVersion>.Failure($"it is not JSON: {fault.Message}");
        }
    }

    private static ParseResult<BaselineVersion> Read(JsonElement root)
    {
        if (JsonMembers.TextOrEmpty(root, "schema") != Schema)
        {
            return ParseResult<BaselineVersion>.Failure($"it is no {Schema}");
        }
        var hasNumber =
            root.TryGetProperty("version", out var number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out _);
        var hasTime = DateTimeOffset.TryParse(
            JsonMembers.TextOrEmpty(root, "time"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        if (
            !hasNumber
            || !hasTime
            || JsonMembers.TextOrEmpty(root, "id").Length == 0
            || JsonMembers.TextOrEmpty(root, "sha256").Length != 64
        )
        {
            return ParseResult<BaselineVersion>.Failure($"its version, time, id or sha256 cannot be read");
        }
        var resource = new ResourceId(
            JsonMembers.TextOrEmpty(root, "type"),
            JsonMembers.TextOrEmpty(root, "id"),
            JsonMembers.TextOrEmpty(root, "account"),
            JsonMembers.TextOrEmpty(root, "region")
        );
        var isApproved = root.TryGetProperty("approved", out var approved) && approved.ValueKind == JsonValueKind.True;
        return ParseResult<BaselineVersion>.Success(
            new(
                resource,
                number.GetInt32(),
                time,
                JsonMembers.TextOrEmpty(root, "sha256"),
                JsonMembers.TextOrEmpty(root, "fingerprint"),
                new(isApproved, JsonMembers.TextOrEmpty(root, "reason"))
            )
        );
    }
}
