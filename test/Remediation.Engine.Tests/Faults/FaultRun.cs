using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>
/// One scenario with its faults, from the event in the queue until the queue is empty and every sink was told. The queue behaves
/// as SQS does: what failed, or was in hand when the process died, comes again.
/// </summary>
public sealed class FaultRun
{
    private const int MostRounds = 12;
    private const int MostDrains = 8;

    private readonly Scenario _scenario;
    private readonly FaultPlan _faults;
    private readonly IAccount _account;
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly MemoryBaselines _baselines;
    private readonly VirtualTime _time = new();
    private readonly Queue<ParsedEvent> _queue = new();
    private readonly TicketSystem _tickets;
    private readonly Listeners _listeners;
    private readonly FaultyAccount _faulty;

    public FaultRun(Scenario scenario, params (int Point, FaultKind Kind)[] faults)
    {
        _scenario = scenario;
        _faults = new(faults)
        {
            OnDuplicate = () => _queue.Enqueue(Event("e-1", scenario.Target, scenario.Actor)),
            OnLeaseLost = () => LeaseThief.Steal(_records, _time, scenario.Target),
        };
        _account = scenario.Open();
        _baselines = new([.. scenario.Baselines]);
        _tickets = new(_faults);
        _listeners = new(_faults);
        _faulty = new(_account, _faults, _time);
    }

    /// <summary>The port calls that were made, in order.</summary>
    public IReadOnlyList<string> Calls => _faults.Calls;

    /// <summary>Everything that must be the same whatever goes wrong on the way.</summary>
    public string Result { get; private set; } = "";

    /// <summary>What is not as it has to be; empty when all is well.</summary>
    public List<string> Faults { get; } = [];

    public async Task RunAsync()
    {
        _queue.Enqueue(Event("e-1", _scenario.Target, _scenario.Actor));
        for (var round = 0; _queue.Count > 0; round++)
        {
            if (round == MostRounds)
            {
                Faults.Add($"a message was not done with after {MostRounds} tries");
                return;
            }
            await RoundAsync(round);
            _time.Advance(TimeSpan.FromMinutes(3));
        }
        // What some sink has not taken is tried again with growing pauses, by whatever comes next.
        for (var drain = 0; drain < MostDrains && (drain == 0 || await IsPendingAsync()); drain++)
        {
            _time.Advance(TimeSpan.FromHours(2));
            await EngineAsync([], $"drain-{drain}");
        }
        await LookAsync();
    }

    // Whether something is still to be delivered, or to be looked at again before the day is over.
    private async Task<bool> IsPendingAsync()
    {
        var outbox = await _records.ListAsync("outbox", CancellationToken.None);
        var rechecks = await _records.ListAsync("recheck", CancellationToken.None);
        var soon = $"{_time.GetUtcNow().AddHours(3):yyyy-MM-dd'T'HH:mm}";
        return outbox.Value!.Count > 0
            || rechecks.Value!.Any(recheck => string.CompareOrdinal(recheck.Key.Name, soon) < 0);
    }

    private async Task RoundAsync(int round)
    {
        var messages = _queue.ToList();
        _queue.Clear();
        var outcomes = await EngineAsync(messages, $"engine-{round}");
        var undone = messages.Where(message =>
            outcomes is null
            || outcomes.Any(outcome => ReferenceEquals(outcome.Event, message) && outcome.Decision == Decision.Failed)
        );
        foreach (var message in undone)
        {
            _queue.Enqueue(message);
        }
    }

    // Null when the process died.
    private async Task<IReadOnlyList<Outcome>?> EngineAsync(IReadOnlyList<ParsedEvent> messages, string owner)
    {
        _faults.Restart();
        var ports = new EnginePorts
        {
            Account = _faulty,
            Ledger = new FaultyLedger(_ledger, _faults),
            Records = new FaultyRecords(_records, _faults),
            Baselines = new FaultyBaselines(_baselines, _faults),
            KillSwitch = new FaultySwitch(_faults),
            Tickets = [_tickets],
            Notifiers = [_listeners],
            Time = _time,
            Owner = owner,
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = _scenario.Target.Account,
            Region = _scenario.Target.Region,
        };
        var evaluator = new PolicyEvaluator(_scenario.Policy, CheckCatalog.All);
        try
        {
            var reconciler = new Reconciler(ports, evaluator, CheckCatalog.All, options);
            var outcomes = Defects.None(await reconciler.HandleAsync(messages, CancellationToken.None));
            Defects.None(await reconciler.HandleDueAsync(CancellationToken.None));
            return _faults.IsDead ? null : outcomes;
        }
        catch (CrashException)
        {
            return null;
        }
    }

    /// <summary>An event that names a resource, as a person's request does.</summary>
    public static ParsedEvent Event(string id, ResourceId target, Actor? actor = null) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = id,
                Channel = actor is null ? EventChannel.Manual : EventChannel.CloudTrail,
                Resources = [target.ToReference()],
                Actor = actor ?? Actor.Unknown,
                Source = actor is null ? "test" : "ec2.amazonaws.com",
                Name = actor is null ? "manual" : "AuthorizeSecurityGroupIngress",
                Time = Sample.Now,
                Account = target.Account,
                Region = target.Region,
            }
        );

    private async Task LookAsync()
    {
        var state = Scenario.StateOf(_account, _scenario.Target);
        Result =
            $"{Text(state)}\ntickets: {string.Join(", ", _tickets.Open.Select(Text).Order(StringComparer.Ordinal))}";
        LookAtTickets();
        LookAtLedger();
        var outbox = await _records.ListAsync("outbox", CancellationToken.None);
        Faults.AddRange(outbox.Value!.Select(pointer => $"{pointer.Key} was never delivered"));
    }

    private void LookAtTickets() =>
        Faults.AddRange(
            _tickets.Created.Where(created => created.Value > 1).Select(created => $"{created.Key} was opened twice")
        );

    // Every intent has its outcome, every change of the account its intent, and the first intent the state before.
    private void LookAtLedger()
    {
        Faults.AddRange(
            _ledger
                .Entries.GroupBy(entry => entry.Id, StringComparer.Ordinal)
                .Where(entries =>
                    entries.Count(entry => entry.Kind == LedgerEntryKind.Intent) != 1
                    || entries.Count(entry => entry.Kind == LedgerEntryKind.Outcome) != 1
                )
                .Select(entries => $"{entries.Key} has not exactly one intent and one outcome")
        );
        var first = _ledger.Entries.FirstOrDefault();
        var before = Scenario.StateOf(_scenario.Open(), _scenario.Target);
        if (first is not null && before is not null && first.PriorState != StateDocument.Write(before))
        {
            Faults.Add("the prior state cannot be got back from the first intent");
        }
        var isChanged = before is not null && Text(before) != Text(Scenario.StateOf(_account, _scenario.Target));
        if (isChanged && first is null)
        {
            Faults.Add("the resource was changed and nothing was recorded");
        }
        var calls = _ledger
            .Entries.Where(entry => entry.Kind == LedgerEntryKind.Intent)
            .SelectMany(entry => entry.Calls)
            .Select(call => call.Operation)
            .ToHashSet(StringComparer.Ordinal);
        Faults.AddRange(
            _faulty.Executed.Where(call => !calls.Contains(call.Operation)).Select(call => $"{call} has no intent")
        );
    }

    private static string Text(TicketNotice ticket) => $"{ticket.Check} ({ticket.Resource.Id})";

    // Rules have new ids when they were made anew, and no order.
    private static string Text(ResourceState? state) =>
        state switch
        {
            null => "gone",
            SecurityGroup group => string.Join(
                '\n',
                group
                    .Rules.Select(rule => $"{rule with { RuleId = null, Tags = [] }} {string.Join(' ', rule.Tags)}")
                    .Order(StringComparer.Ordinal)
            ),
            // Tokens and times change with every call.
            DocumentState document => document.Fingerprint,
            _ => StateDocument.Write(state),
        };
}
