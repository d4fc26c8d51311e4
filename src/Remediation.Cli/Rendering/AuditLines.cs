using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Cli.Rendering;

/// <summary>What an audit found, for people: the figures, a row for each finding with the worst first, and the plans.</summary>
internal static class AuditLines
{
    public static IEnumerable<Line> Of(AuditReport report, bool hasDetails, int width)
    {
        var lines = new Paragraph(0, 2).Items(Summary(report), Tone.Strong).Lay(width);
        if (!report.Findings.IsEmpty)
        {
            lines = lines.Append(Line.Empty).Concat(Findings(report, width));
        }
        return hasDetails ? lines.Concat(Plans(report, width)).Concat(Unplanned(report, width)) : lines;
    }

    private static IEnumerable<string> Summary(AuditReport report)
    {
        yield return report.Template ?? "";
        yield return report.Account;
        yield return report.Region;
        yield return $"policy {report.Policy.Name}, {ReportWriter.Word(report.Policy.Mode)}";
        yield return Count(report.Resources, "resource");
        var open = report.Findings.Where(finding => finding.Status != FindingStatus.Exempted).ToList();
        var failed = open.FindAll(finding => finding.Status == FindingStatus.Fail);
        yield return Count(open.Count, "finding") + BySeverity(failed);
        var unknown = open.Count - failed.Count;
        yield return unknown == 0 ? "" : $"{unknown} unknown";
        var exempted = report.Findings.Length - open.Count;
        yield return exempted == 0 ? "" : $"{exempted} exempted";
    }

    private static string BySeverity(List<Finding> findings)
    {
        var counts = findings
            .GroupBy(finding => finding.Severity)
            .OrderByDescending(group => group.Key)
            .Select(group => $"{group.Count()} {ReportWriter.Word(group.Key)}");
        return findings.Count == 0 ? "" : $": {string.Join(", ", counts)}";
    }

    private static IEnumerable<Line> Findings(AuditReport report, int width)
    {
        var plans = new Dictionary<string, ReportedPlan>(StringComparer.Ordinal);
        foreach (var plan in report.Plans)
        {
            foreach (var finding in plan.Resolves)
            {
                plans[finding] = plan;
            }
        }
        var grid = new Grid(["SEVERITY", "CHECK", "RESOURCE", "OFFENDING", "RESPONSE", "PLAN"], flexible: 3);
        foreach (var finding in WorstFirst(report))
        {
            grid.Add(
                new(SeverityText.Label(finding), SeverityText.ToneOf(finding)),
                new(finding.Check.Id, Tone.Strong),
                new(NameOf(finding, report)),
                new(What(finding, report.Template is not null)),
                new(ResponseOf(finding)),
                plans.TryGetValue(finding.Id, out var plan) ? PlanOf(plan)
                    : report.Unplanned.ContainsKey(finding.Id) ? new("none", Tone.Bad)
                    : new("", Tone.Faint)
            );
        }
        return grid.Lay(width);
    }

    private static IEnumerable<Finding> WorstFirst(AuditReport report) =>
        report
            .Findings.OrderBy(finding => finding.Status == FindingStatus.Exempted)
            .ThenByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Status)
            .ThenBy(finding => finding.Check.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Resource.Arn, StringComparer.Ordinal);

    private static string NameOf(Finding finding, AuditReport report)
    {
        var name = report.ResourceNames.GetValueOrDefault(finding.Resource.Arn, "");
        var place = report.Places.GetValueOrDefault(finding.Resource.Arn, "");
        var words = new[] { finding.Resource.Id, name, place }.Where(word => word.Length > 0);
        return string.Join(' ', words.Distinct(StringComparer.Ordinal));
    }

    // A rule that a template does not write, AWS's default, is told by its description alone.
    private static string What(Finding finding, bool isOfTemplate) =>
        finding.Status == FindingStatus.Unknown
            ? string.Join("; ", finding.Unknowns)
            : string.Join(
                "; ",
                finding.Evidence.Select(evidence =>
                    isOfTemplate && evidence.Description is { Length: > 0 } description
                        ? $"{evidence.Offending} \"{description}\""
                        : Subject(evidence) + evidence.Offending
                )
            );

    // Traffic tells its rule by itself; what is said in words of a rule does not, where the words leave out which.
    private static string Subject(Evidence evidence) =>
        evidence is { Withdrawal: not RuleWithdrawal, Rule: { } rule }
        && IsName(rule)
        && !evidence.Offending.Contains(rule, StringComparison.Ordinal)
            ? $"{rule}: "
            : "";

    private static bool IsName(string rule) =>
        rule.Any(char.IsAsciiLetter)
        && !rule.Contains(':', StringComparison.Ordinal)
        && !rule.StartsWith("sgr-", StringComparison.Ordinal);

    private static string ResponseOf(Finding finding) =>
        finding.Exemption is { } exemption
            ? $"{exemption.Id} until {exemption.Until:yyyy-MM-dd}"
            : ReportWriter.Word(finding.Response);

    private static Cell PlanOf(ReportedPlan plan) =>
        plan.Verdict.IsValid
            ? new(PlanLines.ShortHash(plan.Plan), Tone.Good)
            : new($"{PlanLines.ShortHash(plan.Plan)} (rejected)", Tone.Bad);

    private static IEnumerable<Line> Plans(AuditReport report, int width)
    {
        foreach (var (plan, verdict, resolves) in report.Plans)
        {
            yield return Line.Empty;
            var name = report.ResourceNames.GetValueOrDefault(plan.Resource.Arn, "");
            foreach (var line in new Paragraph(0, 4).Say(plan.Resource.Id, Tone.Strong).Gap(2).Say(name).Lay(width))
            {
                yield return line;
            }
            var open = report.Findings.Count(finding =>
                finding.Status != FindingStatus.Exempted && finding.Resource == plan.Resource
            );
            foreach (var line in PlanLines.Of(plan, verdict, open == resolves.Length, width))
            {
                yield return line;
            }
        }
    }

    // A revert that comes to nothing is a ticket in enforce mode; whoever reads the audit has to know why.
    private static IEnumerable<Line> Unplanned(AuditReport report, int width)
    {
        foreach (var finding in WorstFirst(report))
        {
            if (!report.Unplanned.TryGetValue(finding.Id, out var reason))
            {
                continue;
            }
            yield return Line.Empty;
            var name = report.ResourceNames.GetValueOrDefault(finding.Resource.Arn, "");
            foreach (var line in new Paragraph(0, 4).Say(finding.Resource.Id, Tone.Strong).Gap(2).Say(name).Lay(width))
            {
                yield return line;
            }
            foreach (var line in new Paragraph(2, 12).Say($"no plan for {finding.Check.Id}: {reason}").Lay(width))
            {
                yield return line;
            }
        }
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
