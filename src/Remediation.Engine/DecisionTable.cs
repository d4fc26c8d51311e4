using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;

namespace Remediation.Engine;

/// <summary>What a judgement comes to, and why, in words for the person who reads the report.</summary>
internal static class DecisionTable
{
    public static (Decision Decision, string Reason) Of(Judgement judgement, EnforcementMode mode)
    {
        var open = judgement.Open.ToList();
        if (open.Count == 0)
        {
            var exempted = judgement.Findings.Length;
            return (Decision.Compliant, exempted == 0 ? "no check fails" : $"all {exempted} findings are exempted");
        }
        var (decision, reason) = InEnforceMode(judgement, open);
        return mode == EnforcementMode.Observe && decision != Decision.Observed
            ? (Decision.Observed, $"the policy's mode is observe; enforce would have {Past(decision)}: {reason}")
            : (decision, reason);
    }

    private static (Decision, string) InEnforceMode(Judgement judgement, List<Finding> open)
    {
        var tickets = open.Select(judgement.TicketReason).OfType<string>().ToList();
        if (judgement.IsToBeApplied)
        {
            var done = Done(judgement.Verdict!.Proof, tickets.Count);
            return judgement.WantsQuarantine && judgement.NotCutOff is null
                ? (Decision.Quarantined, $"cuts off what is attached; {done}")
                : (Decision.Reverted, done);
        }
        if (tickets.Count > 0)
        {
            return (Decision.Ticketed, string.Join("; ", tickets.Distinct(StringComparer.Ordinal)));
        }
        return open.Exists(finding => finding.Response == Response.Notify)
            ? (Decision.Notified, "the policy responds with a notification")
            : (Decision.Observed, "the policy only observes this");
    }

    /// <summary>What a plan that was carried out took away, and how many tickets are left.</summary>
    public static string Done(Proof proof, int tickets) =>
        tickets == 0 ? Done(proof) : $"{Done(proof)}; and {Count(tickets)} opened";

    private static string Done(Proof proof)
    {
        if (!proof.Changes.IsEmpty)
        {
            return string.Join("; ", proof.Changes);
        }
        var taken = string.Join("; ", proof.TrafficRemoved);
        return taken.Length == 0 ? "takes away rules that let nothing else through" : $"takes away {taken}";
    }

    private static string Count(int tickets) => tickets == 1 ? "1 ticket is" : $"{tickets} tickets are";

    private static string Past(Decision decision) =>
        decision switch
        {
            Decision.Reverted => "reverted",
            Decision.Quarantined => "quarantined",
            Decision.Ticketed => "opened a ticket",
            _ => "notified",
        };
}
