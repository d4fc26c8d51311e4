using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Templates;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Templates;

/// <summary>
/// Judges a template and all that it would deploy. Checks that ask what only deployment tells are left out, and nothing is planned:
/// there is nothing yet to call AWS for.
/// </summary>
public sealed class TemplateAuditor(Policy policy, ImmutableArray<Check> checks, TimeProvider time)
{
    private const string NotDeployed = "it is not deployed yet; mend the template";

    private readonly PolicyEvaluator _evaluator = new(policy, [.. checks.Where(check => !check.Metadata.IsOfDeployed)]);

    public async Task<AuditReport> AuditAsync(
        Template template,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        var auditor = new Auditor(_evaluator, time)
        {
            Plan = (_, targets, _) =>
                new(null, [.. targets.Select(target => new Unplanned(target.Check.Metadata.Id, NotDeployed))]),
        };
        var account = new SnapshotAccount(TemplateSnapshot.Of(template));
        var report = await auditor.AuditAsync(account, progress, cancellationToken);
        return report with
        {
            Template = template.File,
            Account = report.Account == Template.AnyAccount ? "" : report.Account,
            Region = report.Region == Template.AnyRegion ? "" : report.Region,
            Findings = Gathered(report.Findings),
            Places = PlacesOf(template, report.Findings),
        };
    }

    // One value that is not known leaves open what many checks say of a resource. It is told once, by the most severe of them.
    private static ImmutableArray<Finding> Gathered(ImmutableArray<Finding> findings)
    {
        var unknown = findings
            .Where(finding => finding.Status == FindingStatus.Unknown)
            .ToLookup(finding => (finding.Resource, string.Join('\n', finding.Unknowns)));
        var told = unknown
            .Select(alike => (Worst: alike.MaxBy(finding => finding.Severity)!, All: alike))
            .ToDictionary(group => group.Worst.Id, group => WithOthers(group.Worst, group.All), StringComparer.Ordinal);
        return
        [
            .. findings
                .Where(finding => finding.Status != FindingStatus.Unknown || told.ContainsKey(finding.Id))
                .Select(finding => told.GetValueOrDefault(finding.Id, finding)),
        ];
    }

    private static Finding WithOthers(Finding finding, IEnumerable<Finding> alike)
    {
        var others = alike.Where(other => other.Id != finding.Id).Select(other => other.Check.Id).ToList();
        return others.Count == 0
            ? finding
            : finding with
            {
                Unknowns = [.. finding.Unknowns, $"nor can be told what these say: {string.Join(", ", others)}"],
            };
    }

    private static ImmutableDictionary<string, string> PlacesOf(Template template, ImmutableArray<Finding> findings)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var resource in template.Resources)
        {
            lines[resource.Id] = resource.Line;
            lines[resource.Arn] = resource.Line;
        }
        return findings
            .Select(finding => finding.Resource)
            .Where(resource => lines.ContainsKey(resource.Id))
            .DistinctBy(resource => resource.Arn, StringComparer.Ordinal)
            .ToImmutableDictionary(
                resource => resource.Arn,
                resource => template.Place(lines[resource.Id]),
                StringComparer.Ordinal
            );
    }
}
