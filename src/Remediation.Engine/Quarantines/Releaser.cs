using System.Collections.Immutable;
using Remediation.Core.Quarantines;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Engine.Leases;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Lets a workload out of its quarantine: exactly what the ledger says that the quarantine changed, three-way against the present state.
/// The isolation group stays, for the next one.
/// </summary>
public sealed class Releaser(EnginePorts ports, LeaseOptions leasing, ImmutableArray<TimeSpan> verifyDelays)
{
    private readonly StepRunner _runner = new(ports, leasing, verifyDelays);

    /// <summary>What releasing would do now. Nothing is changed or recorded.</summary>
    public async Task<QuarantineResult> ProposeAsync(ReleaseRequest request, CancellationToken cancellationToken)
    {
        var (cuts, refusal) = await FindAsync(request.Id, cancellationToken);
        return cuts is not { } known
            ? refusal!
            : await StepsAsync(
                known,
                request.IsForced,
                (cut, plan) => _runner.ProposeAsync(cut.Resource, plan, cancellationToken),
                cancellationToken
            );
    }

    /// <summary>Lets it out; nothing at all where somebody has changed any of it since, unless that is forced.</summary>
    public async Task<QuarantineResult> ApplyAsync(ReleaseRequest request, CancellationToken cancellationToken)
    {
        var (cuts, refusal) = await FindAsync(request.Id, cancellationToken);
        if (cuts is not { } known)
        {
            return refusal!;
        }
        var proposed = await ProposeAsync(request, cancellationToken);
        return proposed.Failure is not null || proposed.HasConflicts
            ? proposed
            : await StepsAsync(
                known,
                request.IsForced,
                (cut, plan) =>
                    _runner.RunAsync(
                        cut.Resource,
                        new(LedgerAction.Release, cut.Workload, request.By)
                        {
                            Checks = cut.First.Intent.Checks,
                            Reason = request.Reason,
                        },
                        plan,
                        cancellationToken
                    ),
                cancellationToken
            );
    }

    private async Task<QuarantineResult> StepsAsync(
        ImmutableArray<Cut> cuts,
        bool isForced,
        Func<Cut, Func<ResourceState, Task<StepPlan>>, Task<QuarantineStep>> run,
        CancellationToken cancellationToken
    )
    {
        var steps = ImmutableArray.CreateBuilder<QuarantineStep>();
        foreach (var cut in cuts)
        {
            var step = await run(cut, state => PlanAsync(cut, state, isForced, cancellationToken));
            // What is gone needs not be let out.
            steps.Add(IsGone(step) ? new(cut.Resource) { Notes = [step.Problem!] } : step);
        }
        return new(WorkloadOf(cuts[0]))
        {
            Interfaces =
            [
                .. cuts.Where(cut => cut.Resource.Type == ResourceTypes.NetworkInterface)
                    .Select(cut => cut.Resource.Id),
            ],
            Steps = steps.ToImmutable(),
        };
    }

    private static bool IsGone(QuarantineStep step) =>
        step is { Plan: null, IsRetryable: false, Problem: { } problem }
        && problem == $"{step.Resource.Id} does not exist any more";

    private async Task<StepPlan> PlanAsync(
        Cut cut,
        ResourceState state,
        bool isForced,
        CancellationToken cancellationToken
    )
    {
        if (state is NetworkAcl acl)
        {
            var (planning, conflicts) = ReleasePlanner.ForAcl(acl, cut.Entries, isForced);
            return new(planning) { Conflicts = conflicts, Undoes = cut.First.Id };
        }
        if (state is not ElasticInterface present || cut.Prior is not { } prior)
        {
            return StepPlan.Failed($"how {cut.Resource} was before is not in the ledger");
        }
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in prior.GroupIds)
        {
            var reference = new ResourceReference(
                ResourceTypes.SecurityGroup,
                cut.Resource.Account,
                cut.Resource.Region
            )
            {
                Id = group,
            };
            var read = await ports.Account.ReadAsync(reference, cancellationToken);
            if (read.Error is { } error)
            {
                return StepPlan.Failed($"{group} could not be read: {error}", read.IsRetryable);
            }
            if (read.IsNotFound)
            {
                gone.Add(group);
            }
        }
        var planned = ReleasePlanner.ForInterface(present, prior, cut.GroupId, id => !gone.Contains(id), isForced);
        return new(planned.Planning)
        {
            Conflicts = planned.Conflicts,
            Notes = planned.Notes,
            Undoes = cut.First.Id,
        };
    }

    private async Task<(ImmutableArray<Cut>? Cuts, QuarantineResult? Refusal)> FindAsync(
        string id,
        CancellationToken cancellationToken
    )
    {
        var listed = await ports.Ledger.ListAsync(cancellationToken);
        if (!listed.IsAnswered)
        {
            return (
                null,
                QuarantineResult.Refused(null, $"the ledger could not be read: {listed.Error}", isRetryable: true)
            );
        }
        var operations = LedgerOperation.Of(listed.Value);
        var cuts = Cut.Of(operations);
        var named = IsWorkload(id)
            ? [.. cuts.Where(cut => cut.Workload.EndsWith($"/{id}", StringComparison.Ordinal))]
            : Named(cuts, operations, id);
        if (!named.IsEmpty)
        {
            return (named, null);
        }
        var other = cuts.FirstOrDefault(cut => cut.Resource.Id == id);
        return (
            null,
            QuarantineResult.Refused(
                null,
                other is null
                    ? $"the ledger knows of no quarantine {id} that still lasts; remediate ledger list lists what was done"
                    : $"{id} was cut off together with {WorkloadOf(other)}; release that"
            )
        );
    }

    private static ImmutableArray<Cut> Named(
        ImmutableArray<Cut> cuts,
        ImmutableArray<LedgerOperation> operations,
        string id
    ) =>
        LedgerOperation.Find(operations, id).TryGet(out var operation, out _)
        && operation.Intent.Workload is { } workload
            ? [.. cuts.Where(cut => cut.Workload == workload)]
            : [];

    private static bool IsWorkload(string id) =>
        id.StartsWith("i-", StringComparison.Ordinal) || id.StartsWith("eni-", StringComparison.Ordinal);

    private static ResourceId WorkloadOf(Cut cut)
    {
        var id = cut.Workload[(cut.Workload.LastIndexOf('/') + 1)..];
        var type = id.StartsWith("eni-", StringComparison.Ordinal)
            ? ResourceTypes.NetworkInterface
            : ResourceTypes.Instance;
        return new(type, id, cut.Resource.Account, cut.Resource.Region);
    }
}
