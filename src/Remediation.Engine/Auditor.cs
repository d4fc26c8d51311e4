using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine.Audits;
using Remediation.Engine.Baselines;

namespace Remediation.Engine;

/// <summary>Judges every resource of an account and plans for it, and changes nothing.</summary>
public sealed class Auditor(PolicyEvaluator evaluator, TimeProvider time)
{
    /// <summary>The compliant states of before, where they are kept.</summary>
    public IBaselineStore Baselines { get; init; } = NoBaselines.Instance;

    /// <summary>How it plans for what the policy wants reverted.</summary>
    public Func<ResourceState, ImmutableArray<CheckEvaluation>, Surroundings, PlanningResult> Plan { get; init; } =
        Planner.Plan;

    /// <param name="account">Where the resources are.</param>
    /// <param name="progress">Told the number of resources judged so far, now and then; or null.</param>
    public async Task<AuditReport> AuditAsync(
        IAccount account,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    ) =>
        (
            await AuditAsync(account, AuditRest.All(evaluator.ResourceTypes), () => false, progress, cancellationToken)
        ).Report;

    /// <summary>Judges one resource as an audit of everything would; null when there is no such resource.</summary>
    /// <exception cref="AccountException">It could not be read.</exception>
    public async Task<Judgement?> JudgeAsync(
        IAccount account,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var read = await account.ReadAsync(reference, cancellationToken);
        if (read.Error is { } error)
        {
            throw new AccountException(error, read.IsRetryable);
        }
        if (read.State is not { } state)
        {
            return null;
        }
        var judge = new Judge(evaluator, Plan);
        var surroundings = await new SurroundingsReader(account, Baselines).ReadAsync(
            state,
            judge.SurroundingsFor(state.Id.Type),
            cancellationToken
        );
        return judge.Of(state, surroundings, time.GetUtcNow());
    }

    /// <summary>Judges what is left until the time is up; what is left then is for another part.</summary>
    /// <param name="account">Where the resources are.</param>
    /// <param name="rest">What is to be judged.</param>
    /// <param name="isTimeUp">Asked before each resource.</param>
    /// <param name="progress">Told the number of resources judged so far, now and then; or null.</param>
    public async Task<AuditPart> AuditAsync(
        IAccount account,
        AuditRest rest,
        Func<bool> isTimeUp,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        var judge = new Judge(evaluator, Plan);
        var judging = new Judging(judge, time.GetUtcNow(), new Collected(progress));
        var neighbours = new SurroundingsReader(account, Baselines);
        var unread = ImmutableArray.CreateBuilder<UnreadType>();
        var isAnyRead = rest.IsContinued;
        while (rest.Types is [var type, ..] && !isTimeUp())
        {
            var kinds = judge.SurroundingsFor(type);
            var judged = rest.Judged.ToBuilder();
            var isCut = false;
            try
            {
                await foreach (var state in account.ListAsync(type, cancellationToken))
                {
                    if (judged.Contains(state.Id.Arn))
                    {
                        continue;
                    }
                    isCut = isTimeUp();
                    if (isCut)
                    {
                        break;
                    }
                    var surroundings = await neighbours.ReadAsync(state, kinds, cancellationToken);
                    await judging.AddAsync(state, surroundings);
                    judged.Add(state.Id.Arn);
                }
                isAnyRead = true;
            }
            // A service that may not be asked, or is not in the region, takes nothing else with it; where not even the first
            // type can be read, there is no account.
            catch (AccountException exception) when (isAnyRead)
            {
                unread.Add(new(type, exception.Error));
            }
            if (isCut)
            {
                rest = rest with { Judged = judged.ToImmutable(), IsContinued = true };
                break;
            }
            rest = new(rest.Types[1..]) { IsContinued = true };
        }
        var report = (await judging.FinishAsync()).ToReport(evaluator) with { Unread = unread.ToImmutable() };
        return new(report, rest.Types.IsEmpty ? null : rest);
    }

    // Resources are read one after the other and judged, some at a time, on all processors; judgements are collected in the
    // order read, so that the report does not depend on the number of processors.
    private sealed class Judging(Judge judge, DateTimeOffset now, Collected collected)
    {
        private const int BatchSize = 256;
        private static readonly int MostRunning = Environment.ProcessorCount + 2;

        private readonly Queue<Task<Judgement[]>> _running = new();
        private List<(ResourceState State, Surroundings Surroundings)> _batch = new(BatchSize);

        public async ValueTask AddAsync(ResourceState state, Surroundings surroundings)
        {
            _batch.Add((state, surroundings));
            if (_batch.Count < BatchSize)
            {
                return;
            }
            Start();
            while (_running.Count > MostRunning)
            {
                await CollectAsync();
            }
        }

        public async Task<Collected> FinishAsync()
        {
            Start();
            while (_running.Count > 0)
            {
                await CollectAsync();
            }
            return collected;
        }

        private void Start()
        {
            var batch = _batch;
            _running.Enqueue(Task.Run(() => JudgeAll(batch)));
            _batch = new(BatchSize);
        }

        private Judgement[] JudgeAll(List<(ResourceState State, Surroundings Surroundings)> batch)
        {
            var judgements = new Judgement[batch.Count];
            for (var i = 0; i < judgements.Length; i++)
            {
                judgements[i] = judge.Of(batch[i].State, batch[i].Surroundings, now);
            }
            return judgements;
        }

        private async Task CollectAsync()
        {
            foreach (var judgement in await _running.Dequeue())
            {
                collected.Add(judgement);
            }
        }
    }

    private sealed class Collected(IProgress<int>? progress)
    {
        private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
        private readonly ImmutableArray<ReportedPlan>.Builder _plans = ImmutableArray.CreateBuilder<ReportedPlan>();
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _unplanned = new(StringComparer.Ordinal);
        private ResourceId? _first;

        public int Resources { get; private set; }

        public void Add(Judgement judgement)
        {
            Resources++;
            if (Resources % 1000 == 0)
            {
                progress?.Report(Resources);
            }
            _first ??= judgement.State.Id;
            if (judgement.Findings.IsEmpty)
            {
                return;
            }
            _findings.AddRange(judgement.Findings);
            _names[judgement.State.Id.Arn] = judgement.State.Name;
            foreach (var finding in judgement.Findings.Where(finding => finding.Response >= Response.Revert))
            {
                if (judgement.TicketReason(finding) is { } reason)
                {
                    _unplanned[finding.Id] = reason;
                }
            }
            if (judgement is { Plan: { } plan, Verdict: { } verdict })
            {
                var resolves = judgement.Findings.Where(plan.Settles).Select(finding => finding.Id);
                _plans.Add(new(plan, verdict, [.. resolves]));
            }
        }

        public AuditReport ToReport(PolicyEvaluator evaluator) =>
            new()
            {
                Account = _first?.Account ?? "",
                Region = _first?.Region ?? "",
                Policy = evaluator.Policy,
                Resources = Resources,
                Findings = _findings.ToImmutable(),
                Plans = _plans.ToImmutable(),
                Unplanned = _unplanned.ToImmutableDictionary(StringComparer.Ordinal),
                ResourceNames = _names.ToImmutableDictionary(StringComparer.Ordinal),
            };
    }
}
