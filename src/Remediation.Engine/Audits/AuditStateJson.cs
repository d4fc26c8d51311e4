using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Reports;

namespace Remediation.Engine.Audits;

/// <summary>The JSON of an audit's state, <c>remediation.audit-state/1</c>.</summary>
internal static class AuditStateJson
{
    private const string Schema = "remediation.audit-state/1";

    public static ReadOnlyMemory<byte> Write(AuditState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("begun", state.Begun.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteString("policySha256", state.PolicySha256);
        writer.WriteStartObject("request");
        ReportWriter.WriteStrings(writer, "types", state.Request.Types);
        ReportWriter.WriteStrings(writer, "checks", state.Request.Checks);
        writer.WriteString("account", state.Request.Account);
        writer.WriteString("region", state.Request.Region);
        writer.WriteString("policy", state.Request.Policy);
        writer.WriteBoolean("publish", state.Request.Publishes);
        writer.WriteEndObject();
        ReportWriter.WriteStrings(writer, "parts", state.Parts);
        if (state.Rest is { } rest)
        {
            ReportWriter.WriteStrings(writer, "types", rest.Types);
            ReportWriter.WriteStrings(writer, "judged", rest.Judged.Order(StringComparer.Ordinal));
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    public static ParseResult<AuditState> Read(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetString() != Schema)
            {
                return ParseResult<AuditState>.Failure($"it is not a {Schema}");
            }
            var request = root.GetProperty("request");
            var rest = root.TryGetProperty("types", out _)
                ? new AuditRest(Texts(root, "types"))
                {
                    Judged = Texts(root, "judged").ToImmutableHashSet(StringComparer.Ordinal),
                    IsContinued = true,
                }
                : null;
            return ParseResult<AuditState>.Success(
                new(
                    new()
                    {
                        Types = Texts(request, "types"),
                        Checks = Texts(request, "checks"),
                        Account = request.GetProperty("account").GetString()!,
                        Region = request.GetProperty("region").GetString()!,
                        Policy = request.GetProperty("policy").GetString(),
                        Publishes = request.GetProperty("publish").GetBoolean(),
                    },
                    root.GetProperty("policySha256").GetString()!,
                    root.GetProperty("begun").GetDateTimeOffset(),
                    Texts(root, "parts"),
                    rest
                )
            );
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ParseResult<AuditState>.Failure($"it cannot be read: {fault.Message}");
        }
    }

    private static ImmutableArray<string> Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
