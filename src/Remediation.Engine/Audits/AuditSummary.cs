using System.Text.Json;

namespace Remediation.Engine.Audits;

/// <summary>What an answer says of a report: the report's own policy, summary and what could not be read, as its JSON has it.</summary>
/// <param name="Policy">Its name and hash.</param>
/// <param name="Counts">The counts.</param>
/// <param name="Unread">The types that were not read whole, each with the error; null where there is none.</param>
public sealed record AuditSummary(JsonElement Policy, JsonElement Counts, JsonElement? Unread)
{
    /// <summary>That of a <c>remediation.report/1</c>; it outlives the document.</summary>
    public static AuditSummary Of(JsonElement report) =>
        new(
            report.GetProperty("policy").Clone(),
            report.GetProperty("summary").Clone(),
            report.TryGetProperty("unread", out var unread) ? unread.Clone() : null
        );
}
