using System.Collections.Immutable;
using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Undo;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate ledger list|show|verify</c>: what the engine has changed, and whether the record of it is whole.</summary>
internal sealed class LedgerCommand
{
    private readonly Session _session;
    private readonly StoresOptions _stores = new(isRecursive: true);

    private LedgerCommand(Session session) => _session = session;

    public static Command Create(Session session)
    {
        var ledger = new LedgerCommand(session);
        var command = new Command("ledger", "Show what was changed, and verify that the record of it is whole.")
        {
            ledger.List(),
            ledger.Show(),
            ledger.Verify(),
        };
        ledger._stores.AddTo(command);
        return command;
    }

    private Command List()
    {
        var resource = new Option<string?>("--resource")
        {
            HelpName = "ID",
            Description = "Only the remediations of the resource with this id or ARN.",
        };
        var since = new Option<string?>("--since")
        {
            HelpName = "TIME",
            Description = "Only those since then: a time such as 2026-11-20T10:00Z, or so long ago (30m, 24h, 7d).",
        };
        var format = CommonOptions.Format();
        var command = new Command("list", "List the remediations, the oldest first.") { resource, since, format };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var from = parsed.GetValue(since) is { } text
                    ? TimeInput.Since(text, _session.Time.GetUtcNow())
                    : DateTimeOffset.MinValue;
                if (from is not { } start)
                {
                    return _session.RefuseUsage(
                        $"--since {parsed.GetValue(since)}: give a time such as 2026-11-20T10:00Z, or 30m, 24h or 7d.",
                        "remediate ledger list"
                    );
                }
                return await ReadAsync(
                    parsed,
                    "remediate ledger list",
                    all => Write(parsed.GetValue(format), Chosen(all, parsed.GetValue(resource), start)),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private Command Show()
    {
        var id = new Argument<string>("ID")
        {
            Description = "A remediation's id, or the beginning of one that no other has.",
        };
        var format = CommonOptions.Format();
        var command = new Command(
            "show",
            "Show one remediation: why, by which calls, what came of it, and how all was."
        )
        {
            id,
            format,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ReadAsync(
                    parsed,
                    "remediate ledger show",
                    all => Show(parsed.GetValue(format), all, parsed.GetRequiredValue(id)),
                    cancellationToken
                )
        );
        return command;
    }

    private Command Verify()
    {
        var format = CommonOptions.Format();
        var command = new Command(
            "verify",
            "Hold every entry against the chain of its resource. Exit code 1 when one was edited, taken out or moved."
        )
        {
            format,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (_stores.Objection(parsed) is { } objection)
                {
                    return _session.RefuseUsage(objection, "remediate ledger verify");
                }
                if (!_stores.OpenToRead(parsed, _session).TryGet(out var stores, out var error))
                {
                    _session.Refuse(error);
                    return ExitCode.BadInput;
                }
                var verified = await stores.Ledger.VerifyAsync(cancellationToken);
                return verified.IsAnswered ? Write(parsed.GetValue(format), verified.Value) : Fail(verified.Error);
            }
        );
        return command;
    }

    private async Task<int> ReadAsync(
        ParseResult parsed,
        string command,
        Func<ImmutableArray<LedgerOperation>, int> show,
        CancellationToken cancellationToken
    )
    {
        if (_stores.Objection(parsed) is { } objection)
        {
            return _session.RefuseUsage(objection, command);
        }
        if (!_stores.OpenToRead(parsed, _session).TryGet(out var stores, out var error))
        {
            _session.Refuse(error);
            return ExitCode.BadInput;
        }
        var listed = await stores.Ledger.ListAsync(cancellationToken);
        return listed.IsAnswered ? show(LedgerOperation.Of(listed.Value)) : Fail(listed.Error);
    }

    private static ImmutableArray<LedgerOperation> Chosen(
        ImmutableArray<LedgerOperation> all,
        string? resource,
        DateTimeOffset since
    ) =>
        [
            .. all.Where(operation =>
                operation.Intent.Time >= since && (resource is null || IsOf(operation.Intent.Resource, resource))
            ),
        ];

    private static bool IsOf(ResourceId id, string resource) => id.Id == resource || id.Arn == resource;

    private int Show(string? format, ImmutableArray<LedgerOperation> all, string id)
    {
        if (!LedgerOperation.Find(all, id).TryGet(out var found, out var reason))
        {
            _session.Refuse(reason);
            return ExitCode.BadInput;
        }
        var others = all.Where(other => other.Intent.Undoes == found.Id || other.Intent.Resumes == found.Id).ToList();
        var changes = LedgerReplay.Of(found.Intent).TryGet(out var replay, out var unread)
            ? StateComparison.Between(replay.Prior, replay.Made)
            : null;
        if (changes is null)
        {
            _session.Note(unread ?? "");
        }
        _ =
            format == CommonOptions.Json
                ? Result.Write(_session, null, writer => LedgerJson.Write(writer, found, others, changes))
                : Result.Write(_session, null, LedgerLines.Show(found, others, changes, _session.Width));
        return ExitCode.Done;
    }

    private int Write(string? format, ImmutableArray<LedgerOperation> operations)
    {
        _ =
            format == CommonOptions.Json
                ? Result.Write(_session, null, writer => LedgerJson.Write(writer, operations))
                : Result.Write(_session, null, LedgerLines.List(operations, _session.Width));
        return ExitCode.Done;
    }

    private int Write(string? format, LedgerVerification verification)
    {
        _ =
            format == CommonOptions.Json
                ? Result.Write(_session, null, writer => LedgerJson.Write(writer, verification))
                : Result.Write(_session, null, LedgerLines.Verification(verification, _session.Width));
        return verification.IsSound ? ExitCode.Done : ExitCode.Findings;
    }

    private int Fail(CallError error)
    {
        _session.Refuse($"the ledger could not be read: {error}");
        return ExitCode.CallFailed;
    }
}
