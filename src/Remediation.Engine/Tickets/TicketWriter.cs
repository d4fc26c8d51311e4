using Remediation.Core.Events;
using Remediation.Core.Reports;
using Remediation.Core.Resources;

namespace Remediation.Engine.Tickets;

/// <summary>Makes the notice of a ticket from what was judged.</summary>
internal static class TicketWriter
{
    /// <param name="ticket">The ticket.</param>
    /// <param name="judgement">What it rests on.</param>
    /// <param name="now">The present time.</param>
    /// <param name="applyOptions">What the command that applies the plan has to be told beside it.</param>
    public static TicketNotice Write(Ticket ticket, Judgement judgement, DateTimeOffset now, string applyOptions)
    {
        var finding = ticket.Finding;
        var hasPlan = judgement.HasValidPlan && judgement.Plan!.Settles(finding);
        return new()
        {
            Key = TicketKeys.Of(finding.Resource, finding.Check.Id),
            Status = TicketStatus.Open,
            Resource = finding.Resource,
            ResourceName = judgement.State.Name ?? "",
            Check = finding.Check.Id,
            CheckTitle = finding.Check.Title,
            Severity = finding.Severity,
            Reason = ticket.Reason,
            Evidence =
            [
                .. finding.Evidence.Select(item => new TicketEvidence(item.Rule, item.Traffic, item.Offending)),
            ],
            Controls = [.. finding.Check.Controls.Select(control => control.Id)],
            Actor = ticket.Actor.PrincipalArn ?? ticket.Actor.DisplayName,
            Origin = OriginOf(ticket.Actor, judgement.State),
            BlastRadius = BlastRadius.Of(finding, judgement),
            Plan = hasPlan ? [.. judgement.Plan!.Calls.Select(call => call.Summary)] : [],
            PlanHash = hasPlan ? judgement.Plan!.Hash : null,
            Command = hasPlan ? $"remediate apply --plan {judgement.Plan!.Hash} --apply {applyOptions}" : null,
            ManualFix = finding.Check.ManualFix,
            EventId = ticket.EventId,
            FirstSeen = now,
            LastSeen = now,
        };
    }

    // Tags that begin with aws: are AWS's own; nobody else can set them.
    private static string OriginOf(Actor actor, ResourceState state)
    {
        var tool = actor.Origin == ChangeOrigin.Unknown ? "" : ReportWriter.Word(actor.Origin);
        return state.Tags.FirstOrDefault(tag => tag.Key == "aws:cloudformation:stack-name") is { Value: { } stack }
            ? $"{tool} (the resource belongs to the CloudFormation stack {stack})".TrimStart()
            : tool;
    }
}
