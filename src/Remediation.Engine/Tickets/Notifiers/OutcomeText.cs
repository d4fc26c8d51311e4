using Remediation.Core.Reports;

namespace Remediation.Engine.Tickets.Notifiers;

/// <summary>An outcome in words, the same for every person who is told.</summary>
internal static class OutcomeText
{
    private const int LongestReason = 2_000;

    public static string Title(OutcomeNotice notice) =>
        $"{ReportWriter.Word(notice.Decision)}: {notice.Resource.Id}"
        + (notice.Severity is { } severity ? $" ({ReportWriter.Word(severity)})" : "");

    public static string Body(OutcomeNotice notice) =>
        string.Join(
            '\n',
            TicketText.Cut(notice.Reason, LongestReason),
            $"resource: {notice.Resource.Arn}",
            $"changed by: {(notice.Actor.Length > 0 ? notice.Actor : "unknown")}",
            $"time: {notice.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z",
            $"id: {notice.Id}"
        );
}
