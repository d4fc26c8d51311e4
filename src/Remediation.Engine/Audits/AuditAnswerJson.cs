using System.Text.Json;

namespace Remediation.Engine.Audits;

/// <summary>Writes an answer as <c>remediation.audit/1</c>; see docs/audits.md.</summary>
public static class AuditAnswerJson
{
    public const string Schema = "remediation.audit/1";

    public static void Write(Utf8JsonWriter writer, AuditAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("audit", answer.Id.Run);
        writer.WriteString("account", answer.Id.Account);
        writer.WriteString("region", answer.Id.Region);
        writer.WriteBoolean("complete", answer.IsComplete);
        writer.WriteString("continuation", answer.IsComplete ? null : answer.Id.ToString());
        writer.WriteStartArray("left");
        foreach (var type in answer.Rest?.Types ?? [])
        {
            writer.WriteStringValue(type);
        }
        writer.WriteEndArray();
        writer.WritePropertyName("policy");
        answer.Summary.Policy.WriteTo(writer);
        writer.WritePropertyName("summary");
        answer.Summary.Counts.WriteTo(writer);
        if (answer.Summary.Unread is { } unread)
        {
            writer.WritePropertyName("unread");
            unread.WriteTo(writer);
        }
        writer.WriteStartObject("report");
        writer.WriteString("bucket", answer.Store);
        writer.WriteString("json", answer.Json);
        writer.WriteString("html", answer.Html);
        writer.WriteEndObject();
        if (answer.Publication is { } publication)
        {
            writer.WriteStartObject("securityHub");
            writer.WriteNumber("imported", publication.Imported);
            writer.WriteNumber("archived", publication.Archived);
            writer.WriteString("problem", publication.Problem);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }
}
