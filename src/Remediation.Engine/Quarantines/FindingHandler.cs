using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Guards;
using Remediation.Engine.Rechecks;
using Remediation.Engine.Tickets;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Cuts off the workload that a finding of another service names, where the policy says so. What the finding says of the workload is
/// not believed: it is looked up, and if it is not there, or is no workload of its own, nothing is done.
/// </summary>
internal sealed class FindingHandler(EnginePorts ports, Policy policy, ReconcilerOptions options)
{
    /// <summary>By what the ticket of a workload is called among those of checks.</summary>
    public const string TicketName = "quarantine";

    private readonly Quarantiner _quarantiner = new(ports, policy, options.Leases, options.VerifyDelays);
    private readonly Guard _guard = new(policy, ports);
    private readonly FindingMemory _memory = new(ports);
    private readonly RecheckDesk _rechecks = new(ports.Records, ports.Time);
    private readonly Responder _responder = new(ports, options.DeliverWithin);

    public static bool IsWorkload(ResourceReference reference) =>
        reference.Type is ResourceTypes.Instance or ResourceTypes.NetworkInterface;

    public async Task<Outcome> HandleAsync(
        ResourceReference reference,
        ParsedEvent parsed,
        ReportedFinding finding,
        CancellationToken cancellationToken
    )
    {
        var told = $"{string.Join(", ", finding.Types)} ({Word(finding)})";
        if (!policy.Quarantine.AsksFor(finding.Types, finding.Severity))
        {
            return Outcome(parsed, reference, Decision.Ignored, $"the policy has no quarantine for {told}");
        }
        var request = new QuarantineRequest(reference.In(options.Account, options.Region), Containment.Who(parsed))
        {
            Events = [finding.Id],
            Reason = told,
        };
        var proposed = await _quarantiner.ProposeAsync(request, cancellationToken);
        if (!options.Apply || policy.Mode == EnforcementMode.Observe)
        {
            return Seen(parsed, reference, proposed, told);
        }
        if (proposed.IsNothingToDo)
        {
            return await RespondAsync(
                parsed,
                reference,
                Decision.Quarantined,
                "it is cut off already",
                null,
                cancellationToken
            );
        }
        if (
            proposed.Failure is { } failure
            && proposed.Steps.All(step => step.LedgerId is null)
            && IsHopeless(proposed)
        )
        {
            return await TicketAsync(
                parsed,
                reference,
                finding,
                $"{told}: {failure}",
                proposed.Interfaces,
                cancellationToken
            );
        }
        return await ReleasedAsync(proposed, finding, cancellationToken) switch
        {
            { IsAnswered: false, Error: var error } => Outcome(
                parsed,
                reference,
                Decision.Failed,
                $"nothing was changed, since the ledger could not be read: {error}"
            ) with
            {
                IsRetryable = true,
            },
            { Value: { Length: > 0 } released } => await TicketAsync(
                parsed,
                reference,
                finding,
                $"{told}: {released}",
                proposed.Interfaces,
                cancellationToken
            ),
            _ => await CutOffAsync(
                parsed,
                reference,
                finding,
                request,
                InterfacesOf(proposed),
                told,
                cancellationToken
            ),
        };
    }

    private async Task<Outcome> CutOffAsync(
        ParsedEvent parsed,
        ResourceReference reference,
        ReportedFinding finding,
        QuarantineRequest request,
        ImmutableArray<ResourceId> interfaces,
        string told,
        CancellationToken cancellationToken
    )
    {
        var verdict = await _guard.AskQuarantineAsync(
            $"quarantine-{reference.Id}-{finding.Id}",
            finding.Severity,
            cancellationToken
        );
        if (verdict.Retry is { } retry)
        {
            return Outcome(parsed, reference, Decision.Failed, retry) with { IsRetryable = true };
        }
        if (verdict.Hold is { } held)
        {
            return await WaitAsync(parsed, reference, finding, held, verdict.Until, cancellationToken) is { } unkept
                ? unkept
                : await TicketAsync(parsed, reference, finding, $"{told}: {held}", Ids(interfaces), cancellationToken);
        }
        if (await _memory.RememberAsync(finding.Id, interfaces, cancellationToken) is { } forgotten)
        {
            var why = $"nothing was changed, since for what it is cut off could not be kept: {forgotten}";
            return Outcome(parsed, reference, Decision.Failed, why) with { IsRetryable = true };
        }
        var result = await _quarantiner.ApplyAsync(request, cancellationToken);
        if (result.Failure is { } failure)
        {
            var done = result.LedgerIds.Any() ? "it is cut off in part" : "nothing was changed";
            return IsHopeless(result)
                ? await TicketAsync(
                    parsed,
                    reference,
                    finding,
                    $"{told}: {failure}; {done}",
                    Ids(interfaces),
                    cancellationToken
                )
                : Outcome(parsed, reference, Decision.Failed, $"{failure}; {done}") with
                {
                    IsRetryable = true,
                    LedgerId = result.LedgerIds.LastOrDefault(),
                };
        }
        return await RespondAsync(
            parsed,
            reference,
            Decision.Quarantined,
            $"cut off {string.Join(", ", result.Interfaces)} for {told}",
            result.LedgerIds.LastOrDefault(),
            cancellationToken
        );
    }

    // Null when the finding will be handled again once what holds it back is over, or only a person ends that.
    private async Task<Outcome?> WaitAsync(
        ParsedEvent parsed,
        ResourceReference reference,
        ReportedFinding finding,
        string held,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    ) =>
        until is { } due
        && await _rechecks.ScheduleAsync(
            reference.In(options.Account, options.Region).ResourceId!,
            due,
            held,
            cancellationToken,
            finding
        )
            is { } unkept
            ? Outcome(
                parsed,
                reference,
                Decision.Failed,
                $"{held}; but that it is to be looked at again could not be kept: {unkept}"
            ) with
            {
                IsRetryable = true,
            }
            : null;

    private async Task<StoreAnswer<string>> ReleasedAsync(
        QuarantineResult proposed,
        ReportedFinding finding,
        CancellationToken cancellationToken
    )
    {
        foreach (var item in InterfacesOf(proposed))
        {
            var released = await _memory.ReleasedAsync(finding.Id, item, cancellationToken);
            if (!released.IsAnswered || released.Value.Length > 0)
            {
                return released;
            }
        }
        return StoreAnswer<string>.Of("");
    }

    private static ImmutableArray<ResourceId> InterfacesOf(QuarantineResult proposed) =>
        [
            .. proposed.Interfaces.Select(id => new ResourceId(
                ResourceTypes.NetworkInterface,
                id,
                proposed.Workload!.Account,
                proposed.Workload.Region
            )),
        ];

    private static ImmutableArray<string> Ids(ImmutableArray<ResourceId> interfaces) =>
        [.. interfaces.Select(item => item.Id)];

    private Outcome Seen(ParsedEvent parsed, ResourceReference reference, QuarantineResult proposed, string told)
    {
        var (decision, reason) =
            proposed.IsNothingToDo ? (Decision.Quarantined, "it is cut off already")
            : proposed.Failure is not { } failure
                ? (Decision.Quarantined, $"cuts off {string.Join(", ", proposed.Interfaces)} for {told}")
            : IsHopeless(proposed) ? (Decision.Ticketed, $"{told}: {failure}")
            : (Decision.Failed, failure);
        var seen = Outcome(parsed, reference, decision, reason) with
        {
            IsDryRun = !options.Apply,
            IsRetryable = decision == Decision.Failed,
        };
        return policy.Mode == EnforcementMode.Observe && decision != Decision.Failed
            ? seen with
            {
                Decision = Decision.Observed,
                Reason = $"the policy's mode is observe; enforce would: {reason}",
            }
            : seen;
    }

    private static bool IsHopeless(QuarantineResult result) =>
        !result.IsRetryable && result.Steps.All(step => step.Problem is null || !step.IsRetryable);

    private Task<Outcome> TicketAsync(
        ParsedEvent parsed,
        ResourceReference reference,
        ReportedFinding finding,
        string reason,
        IReadOnlyCollection<string> interfaces,
        CancellationToken cancellationToken
    )
    {
        var (resource, now) = (reference.In(options.Account, options.Region).ResourceId!, ports.Time.GetUtcNow());
        var notice = new TicketNotice
        {
            Key = TicketKeys.Of(resource, TicketName),
            Status = TicketStatus.Open,
            Resource = resource,
            Check = TicketName,
            CheckTitle = "A finding asks for the workload to be cut off",
            Severity = finding.Severity,
            Reason = reason,
            Actor = Containment.Who(parsed),
            BlastRadius = BlastRadius.OfWorkload(interfaces),
            Command = $"remediate quarantine {resource.Id} --live --apply",
            ManualFix =
                "Look into the finding. Cut the workload off by the command, or by hand where others depend on it.",
            EventId = finding.Id,
            FirstSeen = now,
            LastSeen = now,
        };
        return RespondAsync(parsed, reference, Decision.Ticketed, reason, null, cancellationToken, notice);
    }

    private Task<Outcome> RespondAsync(
        ParsedEvent parsed,
        ResourceReference reference,
        Decision decision,
        string reason,
        string? ledgerId,
        CancellationToken cancellationToken,
        TicketNotice? notice = null
    ) =>
        _responder.RespondOnceAsync(
            Outcome(parsed, reference, decision, reason) with
            {
                LedgerId = ledgerId,
                CutOff = decision == Decision.Quarantined ? [reference.Id!] : [],
            },
            notice,
            cancellationToken
        );

    private Outcome Outcome(ParsedEvent parsed, ResourceReference reference, Decision decision, string reason) =>
        Outcomes.Of(parsed, decision, reason) with
        {
            Resource = reference.In(options.Account, options.Region).ResourceId,
        };

    private static string Word(ReportedFinding finding) => Core.Reports.ReportWriter.Word(finding.Severity);
}
