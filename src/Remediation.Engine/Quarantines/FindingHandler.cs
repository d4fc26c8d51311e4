using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Guards;
using Remediation.Engine.Ledgers;
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
            return await TicketAsync(parsed, reference, finding, $"{told}: {failure}", cancellationToken);
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
                cancellationToken
            ),
            _ => await CutOffAsync(parsed, reference, finding, request, told, cancellationToken),
        };
    }

    private async Task<Outcome> CutOffAsync(
        ParsedEvent parsed,
        ResourceReference reference,
        ReportedFinding finding,
        QuarantineRequest request,
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
            return await TicketAsync(parsed, reference, finding, $"{told}: {held}", cancellationToken);
        }
        var result = await _quarantiner.ApplyAsync(request, cancellationToken);
        if (result.Failure is { } failure)
        {
            var done = result.LedgerIds.Any() ? "it is cut off in part" : "nothing was changed";
            return IsHopeless(result)
                ? await TicketAsync(parsed, reference, finding, $"{told}: {failure}; {done}", cancellationToken)
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

    // A service keeps updating a finding, so that one that led to a quarantine comes again after a person has ended that.
    private async Task<StoreAnswer<string>> ReleasedAsync(
        QuarantineResult proposed,
        ReportedFinding finding,
        CancellationToken cancellationToken
    )
    {
        foreach (var id in proposed.Interfaces)
        {
            var resource = new ResourceId(
                ResourceTypes.NetworkInterface,
                id,
                proposed.Workload!.Account,
                proposed.Workload.Region
            );
            var history = await ports.Ledger.HistoryAsync(resource, cancellationToken);
            if (!history.IsAnswered)
            {
                return StoreAnswer<string>.Failed(history.Error);
            }
            var operations = LedgerOperation.Of(history.Value);
            var last = operations.LastOrDefault(operation =>
                operation.Intent.Action == LedgerAction.Quarantine
                && operation.Intent.Events.Contains(finding.Id, StringComparer.Ordinal)
            );
            var release = operations
                .SkipWhile(operation => operation != last)
                .FirstOrDefault(operation => operation.Intent.Action == LedgerAction.Release && operation.IsDone);
            if (last is not null && release is not null)
            {
                return StoreAnswer<string>.Of(
                    $"it was cut off for this finding before and {release.Intent.Actor} let it out (release {release.Id}); it is left so"
                );
            }
        }
        return StoreAnswer<string>.Of("");
    }

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
