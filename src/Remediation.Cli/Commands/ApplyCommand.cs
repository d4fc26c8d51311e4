using System.CommandLine;
using Remediation.Checks;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Approvals;
using Remediation.Engine.Baselines;

namespace Remediation.Cli.Commands;

/// <summary>
/// <c>remediate apply --plan HASH</c>: carries out a plan that waits for somebody's approval, if its resource still is what the plan was
/// made for; without <c>--apply</c> as a dry run. With <c>--sign-with</c> it only prints the event with which a function does it.
/// </summary>
internal sealed class ApplyCommand
{
    private const string Name = "remediate apply";

    private readonly Option<string> _plan = new("--plan")
    {
        HelpName = "HASH",
        Description = "The plan's hash, whole, from the ticket.",
        Required = true,
    };
    private readonly StoresOptions _stores = new();
    private readonly Option<string?> _snapshot = CommonOptions.Snapshot();
    private readonly Option<bool> _live = CommonOptions.Live();
    private readonly Option<string> _policy = CommonOptions.Policy();
    private readonly Option<string?> _units = CommonOptions.Units();
    private readonly Option<string?> _mode = CommonOptions.Mode();
    private readonly Option<string?> _baselines = CommonOptions.Baselines(
        "The compliant states of before, where the plan restores one of them."
    );
    private readonly Option<bool> _apply = new("--apply")
    {
        Description = "Make the calls. On a snapshot this changes the account in memory; see --snapshot-out.",
    };
    private readonly Option<string?> _by = new("--by")
    {
        HelpName = "WHO",
        Description = "Who approves, for the ledger; the system's user name where it is not given.",
    };
    private readonly Option<string?> _snapshotOut = new("--snapshot-out")
    {
        HelpName = "DIR",
        Description = "Write the snapshot's account as it is afterwards to a new or empty folder.",
    };
    private readonly Option<string?> _signWith = new("--sign-with")
    {
        HelpName = "env:NAME|file:PATH|ssm:NAME",
        Description = "Approve by an event instead: print it, signed with this key. No account is looked at.",
    };
    private readonly Option<string> _valid = new("--valid")
    {
        HelpName = "DURATION",
        Description = "With --sign-with: for how long the event counts, at most 7d.",
        DefaultValueFactory = _ => "1h",
    };
    private readonly Option<string> _format = CommonOptions.Format();

    private ApplyCommand() { }

    public static Command Create(Session session)
    {
        var options = new ApplyCommand();
        var command = new Command(
            "apply",
            "Carry out a plan that waits for approval, if its resource still is what the plan was made for."
        )
        {
            options._plan,
            options._snapshot,
            options._live,
            options._policy,
            options._units,
            options._mode,
            options._baselines,
            options._apply,
            options._by,
            options._snapshotOut,
            options._signWith,
            options._valid,
            options._format,
        };
        options._stores.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                options.Objection(parsed) is { } objection
                    ? Task.FromResult(session.RefuseUsage(objection, Name))
                    : options.RunAsync(parsed, session, cancellationToken)
        );
        return command;
    }

    private string? Objection(ParseResult parsed)
    {
        var (hasSnapshot, isLive) = (parsed.GetValue(_snapshot) is not null, parsed.GetValue(_live));
        var isSigned = parsed.GetValue(_signWith) is not null;
        var valid = TimeInput.Length(parsed.GetRequiredValue(_valid));
        return !SignedApproval.IsHash(parsed.GetRequiredValue(_plan))
                ? $"--plan {parsed.GetRequiredValue(_plan)}: give the whole hash, 64 digits, as the ticket has it."
            : isSigned && (hasSnapshot || isLive || parsed.GetValue(_apply))
                ? "--sign-with only prints an event: leave out --snapshot, --live and --apply."
            : isSigned && (valid is null || valid <= TimeSpan.Zero || valid > SignedApproval.LongestLife)
                ? $"--valid {parsed.GetRequiredValue(_valid)}: give a length of time such as 30m, 24h or 7d, at most 7d."
            : isSigned ? null
            : hasSnapshot == isLive ? "Say which account to change: --snapshot DIR or --live (one of them)."
            : parsed.GetValue(_snapshotOut) is not null && !hasSnapshot
                ? "--snapshot-out writes a snapshot's account: it goes with --snapshot."
            : _stores.Objection(parsed);
    }

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_signWith) is { } reference)
        {
            return await SignAsync(reference, parsed, session, cancellationToken);
        }
        if (
            parsed.GetValue(_snapshotOut) is { } folder
            && SnapshotTarget.Objection("--snapshot-out", folder, parsed.GetValue(_snapshot), isForced: false)
                is { } objection
        )
        {
            session.Refuse(objection);
            return ExitCode.BadInput;
        }
        var mode = CommonOptions.ModeOf(parsed.GetValue(_mode));
        if (
            PolicyInput.Load(parsed.GetRequiredValue(_policy), mode, parsed.GetValue(_units), session) is not { } policy
        )
        {
            return ExitCode.BadInput;
        }
        if (!BaselineInput.Open(parsed.GetValue(_baselines), session).TryGet(out var baselines, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        // Where nothing will be changed, nothing is written either.
        var isWritten = parsed.GetValue(_apply) && policy.Mode == EnforcementMode.Enforce;
        var opened = isWritten ? _stores.OpenToWrite(parsed, session) : _stores.OpenToRead(parsed, session);
        if (!opened.TryGet(out var stores, out error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        using var held = stores;
        return AccountInput.Open(parsed.GetValue(_snapshot), session) is { } account
            ? await ApplyAsync(policy, account, stores, baselines, parsed, session, cancellationToken)
            : ExitCode.BadInput;
    }

    private async Task<int> ApplyAsync(
        Policy policy,
        AccountInput account,
        StoresInput stores,
        IBaselineStore baselines,
        ParseResult parsed,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var ports = stores.PortsTo(account.Account, session.Time) with
        {
            Baselines = baselines,
            Tickets = stores.Tickets,
            LeavesDelivery = stores.LeavesDelivery,
        };
        var evaluator = new PolicyEvaluator(policy, CheckCatalog.All);
        var options = new ReconcilerOptions { Apply = parsed.GetValue(_apply) };
        var reconciler = new Reconciler(ports, evaluator, CheckCatalog.All, options);
        var by = parsed.GetValue(_by) ?? Environment.UserName;
        var result = await reconciler.ApproveAsync(parsed.GetRequiredValue(_plan), by, cancellationToken);
        if (result.Outcomes.IsEmpty)
        {
            session.Refuse(result.Refusal!);
            return result.IsRetryable ? ExitCode.CallFailed : ExitCode.BadInput;
        }
        Show(result, policy.Mode, parsed, session);
        if (
            parsed.GetValue(_snapshotOut) is { } target
            && account.Snapshot is { } snapshot
            && SnapshotTarget.Write(snapshot.Content, target) is { } unwritten
        )
        {
            session.Refuse(unwritten);
            return ExitCode.BadInput;
        }
        return result.Refusal is null ? ExitCode.Done : ExitCode.CallFailed;
    }

    private void Show(ApprovalResult result, EnforcementMode mode, ParseResult parsed, Session session)
    {
        var plan = parsed.GetRequiredValue(_plan);
        if (parsed.GetValue(_format) == CommonOptions.Json)
        {
            Result.Write(session, null, writer => ApplyJson.Write(writer, plan, result, parsed.GetValue(_apply)));
            return;
        }
        var opened = result
            .Outcomes.SelectMany(outcome => outcome.Tickets, (_, ticket) => ticket.Finding.Id)
            .ToHashSet(StringComparer.Ordinal);
        var view = new OutcomeView(mode, opened.Contains, _ => "", session.Width);
        var lines = OutcomeLines.Of(result.Outcomes, view);
        Result.Write(session, null, lines.Concat(ApplyLines.Refusal(result, session.Width)));
    }

    private async Task<int> SignAsync(
        string reference,
        ParseResult parsed,
        Session session,
        CancellationToken cancellationToken
    )
    {
        if (!(await KeyInput.ReadAsync(reference, session, cancellationToken)).TryGet(out var key, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        var approval = new SignedApproval(
            parsed.GetRequiredValue(_plan),
            parsed.GetValue(_by) ?? Environment.UserName,
            session.Time.GetUtcNow() + TimeInput.Length(parsed.GetRequiredValue(_valid))!.Value,
            SignedApproval.NewNonce()
        );
        var token = approval.Sign(key);
        // What the function would refuse is not printed.
        if (!SignedApproval.Read(token, key).TryGet(out _, out var worthless))
        {
            session.Refuse(worthless);
            return ExitCode.BadInput;
        }
        Result.Write(
            session,
            null,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("approve", token);
                writer.WriteEndObject();
            }
        );
        return ExitCode.Done;
    }
}
