using System.Collections.Immutable;
using System.CommandLine;
using Remediation.Checks;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Baselines;
using Remediation.Engine.Guards;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate handle</c>: handles events exactly as the function would, without <c>--apply</c> as a dry run.</summary>
internal sealed class HandleCommand
{
    private const string DefaultLedger = "remediation-ledger";

    private readonly Argument<string[]> _events = new("EVENT")
    {
        Description = "An event's file, a folder (every *.json in it and below), or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<bool> _parseOnly = new("--parse-only")
    {
        Description = "Only sort the events: what is understood, ignored or rejected, and why. Needs no account.",
    };
    private readonly Option<string?> _snapshot = CommonOptions.Snapshot();
    private readonly Option<bool> _live = CommonOptions.Live();
    private readonly Option<string> _policy = CommonOptions.Policy();
    private readonly Option<string?> _mode = CommonOptions.Mode();
    private readonly Option<string?> _units = CommonOptions.Units();
    private readonly Option<bool> _apply = new("--apply")
    {
        Description = "Apply the plans. On a snapshot this changes the account in memory; see --snapshot-out.",
    };
    private readonly Option<string?> _snapshotOut = new("--snapshot-out")
    {
        HelpName = "DIR",
        Description = "Write the snapshot's account as it is afterwards to a new or empty folder.",
    };
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Let --snapshot-out write to a folder that is not empty; files of the same names are replaced.",
    };
    private readonly Option<string?> _ledger = new("--ledger")
    {
        HelpName = "DIR",
        Description =
            "With --apply: the folder in which every change is recorded, before and after, with tickets.jsonl. "
            + $"With --live it is ./{DefaultLedger} if not given.",
    };
    private readonly Option<string?> _baselines = CommonOptions.Baselines(
        "The compliant states of before, from which what was removed is restored; with --apply what is compliant is kept there."
    );
    private readonly Option<string> _format = CommonOptions.Format();
    private readonly Option<string?> _failOn = CommonOptions.FailOn("when an event leads to findings");

    private HandleCommand() { }

    public static Command Create(Session session)
    {
        var options = new HandleCommand();
        var command = new Command(
            "handle",
            "Handle events as the function would: read, judge, plan, prove, and with --apply revert."
        )
        {
            options._events,
            options._parseOnly,
            options._snapshot,
            options._live,
            options._policy,
            options._mode,
            options._units,
            options._apply,
            options._snapshotOut,
            options._force,
            options._ledger,
            options._baselines,
            options._format,
            options._failOn,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                options.Objection(parsed) is { } objection
                    ? Task.FromResult(session.RefuseUsage(objection, "remediate handle"))
                    : options.RunAsync(parsed, session, cancellationToken)
        );
        return command;
    }

    // What the parser cannot see: which options go together.
    private string? Objection(ParseResult result)
    {
        var (hasSnapshot, isLive) = (result.GetValue(_snapshot) is not null, result.GetValue(_live));
        if (result.GetValue(_parseOnly))
        {
            return hasSnapshot || isLive || result.GetValue(_apply)
                ? "--parse-only reads no account: leave out --snapshot, --live and --apply."
                : null;
        }
        if (hasSnapshot == isLive)
        {
            return "Say which account to read: --snapshot DIR or --live (one of them). To only sort events, give --parse-only.";
        }
        if (isLive && result.GetValue(_snapshotOut) is not null)
        {
            return "--snapshot-out writes a snapshot's account: it goes with --snapshot.";
        }
        return result.GetValue(_ledger) is not null && !result.GetValue(_apply)
            ? "--ledger records what is changed: it goes with --apply."
            : null;
    }

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        if (!EventInputs.Read(parsed.GetValue(_events) ?? [], session.Input).TryGet(out var events, out var unread))
        {
            session.Refuse(unread);
            return ExitCode.BadInput;
        }
        if (parsed.GetValue(_parseOnly))
        {
            return Sort(events, parsed, session);
        }
        if (TargetObjection(parsed) is { } objection)
        {
            session.Refuse(objection);
            return ExitCode.BadInput;
        }
        var policy = PolicyInput.Load(
            parsed.GetRequiredValue(_policy),
            CommonOptions.ModeOf(parsed.GetValue(_mode)),
            parsed.GetValue(_units),
            session
        );
        var account = policy is null ? null : AccountInput.Open(parsed.GetValue(_snapshot), session);
        if (policy is null || account is null)
        {
            return ExitCode.BadInput;
        }
        if (!BaselineInput.Open(parsed.GetValue(_baselines), session).TryGet(out var baselines, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        return await HandleAsync(events, policy, account, baselines, parsed, session, cancellationToken);
    }

    private int Sort(ImmutableArray<EventInput> events, ParseResult parsed, Session session)
    {
        _ =
            parsed.GetValue(_format) == CommonOptions.Json
                ? Result.Write(session, null, writer => EventsJson.Write(writer, events))
                : Result.Write(session, null, EventLines.Of(events, session.Width));
        return ExitCode.Done;
    }

    private string? TargetObjection(ParseResult parsed) =>
        parsed.GetValue(_snapshotOut) is { } folder
            ? SnapshotTarget.Objection(
                "--snapshot-out",
                folder,
                parsed.GetRequiredValue(_snapshot)!,
                parsed.GetValue(_force)
            )
            : null;

    private async Task<int> HandleAsync(
        ImmutableArray<EventInput> events,
        Policy policy,
        AccountInput account,
        IBaselineStore baselines,
        ParseResult parsed,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var isApplied = parsed.GetValue(_apply);
        if (isApplied && policy.Mode == EnforcementMode.Observe)
        {
            session.Note(
                $"the mode of policy {policy.Name} is observe, so nothing is changed; --mode enforce overrides it"
            );
        }
        var folder = LedgerFolder(parsed, session);
        if (!Stores(folder, policy.Mode, session).TryGet(out var stores, out var unwritable))
        {
            session.Refuse(unwritable);
            return ExitCode.CallFailed;
        }
        using var held = stores;
        if (!Destinations(policy, parsed, session).TryGet(out var destinations, out var unreachable))
        {
            session.Refuse(unreachable);
            return ExitCode.BadInput;
        }
        var ports = stores.PortsTo(account.Account, session.Time) with
        {
            Baselines = baselines,
            ApplyOptions = ApplyOptions(folder, parsed),
            Tickets = [.. stores.Tickets, .. destinations.Tickets],
            Notifiers = destinations.Notifiers,
            LeavesDelivery = stores.LeavesDelivery,
            KillSwitch = folder is null
                ? NoKillSwitch.Instance
                : new FileKillSwitch(Path.Combine(folder, FileKillSwitch.FileName)),
        };
        var reconciler = new Reconciler(
            ports,
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = isApplied, DeliverWithin = Timeout.InfiniteTimeSpan }
        );
        var parsedEvents = events.Select(input => input.Event).ToList();
        var outcomes = await reconciler.HandleAsync(parsedEvents, cancellationToken);
        Show(outcomes, events, policy.Mode, parsed, session);
        if (parsed.GetValue(_snapshotOut) is { } target && account.Snapshot is { } snapshot)
        {
            if (SnapshotTarget.Write(snapshot.Content, target) is { } unwritten)
            {
                session.Refuse(unwritten);
                return ExitCode.BadInput;
            }
        }
        return Code(outcomes, CommonOptions.SeverityOf(parsed.GetValue(_failOn)));
    }

    // Where the account is the live one, whatever the policy names.
    private ParseResult<DestinationsInput> Destinations(Policy policy, ParseResult parsed, Session session) =>
        parsed.GetValue(_apply) && parsed.GetValue(_live) && policy.Mode == EnforcementMode.Enforce
            ? DestinationsInput.OfPolicy(policy, session)
            : ParseResult<DestinationsInput>.Success(DestinationsInput.None);

    // Where nothing will be changed, nothing is written either.
    private static ParseResult<StoresInput> Stores(string? folder, EnforcementMode mode, Session session) =>
        folder is null ? ParseResult<StoresInput>.Success(StoresInput.InMemory())
        : mode == EnforcementMode.Observe ? ParseResult<StoresInput>.Success(StoresInput.ToRead(folder, session.Time))
        : StoresInput.ToWrite(folder, session.Time);

    private string? LedgerFolder(ParseResult parsed, Session session)
    {
        if (parsed.GetValue(_ledger) is { } folder || !parsed.GetValue(_apply) || !parsed.GetValue(_live))
        {
            return parsed.GetValue(_ledger);
        }
        session.Note($"changes are recorded in ./{DefaultLedger}; --ledger DIR records them elsewhere");
        return DefaultLedger;
    }

    // What the command in a ticket has to be told, so that it finds the plan, the account and the policy.
    private string ApplyOptions(string? ledger, ParseResult parsed)
    {
        var words = new List<string>();
        void Add(string option, string? value) => words.AddRange(value is null ? [] : [option, ShellWord.Of(value)]);
        Add("--snapshot", parsed.GetValue(_snapshot));
        words.AddRange(parsed.GetValue(_live) ? ["--live"] : []);
        Add("--ledger", ledger);
        Add("--policy", parsed.GetValue(_policy));
        Add("--mode", parsed.GetValue(_mode));
        Add("--ous", parsed.GetValue(_units));
        Add("--baselines", parsed.GetValue(_baselines));
        return string.Join(' ', words);
    }

    private void Show(
        ImmutableArray<Outcome> outcomes,
        ImmutableArray<EventInput> events,
        EnforcementMode mode,
        ParseResult parsed,
        Session session
    )
    {
        if (parsed.GetValue(_format) == CommonOptions.Json)
        {
            Result.Write(session, null, writer => OutcomesJson.Write(writer, outcomes));
            return;
        }
        // Equal events can stand in several files.
        var places = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        foreach (var input in events)
        {
            places[input.Event] = input.Place;
        }
        var opened = outcomes
            .SelectMany(outcome => outcome.Tickets, (_, ticket) => ticket.Finding.Id)
            .ToHashSet(StringComparer.Ordinal);
        var view = new OutcomeView(mode, opened.Contains, outcome => places[outcome.Event], session.Width);
        Result.Write(session, null, OutcomeLines.Of(outcomes, view));
    }

    private static int Code(ImmutableArray<Outcome> outcomes, Severity? failOn)
    {
        if (outcomes.Any(outcome => outcome.Decision == Decision.Failed))
        {
            return ExitCode.CallFailed;
        }
        if (outcomes.Any(outcome => outcome.Decision == Decision.Rejected))
        {
            return ExitCode.BadInput;
        }
        return CommonOptions.Fails(outcomes.SelectMany(outcome => outcome.Findings), failOn)
            ? ExitCode.Findings
            : ExitCode.Done;
    }
}
