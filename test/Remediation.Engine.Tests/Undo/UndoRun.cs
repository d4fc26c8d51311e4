using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Undo;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Undo;

/// <summary>
/// One scenario that was remediated, and a person who undoes that: with faults, asking again until it is done, as a person does. Then
/// an event comes, as of every change, and at last the undo itself is undone.
/// </summary>
public sealed class UndoRun
{
    private const int MostTries = 10;

    private readonly Scenario _scenario;
    private readonly FaultPlan _faults;
    private readonly IAccount _account;
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly MemoryBaselines _baselines;
    private readonly VirtualTime _time = new();
    private int _processes;

    public UndoRun(Scenario scenario, params (int Point, FaultKind Kind)[] faults)
    {
        _scenario = scenario;
        _faults = new(faults)
        {
            OnLeaseLost = () => LeaseThief.Steal(_records, _time, scenario.Target),
            OnDuplicate = () => HasEvent = true,
        };
        _account = scenario.Open();
        _baselines = new([.. scenario.Baselines]);
    }

    /// <summary>The port calls of the undo, in order.</summary>
    public IReadOnlyList<string> Calls => _faults.Calls;

    /// <summary>What is not as it has to be; empty when all is well.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>How many remediations were undone.</summary>
    public int Undone { get; private set; }

    private bool HasEvent { get; set; }

    private ResourceState? State => Scenario.StateOf(_account, _scenario.Target);

    public async Task RunAsync()
    {
        var before = Text(State);
        await HandleAsync();
        var remediated = Text(State);
        var reverts = Operations.Where(operation => operation.IsDone).Select(operation => operation.Id).ToList();
        reverts.Reverse();
        foreach (var id in reverts)
        {
            await UndoAsync(id);
            Undone++;
        }
        Expect(before, "after the undo it is not as it was before");
        await HandleAsync();
        Expect(before, "the engine reverted at once what was undone");
        var undos = Operations
            .Where(operation =>
                operation.Intent.Action == LedgerAction.Undo && reverts.Contains(operation.Intent.Undoes!)
            )
            .GroupBy(operation => operation.Intent.Undoes)
            .Select(parts => parts.First(part => part.Intent.Resumes is null).Id)
            .ToList();
        undos.Reverse();
        foreach (var id in undos.Where(_ => Problems.Count == 0))
        {
            await UndoAsync(id);
        }
        Expect(remediated, "after the undo of the undo it is not as the remediation had left it");
        LookAtLedger();
    }

    private ImmutableArray<LedgerOperation> Operations =>
        LedgerOperation.Of(
            _ledger.HistoryAsync(_scenario.Target, CancellationToken.None).AsTask().GetAwaiter().GetResult().Value!
        );

    // Until it is done: a person who is told of a failure asks again.
    private async Task UndoAsync(string id)
    {
        for (var @try = 0; @try < MostTries; @try++)
        {
            var result = await OnceAsync(id);
            // A lease that could not be given back has run out by then.
            _time.Advance(TimeSpan.FromMinutes(3));
            if (HasEvent)
            {
                HasEvent = false;
                await HandleAsync();
            }
            if (result is { Failure: null })
            {
                return;
            }
            if (result is { IsRetryable: false })
            {
                Problems.Add($"undo {id}: {result.Failure} {string.Join("; ", result.Proposal?.Conflicts ?? [])}");
                return;
            }
        }
        Problems.Add($"undo {id} was not done in {MostTries} tries");
    }

    private async Task<UndoResult?> OnceAsync(string id)
    {
        _faults.Restart();
        var ports = Ports(new FaultyAccount(_account, _faults, _time)) with
        {
            Ledger = new FaultyLedger(_ledger, _faults),
            Records = new FaultyRecords(_records, _faults),
        };
        try
        {
            var undoer = new Undoer(ports, new(), new ReconcilerOptions().VerifyDelays);
            var result = await undoer.ApplyAsync(new(id, "carol"), CancellationToken.None);
            return _faults.IsDead ? null : result;
        }
        catch (CrashException)
        {
            return null;
        }
    }

    private async Task HandleAsync()
    {
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = _scenario.Target.Account,
            Region = _scenario.Target.Region,
        };
        var reconciler = new Reconciler(
            Ports(_account),
            new PolicyEvaluator(_scenario.Policy, CheckCatalog.All),
            CheckCatalog.All,
            options
        );
        var message = FaultRun.Event($"e-{_processes}", _scenario.Target);
        foreach (var outcome in await reconciler.HandleAsync([message], CancellationToken.None))
        {
            if (outcome.Decision == Decision.Failed)
            {
                Problems.Add($"handling failed: {outcome.Reason}");
            }
        }
    }

    private EnginePorts Ports(IAccount account) =>
        new()
        {
            Account = account,
            Ledger = _ledger,
            Records = _records,
            Baselines = _baselines,
            Time = _time,
            Owner = $"process-{_processes++}",
        };

    private void Expect(string expected, string problem)
    {
        var actual = Text(State);
        if (actual != expected && Problems.Count == 0)
        {
            Problems.Add($"{problem}:\n{actual}\ninstead of\n{expected}");
        }
    }

    private void LookAtLedger() =>
        Problems.AddRange(
            Operations
                .Where(operation => operation.Intent.PriorState is null || operation.Outcome is null)
                .Select(operation => $"{operation.Id} is without its prior state or its outcome")
        );

    // What AWS assigns when something is made anew is not the same.
    private static string Text(ResourceState? state) =>
        state switch
        {
            SecurityGroup group => string.Join(
                '\n',
                group
                    .Rules.Select(rule => $"{rule with { RuleId = null, Tags = [] }} {string.Join(' ', rule.Tags)}")
                    .Order(StringComparer.Ordinal)
            ),
            Core.Resources.Vpcs.Vpc vpc => string.Join(
                '\n',
                (vpc.FlowLogs.Value ?? [])
                    .Select(log => log.Likeness)
                    .Concat((vpc.Endpoints.Value ?? []).Select(endpoint => endpoint.Likeness))
                    .Order(StringComparer.Ordinal)
            ),
            Core.Resources.Shield.ShieldProtections shield => string.Join(
                '\n',
                (shield.Protections.Value ?? [])
                    .Select(item => $"{item.Name} {item.ResourceArn}")
                    .Order(StringComparer.Ordinal)
            ),
            Core.Resources.Vpcs.RouteTable table => string.Join(
                '\n',
                table.Routes.Select(route => route.ToString()).Order(StringComparer.Ordinal)
            ),
            // No policy is the one that lets everything through, and once there is one it is told.
            Core.Resources.VpcEndpoints.VpcEndpoint { Endpoint.PolicyText: null } endpoint => Text(
                endpoint.With(
                    endpoint.Endpoint.Document.With(
                        DocumentPath.Of("PolicyDocument"),
                        AwsDocument.Build(writer => writer.WriteStringValue(PolicyDocument.FullAccessText))
                    )
                )
            ),
            DocumentState document => string.Join('\n', document.Substance.Select(part => part.Value.Canonical)),
            null => "gone",
            _ => StateDocument.Write(state),
        };
}
