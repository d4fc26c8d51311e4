using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Quarantines;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine.Leases;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Cuts a workload off: makes sure that the isolation group of each of its VPCs lets through exactly what the policy leaves, moves every
/// interface into it, and (hard) has network ACLs deny its addresses. Nothing is begun unless all of it but the ACLs can be done.
/// Asking again goes on where an earlier attempt stopped, and does nothing where all is done.
/// </summary>
public sealed class Quarantiner(
    EnginePorts ports,
    Policy policy,
    LeaseOptions leasing,
    ImmutableArray<TimeSpan> verifyDelays
)
{
    private const string Tracked =
        "connections that are open already stay open until they end: security groups do not cut what they track. --hard has "
        + "network ACLs deny its addresses";

    private const string WithinSubnet =
        "network ACLs decide between subnets by the other side's address: open connections within the subnet, and with "
        + "addresses outside of the VPC, stay until they end";

    private readonly StepRunner _runner = new(ports, leasing, verifyDelays);

    /// <summary>What it would do now. Nothing is changed or recorded.</summary>
    public async Task<QuarantineResult> ProposeAsync(QuarantineRequest request, CancellationToken cancellationToken)
    {
        var (workload, refusal) = await FindAsync(request.Workload, cancellationToken);
        return workload is null
            ? refusal!
            : await StepsAsync(
                workload,
                request,
                (resource, plan) => _runner.ProposeAsync(resource, plan, cancellationToken),
                cancellationToken
            );
    }

    /// <summary>Cuts it off.</summary>
    public async Task<QuarantineResult> ApplyAsync(QuarantineRequest request, CancellationToken cancellationToken)
    {
        var (workload, refusal) = await FindAsync(request.Workload, cancellationToken);
        if (workload is null)
        {
            return refusal!;
        }
        var proposed = await ProposeAsync(request, cancellationToken);
        if (proposed.Steps.Any(step => step.Problem is not null && !IsAcl(step.Resource)))
        {
            return proposed;
        }
        var record = new StepRecord(LedgerAction.Quarantine, workload.Id.Arn, request.By)
        {
            Events = request.Events,
            Reason = request.Reason,
            Checks = request.Checks,
        };
        return await StepsAsync(
            workload,
            request,
            (resource, plan) => _runner.RunAsync(resource, record, plan, cancellationToken),
            cancellationToken
        );
    }

    private async Task<(Workload? Workload, QuarantineResult? Refusal)> FindAsync(
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Account.ReadAsync(reference, cancellationToken);
        if (read.State is not { } state)
        {
            var why = read.IsNotFound
                ? $"{reference} does not exist, or has no network interface"
                : $"{reference} could not be read: {read.Error}";
            return (null, QuarantineResult.Refused(reference.ResourceId, why, read.IsRetryable));
        }
        return Workload.Of(state) is not { } workload
                ? (
                    null,
                    QuarantineResult.Refused(state.Id, $"{state.Id} is neither an instance nor a network interface")
                )
            : WhyNot(workload) is { } refusal
                ? (
                    null,
                    QuarantineResult.Refused(workload.Id, refusal) with
                    {
                        Interfaces = [.. workload.Interfaces.Select(item => item.Id.Id)],
                    }
                )
            : (workload, null);
    }

    // Of a workload that is cut off in part nobody can say that it is cut off.
    private string? WhyNot(Workload workload)
    {
        foreach (var state in workload.Interfaces.Prepend<ResourceState>(workload.State))
        {
            if (policy.Guardrails.NeverTouch.FirstOrDefault(p => Pattern.MatchesResource(p, state)) is { } pattern)
            {
                return $"the policy's neverTouch has {pattern}, so that {state.Id} is not cut off";
            }
        }
        foreach (var item in workload.Interfaces)
        {
            if (item.WhyShared is { } shared)
            {
                return $"{item.Id} is not cut off: {shared}. Others than one workload may depend on it: see to it by hand";
            }
            if (item.VpcId.Length == 0)
            {
                return $"it is not known in which VPC {item.Id} is";
            }
        }
        return null;
    }

    private async Task<QuarantineResult> StepsAsync(
        Workload workload,
        QuarantineRequest request,
        Func<ResourceId, Func<ResourceState, Task<StepPlan>>, Task<QuarantineStep>> run,
        CancellationToken cancellationToken
    )
    {
        var isHard = request.IsHard ?? policy.Quarantine.IsHard;
        var steps = ImmutableArray.CreateBuilder<QuarantineStep>();
        var result = new QuarantineResult(workload.Id)
        {
            Interfaces = [.. workload.Interfaces.Select(item => item.Id.Id)],
            Notes = [isHard ? WithinSubnet : Tracked],
        };
        var groups = new Dictionary<string, ResourceId>(StringComparer.Ordinal);
        foreach (var vpc in workload.Interfaces.Select(item => item.VpcId).Distinct(StringComparer.Ordinal))
        {
            var group = await GroupAsync(
                new(ResourceTypes.IsolationGroup, vpc, workload.Id.Account, workload.Id.Region),
                steps,
                run,
                cancellationToken
            );
            if (group is null)
            {
                return result with { Steps = steps.ToImmutable() };
            }
            groups[vpc] = group;
        }
        foreach (var item in workload.Interfaces)
        {
            var group = groups[item.VpcId];
            var step = await run(
                item.Id,
                state => Plan(state, (ElasticInterface now) => QuarantinePlanner.ForInterface(now, group.Id))
            );
            steps.Add(step);
        }
        if (isHard)
        {
            await AddAclsAsync(workload, steps, run, cancellationToken);
        }
        await AddLateRulesAsync(groups.Values, steps, run, cancellationToken);
        var done = result with { Steps = steps.ToImmutable() };
        return done.IsNothingToDo ? done with { Notes = [] } : done;
    }

    // The group of a VPC once it is as it has to be; null where it is not, and then nothing is moved into it.
    private async Task<ResourceId?> GroupAsync(
        ResourceId vpc,
        ImmutableArray<QuarantineStep>.Builder steps,
        Func<ResourceId, Func<ResourceState, Task<StepPlan>>, Task<QuarantineStep>> run,
        CancellationToken cancellationToken
    )
    {
        IsolationGroup? seen = null;
        var made = await run(
            vpc,
            state =>
                Plan(
                    state,
                    (IsolationGroup now) =>
                    {
                        seen = now;
                        return QuarantinePlanner.ForGroup(now);
                    }
                )
        );
        steps.Add(made);
        if (made.Problem is not null)
        {
            return null;
        }
        if (made.LedgerId is not null)
        {
            // Only what is there by its own id is used, never what was to be there.
            seen = (await ports.Account.ReadAsync(vpc.ToReference(), cancellationToken)).State as IsolationGroup;
            if (seen?.GroupId is null)
            {
                steps.Add(
                    new(vpc) { Problem = $"the group in {vpc.Id} was made and does not show yet", IsRetryable = true }
                );
                return null;
            }
        }
        if (seen is { GroupId: null } planned)
        {
            // It is only to be made: what will be there is known all the same.
            var group = planned.AsPlanned();
            var rules = QuarantinePlanner.ForRules(group, policy.Quarantine);
            steps.Add(new(group.Id) { Plan = rules.Plan, Problem = rules.Problem });
            return rules.Problem is null ? group.Id : null;
        }
        var id = new ResourceId(ResourceTypes.SecurityGroup, seen!.GroupId!, vpc.Account, vpc.Region);
        var step = await run(id, RulesPlan);
        steps.Add(step);
        return step.Problem is null ? id : null;
    }

    private Task<StepPlan> RulesPlan(ResourceState state) =>
        Plan(state, (SecurityGroup now) => QuarantinePlanner.ForRules(now, policy.Quarantine));

    private async Task AddAclsAsync(
        Workload workload,
        ImmutableArray<QuarantineStep>.Builder steps,
        Func<ResourceId, Func<ResourceState, Task<StepPlan>>, Task<QuarantineStep>> run,
        CancellationToken cancellationToken
    )
    {
        var acls = new List<NetworkAcl>();
        try
        {
            await foreach (var state in ports.Account.ListAsync(ResourceTypes.NetworkAcl, cancellationToken))
            {
                if (state is NetworkAcl { Associations.IsEmpty: false } acl)
                {
                    acls.Add(acl);
                }
            }
        }
        catch (AccountException exception)
        {
            steps.Add(
                new(workload.Id)
                {
                    Problem = $"the network ACLs could not be listed: {exception.Error}",
                    IsRetryable = exception.IsRetryable,
                }
            );
            return;
        }
        foreach (var vpc in workload.Interfaces.GroupBy(item => item.VpcId, StringComparer.Ordinal))
        {
            var addresses = vpc.Aggregate(AddressSet.Empty, (all, item) => all.Union(item.Addresses));
            foreach (var acl in acls.Where(acl => acl.VpcId == vpc.Key))
            {
                steps.Add(
                    await run(
                        acl.Id,
                        state => Plan(state, (NetworkAcl now) => QuarantinePlanner.ForAcl(now, addresses))
                    )
                );
            }
        }
    }

    // Between the look at the group and the last move somebody may have opened it again.
    private async Task AddLateRulesAsync(
        IEnumerable<ResourceId> groups,
        ImmutableArray<QuarantineStep>.Builder steps,
        Func<ResourceId, Func<ResourceState, Task<StepPlan>>, Task<QuarantineStep>> run,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var group in groups.Where(group => !steps.Any(step => step.Resource == group && IsOnlyPlanned(step))))
        {
            var step = await run(group, RulesPlan);
            if (!step.IsNothing)
            {
                steps.Add(step);
            }
        }
    }

    private static bool IsOnlyPlanned(QuarantineStep step) => step is { Plan: not null, LedgerId: null };

    private static bool IsAcl(ResourceId resource) => resource.Type == ResourceTypes.NetworkAcl;

    private static Task<StepPlan> Plan<TState>(ResourceState state, Func<TState, QuarantinePlanning> plan)
        where TState : ResourceState =>
        Task.FromResult(
            state is TState known
                ? new StepPlan(plan(known))
                : StepPlan.Failed($"{state.Id} is no {typeof(TState).Name}")
        );
}
