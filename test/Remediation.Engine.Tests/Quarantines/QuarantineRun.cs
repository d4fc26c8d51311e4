using System.Globalization;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>
/// A workload that is cut off and let out again, with faults: whoever asks does so again until it is done, and the queue brings back
/// what failed. A new process begins with every try.
/// </summary>
internal sealed class QuarantineRun
{
    private const int MostTries = 12;

    private readonly QuarantineScenario _scenario;
    private readonly FaultPlan _faults;
    private readonly SnapshotAccount _account = TwoNetworks.Account();
    private readonly FaultyAccount _faulty;
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly VirtualTime _time = new(Sample.Now);
    private readonly TicketSystem _tickets;
    private int _processes;
    private bool _comesAgain;
    private bool _isLetOut;

    public QuarantineRun(QuarantineScenario scenario, params (int Point, FaultKind Kind)[] faults)
    {
        _scenario = scenario;
        _faults = new(faults) { OnLeaseLost = StealLeases, OnDuplicate = () => _comesAgain = true };
        _faulty = new(_account, _faults, _time);
        _tickets = new(_faults);
    }

    /// <summary>The port calls, in order.</summary>
    public IReadOnlyList<string> Calls => _faults.Calls;

    /// <summary>What is not as it has to be; empty when all is well.</summary>
    public List<string> Problems { get; } = [];

    public async Task RunAsync()
    {
        var before = Text(_account.Content);
        await UntilDoneAsync("quarantine", CutOffAsync);
        LookAtWhatIsCutOff();
        _isLetOut = true;
        await UntilDoneAsync("release", LetOutAsync);
        var after = Text(_account.Content);
        if (after != before)
        {
            Problems.Add($"after the release it is\n{after}\ninstead of\n{before}");
        }
        LookAtLedger();
    }

    private async Task UntilDoneAsync(string what, Func<EnginePorts, Task<string?>> attemptAsync)
    {
        string? failure = "it was not tried";
        for (var attempt = 0; attempt < MostTries && failure is not null; attempt++)
        {
            _faults.Restart();
            try
            {
                failure = await attemptAsync(Ports());
                failure = _faults.IsDead ? "the process died" : failure;
            }
            catch (CrashException)
            {
                failure = "the process died";
            }
            _time.Advance(TimeSpan.FromMinutes(3));
            if (failure is null && _comesAgain)
            {
                // The same event twice, or a person who asks twice.
                _comesAgain = false;
                failure = "it comes again";
                attemptAsync = Again(attemptAsync);
            }
        }
        if (failure is not null)
        {
            Problems.Add($"the {what} was not done after {MostTries} tries: {failure}");
        }
    }

    // What led to the quarantine may come again after the release as well.
    private Func<EnginePorts, Task<string?>> Again(Func<EnginePorts, Task<string?>> attemptAsync) =>
        _isLetOut && _scenario.Event is not null
            ? async ports => await attemptAsync(ports) ?? await CutOffAsync(ports)
            : attemptAsync;

    private async Task<string?> CutOffAsync(EnginePorts ports)
    {
        if (_scenario.Event is not { } parsed)
        {
            var request = new QuarantineRequest(TwoNetworks.Instance, "ann") { IsHard = _scenario.IsHard };
            var result = await new Quarantiner(ports, _scenario.Policy, new(), Delays).ApplyAsync(request, default);
            return result.Failure;
        }
        var reconciler = new Reconciler(
            ports,
            new PolicyEvaluator(_scenario.Policy, CheckCatalog.All),
            CheckCatalog.All,
            new()
            {
                Apply = true,
                Account = Sample.Account,
                Region = Sample.Region,
                VerifyDelays = Delays,
            }
        );
        var outcomes = await reconciler.HandleAsync([parsed], default);
        return outcomes.FirstOrDefault(outcome => outcome.Decision == Decision.Failed)?.Reason;
    }

    private async Task<string?> LetOutAsync(EnginePorts ports)
    {
        var request = new ReleaseRequest(TwoNetworks.InstanceId, "bob");
        var result = await new Releaser(ports, new(), Delays).ApplyAsync(request, default);
        // Where the last answer was lost there is nothing left to let out.
        var isDone = result.Workload is null && result is { IsRetryable: false } && IsOut;
        return isDone ? null : result.Failure ?? result.Conflicts.FirstOrDefault();
    }

    private static System.Collections.Immutable.ImmutableArray<TimeSpan> Delays { get; } =
    [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)];

    private bool IsOut => !Interfaces(_account.Content).Any(item => IsCutOff(item));

    private bool IsCutOff(ElasticInterface item) =>
        item.GroupIds is [var only]
        && _account.Content.SecurityGroups[only] is { Name: IsolationGroup.GroupName, Rules.IsEmpty: true };

    private void LookAtWhatIsCutOff()
    {
        foreach (var item in Interfaces(_account.Content).Where(item => !IsCutOff(item)))
        {
            Problems.Add($"{item.Id.Id} is in {string.Join(", ", item.GroupIds)} and not cut off");
        }
        var denied = _account.Content.NetworkAcls.Values.Sum(acl => acl.Entries.Count(entry => entry.RuleNumber < 100));
        if (denied != (_scenario.IsHard ? 4 : 0))
        {
            Problems.Add($"{denied.ToString(CultureInfo.InvariantCulture)} entries deny its addresses");
        }
        if (_tickets.Open.Any())
        {
            Problems.Add($"a ticket was opened: {_tickets.Open.First().Reason}");
        }
    }

    // Every call has its intent, every intent its outcome but those of a process that died and of which nobody came by since.
    private void LookAtLedger()
    {
        var calls = _ledger
            .Entries.Where(entry => entry.Kind == LedgerEntryKind.Intent)
            .SelectMany(entry => entry.Calls)
            .Select(call => call.ToString())
            .ToHashSet(StringComparer.Ordinal);
        Problems.AddRange(
            _faulty.Executed.Where(call => !calls.Contains(call.ToString())).Select(call => $"{call} has no intent")
        );
        var first = _ledger.Entries.FirstOrDefault(entry =>
            entry is { Kind: LedgerEntryKind.Intent, Resource.Id: TwoNetworks.First }
        );
        if (first?.PriorState != StateDocument.Write(Interface(TwoNetworks.Account().Content)))
        {
            Problems.Add("the prior state cannot be got back from the first intent");
        }
    }

    private static ElasticInterface Interface(Snapshot content) =>
        (ElasticInterface)content.Documents[(ResourceTypes.NetworkInterface, TwoNetworks.First)];

    private static IEnumerable<ElasticInterface> Interfaces(Snapshot content) =>
        content.Documents.Values.OfType<ElasticInterface>().Where(item => item.InstanceId == TwoNetworks.InstanceId);

    private static string Text(Snapshot content) =>
        string.Join(
            '\n',
            content
                .Documents.Values.OfType<ElasticInterface>()
                .OrderBy(item => item.Id.Id, StringComparer.Ordinal)
                .Select(item => item.Parts.Values.Single().Canonical)
                .Concat(
                    content
                        .NetworkAcls.Values.OrderBy(acl => acl.Id.Id, StringComparer.Ordinal)
                        .Select(acl => StateDocument.Write(acl))
                )
        );

    private void StealLeases() =>
        LeaseThief.Steal(
            _records,
            _time,
            new(ResourceTypes.NetworkInterface, TwoNetworks.First, Sample.Account, Sample.Region),
            new(ResourceTypes.NetworkInterface, TwoNetworks.Second, Sample.Account, Sample.Region),
            new(ResourceTypes.IsolationGroup, "vpc-0a", Sample.Account, Sample.Region),
            new(ResourceTypes.NetworkAcl, "acl-0a", Sample.Account, Sample.Region)
        );

    private EnginePorts Ports() =>
        new()
        {
            Account = _faulty,
            Ledger = new FaultyLedger(_ledger, _faults),
            Records = new FaultyRecords(_records, _faults),
            KillSwitch = new FaultySwitch(_faults),
            Tickets = [_tickets],
            Time = _time,
            Owner = $"engine-{_processes++}",
        };
}
