using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Rechecks;

namespace Remediation.Engine;

/// <summary>
/// The loop: from events to the resources that they name, each of which is handled once, however many events name it. Events
/// only say where to look; what is done follows from the live state alone.
/// </summary>
public sealed class Reconciler
{
    private static readonly ImmutableHashSet<string> TagCalls =
    [
        "CreateTags",
        "DeleteTags",
        "TagResource",
        "UntagResource",
    ];

    private readonly SiteDirectory _sites;
    private readonly ReconcilerOptions _options;
    private readonly RecheckDesk _rechecks;
    private readonly ExemptionWatch _exemptions;
    private readonly ApprovalDesk _approvals;
    private readonly ApprovalClerk _clerk;
    private readonly ImmutableHashSet<(string ResourceType, string Trigger)> _triggers;

    public Reconciler(
        EnginePorts ports,
        PolicyEvaluator evaluator,
        ImmutableArray<Check> checks,
        ReconcilerOptions options
    )
    {
        _sites = new(ports, evaluator, options);
        _options = options;
        _rechecks = new(ports.Records, ports.Time);
        _exemptions = new(ports, evaluator.Policy, checks, options);
        _approvals = new(ports.Records, ports.Time);
        _clerk = new(ports);
        _triggers =
        [
            .. checks.SelectMany(check =>
                check.Metadata.ResourceTypes.SelectMany(type =>
                    check.Metadata.Triggers.Select(trigger => (type, trigger))
                )
            ),
        ];
    }

    /// <summary>Handles a batch. There is at least one outcome for every record, in the order of the records.</summary>
    public async Task<ImmutableArray<Outcome>> HandleAsync(
        IReadOnlyList<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new List<(int Record, Outcome Outcome)>();
        var work = new OrderedDictionary<ResourceReference, WorkItem>();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].ApprovalToken is not null)
            {
                var record = i;
                var approved = await ApproveAsync(events[i], cancellationToken);
                outcomes.AddRange(approved.Select(outcome => (record, outcome)));
                continue;
            }
            await SortOutAsync(i, events[i], work, outcomes, cancellationToken);
        }
        foreach (var (reference, item) in work)
        {
            var sources = item.Records.ConvertAll(record => events[record]);
            var done = await HandleAsync(item.Site, reference, sources, null, cancellationToken);
            outcomes.AddRange(
                item.Records.SelectMany(
                    (record, n) => done.Select(outcome => (record, n == 0 ? outcome : Shared(outcome, events[record])))
                )
            );
        }
        await _sites.DrainAsync(cancellationToken);
        return [.. outcomes.OrderBy(item => item.Record).Select(item => item.Outcome)];
    }

    /// <summary>
    /// Carries out a plan that somebody approves of, if the resource still is what the plan was made for. What else is wrong with
    /// the resource is handled as after any event.
    /// </summary>
    /// <param name="planHash">The plan's hash, from the ticket.</param>
    /// <param name="by">Who approves, for the ledger; whoever calls has made sure of it.</param>
    /// <param name="cancellationToken">Heeded between steps.</param>
    public async Task<ApprovalResult> ApproveAsync(string planHash, string by, CancellationToken cancellationToken)
    {
        var result = await CarryOutAsync(planHash, by, cancellationToken);
        await _sites.DrainAsync(cancellationToken);
        return result;
    }

    // As a signed event. That it was used is kept once it has come to an end, and never in a dry run.
    private async Task<ImmutableArray<Outcome>> ApproveAsync(ParsedEvent parsed, CancellationToken cancellationToken)
    {
        var (approval, refused) = await _clerk.AdmitAsync(parsed, cancellationToken);
        if (approval is null)
        {
            return [refused!];
        }
        var (plan, by) = (approval.PlanHash, approval.By);
        var result = await CarryOutAsync(plan, by, cancellationToken);
        var reason = result.Refusal is { } refusal
            ? $"{by} approved of plan {plan}, and it was not carried out: {refusal}"
            : $"{by} approved of plan {plan}";
        ImmutableArray<Outcome> outcomes = result.Outcomes.IsEmpty
            ? [Outcomes.Of(parsed, result.IsRetryable ? Decision.Failed : Decision.Rejected, reason)]
            :
            [
                .. result.Outcomes.Select(outcome =>
                    outcome with
                    {
                        Event = parsed,
                        Reason = result.Refusal is null ? $"{reason}: {outcome.Reason}" : reason,
                    }
                ),
            ];
        if (result.IsRetryable || !_sites.MayChange)
        {
            return [.. outcomes.Select(outcome => outcome with { IsRetryable = result.IsRetryable })];
        }
        return await _clerk.UseAsync(approval, outcomes[0].Reason, cancellationToken) is { } unkept
            ?
            [
                outcomes[0] with
                {
                    Decision = Decision.Failed,
                    Reason = $"{reason}; but that it was used could not be kept: {unkept}",
                    IsRetryable = true,
                },
            ]
            : outcomes;
    }

    private async Task<ApprovalResult> CarryOutAsync(string planHash, string by, CancellationToken cancellationToken)
    {
        var (offer, refusal, isRetryable) = await _approvals.FindAsync(planHash, cancellationToken);
        if (offer is not { Resource: var resource })
        {
            return new([], refusal) { IsRetryable = isRetryable };
        }
        var approval = ParsedEvent.Understood(
            new()
            {
                EventId = $"approval-{planHash}",
                Channel = EventChannel.Manual,
                Resources = [resource],
                Actor = new() { DisplayName = by },
                Source = "remediation",
                Name = "approve",
                Time = Change.UnknownTime,
                Account = resource.Account,
                Region = resource.Region,
            }
        );
        var (site, unreached) = await _sites.OfAsync(resource, approval, cancellationToken);
        if (site is null)
        {
            return new([], unreached!.Reason) { IsRetryable = unreached.IsRetryable };
        }
        var outcomes = await HandleAsync(site, resource, [approval], new(planHash, by), cancellationToken);
        return new(outcomes, Refusal(outcomes, planHash))
        {
            IsRetryable = outcomes.Any(outcome => outcome is { Decision: Decision.Failed, IsRetryable: true }),
        };
    }

    private static string? Refusal(ImmutableArray<Outcome> outcomes, string planHash)
    {
        if (
            outcomes.Any(outcome =>
                outcome is { Decision: Decision.Reverted or Decision.Quarantined } && outcome.Plan?.Hash == planHash
            )
        )
        {
            return null;
        }
        var last = outcomes[^1];
        return last.Plan?.Hash == planHash
            ? last.Reason
            : $"the resource is not what plan {planHash} was made for: {last.Reason}"
                + (last.Plan is { } plan ? $"; the plan of now is {plan.Hash}" : "");
    }

    /// <summary>
    /// Looks again at the resources whose time has come: a break-glass change is to be reverted, a change window has begun, an
    /// exemption has ended. What fails is still due the next time, so that no outcome of these need be given back to whoever asked.
    /// </summary>
    public async Task<ImmutableArray<Outcome>> HandleDueAsync(CancellationToken cancellationToken)
    {
        // Whoever only observes leaves it to whoever enforces next.
        if (!_sites.MayChange)
        {
            return [];
        }
        var outcomes = ImmutableArray.CreateBuilder<Outcome>();
        if (await _exemptions.ScheduleAsync(cancellationToken) is { } unscheduled)
        {
            outcomes.Add(Unlooked($"what exemptions spared is not looked at again for now: {unscheduled}"));
        }
        var due = await _rechecks.DueAsync(cancellationToken);
        if (!due.IsAnswered)
        {
            outcomes.Add(Unlooked($"what is to be looked at again could not be read: {due.Error}"));
            return outcomes.ToImmutable();
        }
        foreach (var recheck in due.Value)
        {
            var done = await HandleAsync([recheck.ToEvent()], cancellationToken);
            outcomes.AddRange(done);
            if (done.All(outcome => outcome.Decision != Decision.Failed))
            {
                await _rechecks.ForgetAsync(recheck, cancellationToken);
            }
        }
        return outcomes.ToImmutable();
    }

    private static Outcome Unlooked(string reason) =>
        Outcomes.Later(Outcomes.Of(ParsedEvent.Ignored("rechecks"), Decision.Failed, reason));

    private static async Task<ImmutableArray<Outcome>> HandleAsync(
        Site site,
        ResourceReference reference,
        List<ParsedEvent> sources,
        Approval? approval,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await site.Resources.HandleAsync(reference, sources, approval, cancellationToken);
        }
        // What goes wrong with one resource, be it a bug of ours, must not take the others of the batch with it. It ends as
        // loudly as any failure: in the log, and after some tries in the dead-letter queue.
        catch (Exception exception)
        {
            var reason =
                exception is OperationCanceledException
                    ? $"the time of the invocation ran out before {reference} was handled"
                    : $"{reference} could not be handled because of a defect in the engine: {exception}";
            var failed = Outcomes.Of(sources[0], Decision.Failed, reason);
            return [failed with { Resource = reference.ResourceId, IsRetryable = true }];
        }
    }

    // Either the record is done with an outcome, or the resources that it names are put on the work list.
    private async Task SortOutAsync(
        int record,
        ParsedEvent parsed,
        OrderedDictionary<ResourceReference, WorkItem> work,
        List<(int, Outcome)> outcomes,
        CancellationToken cancellationToken
    )
    {
        if (parsed.Change is not { } change)
        {
            var decision = parsed.Kind == ParsedEventKind.Ignored ? Decision.Ignored : Decision.Rejected;
            outcomes.Add((record, Outcomes.Of(parsed, decision, parsed.Reason ?? "no reason was given")));
            return;
        }
        if (
            change.Finding is { } reported
            && await HandleFindingAsync(parsed, change, reported, cancellationToken) is { } handled
        )
        {
            outcomes.AddRange(handled.Select(outcome => (record, outcome)));
            if (!change.Resources.Any(reference => IsTriggered(change, reference)))
            {
                return;
            }
        }
        var named = change.Resources.Where(reference => IsTriggered(change, reference)).ToList();
        if (named.Count == 0)
        {
            outcomes.Add((record, Outcomes.Of(parsed, Decision.Ignored, $"no check depends on {change.Name}")));
            return;
        }
        foreach (var reference in named)
        {
            var (site, unreached) = await _sites.OfAsync(reference, parsed, cancellationToken);
            if (site is null)
            {
                outcomes.Add((record, unreached!));
            }
            else if (change.Name == "ReplaceNetworkAclAssociation")
            {
                Add(work, site, reference, record);
                await AddUsersAsync(record, parsed, site, reference, work, outcomes, cancellationToken);
            }
            else if (IsJudgedByOthers(change, reference))
            {
                await FanOutAsync(record, parsed, site, reference, work, outcomes, cancellationToken);
            }
            else
            {
                Add(work, site, reference, record);
            }
        }
    }

    // Null where the finding names no workload.
    private async Task<IReadOnlyList<Outcome>?> HandleFindingAsync(
        ParsedEvent parsed,
        Change change,
        ReportedFinding finding,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new List<Outcome>();
        foreach (var reference in change.Resources.Where(FindingHandler.IsWorkload))
        {
            var (site, unreached) = await _sites.OfAsync(reference, parsed, cancellationToken);
            outcomes.Add(
                site is null
                    ? unreached!
                    : await site.Findings.HandleAsync(reference, parsed, finding, cancellationToken)
            );
        }
        return outcomes.Count == 0 ? null : outcomes;
    }

    // A prefix list, and a group that was deleted, are judged where they are used: in every group with a rule that names them.
    private static bool IsJudgedByOthers(Change change, ResourceReference reference) =>
        reference.Id == ResourceReference.Every
        || reference.Type == ResourceTypes.PrefixList
        || change.Name == "DeleteSecurityGroup";

    // The call names the ACL that a subnet uses from now on, and not the subnet.
    private static async Task AddUsersAsync(
        int record,
        ParsedEvent parsed,
        Site site,
        ResourceReference acl,
        OrderedDictionary<ResourceReference, WorkItem> work,
        List<(int, Outcome)> outcomes,
        CancellationToken cancellationToken
    )
    {
        var read = await site.Account.ReadAsync(acl, cancellationToken);
        if (read.Error is { } error)
        {
            var reason = $"which subnets use {acl} could not be read: {error}";
            outcomes.Add(
                (record, Outcomes.Of(parsed, Decision.Failed, reason) with { IsRetryable = read.IsRetryable })
            );
        }
        foreach (var subnet in read.State?.Neighbours ?? [])
        {
            Add(work, site, subnet, record);
        }
    }

    private static async Task FanOutAsync(
        int record,
        ParsedEvent parsed,
        Site site,
        ResourceReference named,
        OrderedDictionary<ResourceReference, WorkItem> work,
        List<(int, Outcome)> outcomes,
        CancellationToken cancellationToken
    )
    {
        var isEvery = named.Id == ResourceReference.Every;
        var type = isEvery ? named.Type : ResourceTypes.SecurityGroup;
        try
        {
            var found = false;
            await foreach (var state in site.Account.ListAsync(type, cancellationToken))
            {
                if (isEvery || RuleReferences.Name(state, named.Id))
                {
                    found = true;
                    Add(work, site, state.Id.ToReference(), record);
                }
            }
            if (!found)
            {
                var nothing = isEvery ? $"there is no {type}" : $"no security group refers to {named}";
                outcomes.Add((record, Outcomes.Of(parsed, Decision.Compliant, nothing)));
            }
        }
        catch (AccountException exception)
        {
            var reason = isEvery
                ? $"{named} could not be listed: {exception.Error}"
                : $"the groups that refer to {named} could not be listed: {exception.Error}";
            outcomes.Add(
                (record, Outcomes.Of(parsed, Decision.Failed, reason) with { IsRetryable = exception.IsRetryable })
            );
        }
    }

    private bool IsTriggered(Change change, ResourceReference reference)
    {
        var judged = reference.Type == ResourceTypes.PrefixList ? ResourceTypes.SecurityGroup : reference.Type;
        return change.Channel == EventChannel.CloudTrail
            ? _triggers.Contains((judged, change.Trigger)) || TagCalls.Contains(change.Name)
            : _triggers.Any(trigger => trigger.ResourceType == judged);
    }

    private static void Add(
        OrderedDictionary<ResourceReference, WorkItem> work,
        Site site,
        ResourceReference reference,
        int record
    )
    {
        if (!work.TryGetValue(reference, out var item))
        {
            work.Add(reference, item = new(site, []));
        }
        if (!item.Records.Contains(record))
        {
            item.Records.Add(record);
        }
    }

    private static Outcome Shared(Outcome outcome, ParsedEvent parsed) =>
        outcome with
        {
            Event = parsed,
            Reason = $"{outcome.Reason} (handled together with event {outcome.Event.EventId})",
        };

    // One resource, where it is handled, and the records that name it.
    private sealed record WorkItem(Site Site, List<int> Records);
}
