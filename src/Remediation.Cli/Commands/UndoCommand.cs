using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Engine;
using Remediation.Engine.Undo;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate undo ID</c>: takes back what a remediation changed; without <c>--apply</c> as a dry run.</summary>
internal sealed class UndoCommand
{
    private const string Name = "remediate undo";

    private readonly Argument<string> _id = new("ID")
    {
        Description = "The remediation's id, as ledger list shows it, or the beginning of one that no other has.",
    };
    private readonly StoresOptions _stores = new();
    private readonly Option<string?> _snapshot = CommonOptions.Snapshot();
    private readonly Option<bool> _live = CommonOptions.Live();
    private readonly Option<bool> _apply = new("--apply")
    {
        Description = "Make the calls. On a snapshot this changes the account in memory; see --snapshot-out.",
    };
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Put back also what somebody has changed since.",
    };
    private readonly Option<string> _hold = new("--hold")
    {
        HelpName = "DURATION",
        Description = "For how long the engine leaves alone what comes back: 30m, 24h, 7d, or 0 for not at all.",
        DefaultValueFactory = _ => "24h",
    };
    private readonly Option<string?> _by = new("--by")
    {
        HelpName = "WHO",
        Description = "Who undoes it, for the ledger; the system's user name where it is not given.",
    };
    private readonly Option<string?> _snapshotOut = new("--snapshot-out")
    {
        HelpName = "DIR",
        Description = "Write the snapshot's account as it is afterwards to a new or empty folder.",
    };
    private readonly Option<string> _format = CommonOptions.Format();

    private UndoCommand() { }

    public static Command Create(Session session)
    {
        var options = new UndoCommand();
        var command = new Command(
            "undo",
            "Take back exactly what a remediation changed, and leave what others have changed since."
        )
        {
            options._id,
            options._snapshot,
            options._live,
            options._apply,
            options._force,
            options._hold,
            options._by,
            options._snapshotOut,
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
        return hasSnapshot == isLive ? "Say which account to change back: --snapshot DIR or --live (one of them)."
            : parsed.GetValue(_snapshotOut) is not null && !hasSnapshot
                ? "--snapshot-out writes a snapshot's account: it goes with --snapshot."
            : TimeInput.Length(parsed.GetRequiredValue(_hold)) is null
                ? $"--hold {parsed.GetRequiredValue(_hold)}: give a length of time such as 30m, 24h or 7d, or 0."
            : _stores.Objection(parsed);
    }

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        var isApplied = parsed.GetValue(_apply);
        if (
            parsed.GetValue(_snapshotOut) is { } folder
            && SnapshotTarget.Objection("--snapshot-out", folder, parsed.GetValue(_snapshot), isForced: false)
                is { } objection
        )
        {
            session.Refuse(objection);
            return ExitCode.BadInput;
        }
        var opened = isApplied ? _stores.OpenToWrite(parsed, session) : _stores.OpenToRead(parsed, session);
        if (!opened.TryGet(out var stores, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        using var held = stores;
        if (AccountInput.Open(parsed.GetValue(_snapshot), session) is not { } account)
        {
            return ExitCode.BadInput;
        }
        var result = await UndoAsync(account, stores, parsed, session, cancellationToken);
        if (result.Proposal is null)
        {
            session.Refuse(result.Failure!);
            return result.IsRetryable ? ExitCode.CallFailed : ExitCode.BadInput;
        }
        Show(result, parsed, session);
        return Written(account, parsed, session) ?? Code(result);
    }

    private Task<UndoResult> UndoAsync(
        AccountInput account,
        StoresInput stores,
        ParseResult parsed,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var ports = stores.PortsTo(account.Account, session.Time);
        var request = new UndoRequest(parsed.GetRequiredValue(_id), parsed.GetValue(_by) ?? Environment.UserName)
        {
            IsForced = parsed.GetValue(_force),
            Hold = TimeInput.Length(parsed.GetRequiredValue(_hold))!.Value,
        };
        var undoer = new Undoer(ports, new(), new ReconcilerOptions().VerifyDelays);
        return parsed.GetValue(_apply)
            ? undoer.ApplyAsync(request, cancellationToken)
            : undoer.ProposeAsync(request, cancellationToken);
    }

    private void Show(UndoResult result, ParseResult parsed, Session session)
    {
        var isApplied = parsed.GetValue(_apply);
        if (parsed.GetValue(_format) == CommonOptions.Json)
        {
            Result.Write(session, null, writer => UndoJson.Write(writer, result, Decision(result, isApplied)));
            return;
        }
        var hold = TimeInput.Length(parsed.GetRequiredValue(_hold))!.Value;
        Result.Write(session, null, UndoLines.Of(result, isApplied, hold, session.Width));
    }

    private static string Decision(UndoResult result, bool isApplied) =>
        result.Proposal!.IsRefused ? "refused"
        : (result.Failure ?? result.Proposal.Problem) is not null ? "failed"
        : result.Proposal.IsNothingToDo ? "nothingToDo"
        : isApplied ? "undone"
        : "wouldUndo";

    private int? Written(AccountInput account, ParseResult parsed, Session session)
    {
        if (
            parsed.GetValue(_snapshotOut) is { } target
            && account.Snapshot is { } snapshot
            && SnapshotTarget.Write(snapshot.Content, target) is { } unwritten
        )
        {
            session.Refuse(unwritten);
            return ExitCode.BadInput;
        }
        return null;
    }

    private static int Code(UndoResult result) =>
        result.Failure is not null || result.Proposal is { Problem: not null } or { IsRefused: true }
            ? ExitCode.CallFailed
            : ExitCode.Done;
}
