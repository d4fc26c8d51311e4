using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Core.Tests.Reports;

public sealed class ReportMergeTests
{
    // However the findings are spread over parts, merged they are the report of all of them.
    [Fact]
    public void Write_AnySplit_IsTheWhole()
    {
        var whole = ReportSample.Report;
        var expected = ReportSample.Json(writer => AuditReportJson.Write(writer, whole)).GetRawText();
        for (var at = 0; at <= whole.Findings.Length; at++)
        {
            AuditReport[] parts =
            [
                whole with
                {
                    Findings = whole.Findings[..at],
                    Resources = 3,
                    Unread = [],
                    Unplanned = UnplannedOf(at > 0),
                },
                whole with
                {
                    Findings = whole.Findings[at..],
                    Resources = 4,
                    Unplanned = UnplannedOf(at == 0),
                },
            ];

            Assert.Equal(expected, Merged(parts).GetRawText());
        }
    }

    [Fact]
    public void Write_OnePart_IsThatPart() =>
        Assert.Equal(
            ReportSample.Json(writer => AuditReportJson.Write(writer, ReportSample.Report)).GetRawText(),
            Merged(ReportSample.Report).GetRawText()
        );

    private static System.Collections.Immutable.ImmutableDictionary<string, string> UnplannedOf(bool isThere) =>
        isThere ? ReportSample.Report.Unplanned : ReportSample.Report.Unplanned.Clear();

    private static JsonElement Merged(params AuditReport[] parts) =>
        ReportSample.Json(writer =>
            ReportMerge.Write(
                writer,
                [.. parts.Select(part => ReportSample.Json(each => AuditReportJson.Write(each, part)))]
            )
        );
}
