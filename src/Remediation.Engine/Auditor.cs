using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Reports;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>Judges every resource of an account and plans for it, and changes nothing.</summary>
public sealed class Auditor(PolicyEvaluator evaluator, TimeProvider time)
{
    private static readonly ImmutableArray<string> Types = [ResourceTypes.SecurityGroup, ResourceTypes.NetworkAcl];

    /// <param name="account">Where the resources are.</param>
    /// <param name="progress">Told the number of resources judged so far, now and then; or null.</param>
    public async Task<AuditReport> AuditAsync(
        IAccount account,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        var judge = new Judge(evaluator, Planner.Plan);
        var now = time.GetUtcNow();
        var collected = new Collected();
        foreach (var type in Types)
        {
            var kinds = judge.SurroundingsFor(type);
            await foreach (var state in account.ListAsync(type, cancellationToken))
            {
                var surroundings = await account.ReadSurroundingsAsync(state, kinds, cancellationToken);
                collected.Add(judge.Of(state, surroundings, now));
                if (collected.Resources % 1000 == 0)
                {
                    progress?.Report(collected.Resources);
                }
            }
        }
        return collected.ToReport(evaluator);
    }

    private sealed class Collected
    {
        private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
        private readonly ImmutableArray<ReportedPlan>.Builder _plans = ImmutableArray.CreateBuilder<ReportedPlan>();
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private ResourceId? _first;

        public int Resources { get; private set; }

        public void Add(Judgement judgement)
        {
            Resources++;
            _first ??= judgement.State.Id;
            if (judgement.Findings.IsEmpty)
            {
                return;
            }
            _findings.AddRange(judgement.Findings);
            _names[judgement.State.Id.Arn] = judgement.State.Name;
            if (judgement is { Plan: { } plan, Verdict: { } verdict })
            {
                var targeted = plan
                    .Targets.Select(target => target.Check.Metadata.Id)
                    .ToHashSet(StringComparer.Ordinal);
                var resolves = judgement
                    .Findings.Where(finding =>
                        finding.Status == FindingStatus.Fail && targeted.Contains(finding.Check.Id)
                    )
                    .Select(finding => finding.Id);
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
                ResourceNames = _names.ToImmutableDictionary(StringComparer.Ordinal),
            };
    }
}
