using System.CommandLine;
using Remediation.Checks;
using Remediation.Cli.Inputs;
using Remediation.Cli.Rendering;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Baselines;
using Remediation.Engine.Offline;
using Remediation.Engine.Templates;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate audit</c>: judges every resource of an account, plans, and changes nothing.</summary>
internal sealed class AuditCommand
{
    private readonly Option<string?> _snapshot = CommonOptions.Snapshot();
    private readonly Option<bool> _live = CommonOptions.Live();
    private readonly Option<string?> _template = new("--template")
    {
        HelpName = "FILE",
        Description = "Judge a CloudFormation template (JSON or YAML) before it is deployed; no AWS access.",
    };
    private readonly Option<string[]> _parameters = CommonOptions.TemplateParameters();
    private readonly Option<string> _policy = CommonOptions.Policy();
    private readonly Option<string?> _mode = CommonOptions.Mode();
    private readonly Option<string?> _units = CommonOptions.Units();
    private readonly Option<string?> _baselines = CommonOptions.Baselines(
        "The compliant states of before: what is weaker now is found, and what was removed is planned to be restored."
    );
    private readonly Option<string> _format = CommonOptions.ReportFormat();
    private readonly Option<bool> _details = new("--details")
    {
        Description = "Show each plan call by call, with its proof.",
    };
    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Write the result to a file.",
    };
    private readonly Option<string?> _failOn = CommonOptions.FailOn("when there are findings");

    // What nearly every account has: that they are left out is worth a word.
    private static readonly (string Type, string Name)[] Basic =
    [
        (ResourceTypes.SecurityGroup, "security groups"),
        (ResourceTypes.NetworkAcl, "network ACLs"),
    ];

    private AuditCommand() { }

    public static Command Create(Session session)
    {
        var options = new AuditCommand();
        var command = new Command(
            "audit",
            "Judge every resource of an account and plan for it, or of a template; changes nothing."
        )
        {
            options._snapshot,
            options._live,
            options._template,
            options._parameters,
            options._policy,
            options._mode,
            options._units,
            options._baselines,
            options._format,
            options._details,
            options._out,
            options._failOn,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                options.Objection(parsed) is { } objection
                    ? Task.FromResult(session.RefuseUsage(objection, "remediate audit"))
                    : options.RunAsync(parsed, session, cancellationToken)
        );
        return command;
    }

    // What the parser cannot see: which options go together.
    private string? Objection(ParseResult result)
    {
        bool[] sources =
        [
            result.GetValue(_snapshot) is not null,
            result.GetValue(_live),
            result.GetValue(_template) is not null,
        ];
        if (sources.Count(isGiven => isGiven) != 1)
        {
            return "Say what to read: --snapshot DIR, --live or --template FILE (one of them).";
        }
        if (result.GetValue(_template) is null && result.GetValue(_parameters) is { Length: > 0 })
        {
            return "--parameter goes with --template.";
        }
        if (result.GetValue(_template) is null)
        {
            return null;
        }
        if (result.GetValue(_baselines) is not null)
        {
            return "--baselines does not go with --template: what is not deployed has none.";
        }
        return result.GetValue(_format) is CommonOptions.Ocsf or CommonOptions.Asff
            ? $"--format {result.GetValue(_format)} does not go with --template: its findings are of an account. Take sarif."
            : null;
    }

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        var mode = CommonOptions.ModeOf(parsed.GetValue(_mode));
        var policy = PolicyInput.Load(parsed.GetRequiredValue(_policy), mode, parsed.GetValue(_units), session);
        if (parsed.GetValue(_template) is { } template)
        {
            return await RunAsync(template, policy, parsed, session, cancellationToken);
        }
        var input = policy is null ? null : AccountInput.Open(parsed.GetValue(_snapshot), session);
        if (policy is null || input is null)
        {
            return ExitCode.BadInput;
        }
        if (input.Snapshot is { } snapshot && !HasListings(snapshot.Content, parsed.GetValue(_snapshot)!, session))
        {
            return ExitCode.BadInput;
        }
        if (!BaselineInput.Open(parsed.GetValue(_baselines), session).TryGet(out var baselines, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        try
        {
            var report = await AuditAsync(policy, input, baselines, session, cancellationToken);
            return Finish(report, parsed, session);
        }
        catch (AccountException unread)
        {
            session.Refuse($"the account could not be read: {unread.Error}");
            return ExitCode.CallFailed;
        }
    }

    private async Task<int> RunAsync(
        string file,
        Policy? policy,
        ParseResult parsed,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var template = TemplateInput.Load(file, parsed.GetValue(_parameters) ?? [], session);
        if (policy is null || template is null)
        {
            return ExitCode.BadInput;
        }
        var auditor = new TemplateAuditor(policy, CheckCatalog.All, session.Time);
        return Finish(await auditor.AuditAsync(template, null, cancellationToken), parsed, session);
    }

    // Without resources no finding can say that something is unknown: a wrong folder would look like a clean account.
    private static bool HasListings(Snapshot snapshot, string folder, Session session)
    {
        var types = CheckCatalog
            .All.SelectMany(check => check.Metadata.ResourceTypes)
            .Where(type => type != ResourceTypes.Template)
            .Distinct(StringComparer.Ordinal);
        if (types.All(type => snapshot.WhyUnlisted(type) is not null))
        {
            session.Refuse(
                $"{folder}: there is nothing to judge in it; name each output after its call, such as that of "
                    + "aws ec2 describe-security-groups ec2.describe-security-groups.json, or let "
                    + "remediate snapshot --out export the account"
            );
            return false;
        }
        foreach (var (type, name) in Basic)
        {
            if (snapshot.WhyUnlisted(type) is { } reason)
            {
                session.Note($"no {name} are judged: {reason}");
            }
        }
        return true;
    }

    private static async Task<AuditReport> AuditAsync(
        Policy policy,
        AccountInput input,
        IBaselineStore baselines,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var progress = new ResourceProgress(session);
        var auditor = new Auditor(new PolicyEvaluator(policy, CheckCatalog.All), session.Time)
        {
            Baselines = baselines,
        };
        var report = await auditor.AuditAsync(input.Account, progress, cancellationToken);
        progress.Clear();
        if (report.Resources == 0)
        {
            session.Note("the account holds no resource that is judged");
        }
        return report;
    }

    private int Finish(AuditReport report, ParseResult parsed, Session session)
    {
        if (Write(report, parsed, session) is { } unwritten)
        {
            session.Refuse(unwritten);
            return ExitCode.BadInput;
        }
        foreach (var (type, error) in report.Unread)
        {
            session.Refuse($"not every {type} is judged: {error}");
        }
        if (!report.Unread.IsEmpty)
        {
            return ExitCode.CallFailed;
        }
        return CommonOptions.Fails(report.Findings, CommonOptions.SeverityOf(parsed.GetValue(_failOn)))
            ? ExitCode.Findings
            : ExitCode.Done;
    }

    // Null, or why the result is not written.
    private string? Write(AuditReport report, ParseResult parsed, Session session)
    {
        var file = parsed.GetValue(_out);
        var now = session.Time.GetUtcNow();
        return parsed.GetValue(_format) switch
        {
            CommonOptions.Json => Result.Write(session, file, writer => AuditReportJson.Write(writer, report)),
            CommonOptions.Sarif => Result.Write(
                session,
                file,
                writer => SarifReport.Write(writer, report, CommandLine.Version)
            ),
            CommonOptions.Ocsf => Result.Write(
                session,
                file,
                writer => OcsfReport.Write(writer, report, now, CommandLine.Version)
            ),
            CommonOptions.Asff => Result.Write(session, file, writer => AsffReport.Write(writer, report, now)),
            CommonOptions.Html => Result.WriteText(session, file, html => WriteHtml(html, report, now)),
            _ => Result.Write(session, file, AuditLines.Of(report, parsed.GetValue(_details), session.Width)),
        };
    }

    private static void WriteHtml(TextWriter html, AuditReport report, DateTimeOffset now)
    {
        using var json = AuditReportJson.ToDocument(report);
        HtmlReport.Write(html, json.RootElement, CheckCatalog.All.Select(check => check.Metadata), now);
    }
}
