using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.Visibility;

/// <summary>mirror-session-removed: a traffic mirror session of the baseline is gone, or shows less than it did.</summary>
public sealed class MirrorSessionRemoved : Check<TrafficMirrorSessions>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "mirror-session-removed",
            Title = "A traffic mirror session was removed or shows less than in the baseline.",
            Rationale =
                "Out-of-band inspection sees what a session mirrors and nothing else. Whoever wants to go unseen takes away the session, "
                + "and no packet is lost that anybody would miss.",
            DoesNotCheck =
                "What the filters let through, whether the target is alive, and sessions that were never there: an account without a "
                + "baseline is not judged. A session that another replaces with the same source, target and filter is not missed.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.TrafficMirrorSessions,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: the interface may be gone with its instance, and target or filter with the session; what is to be mirrored now, "
                + "its owner decides.",
            ManualFix =
                "Create the session again as remediate baseline show tells it: aws ec2 create-traffic-mirror-session; if it is not "
                + "wanted any more, approve the state with remediate baseline approve.",
            Controls = [new("SEC05-BP04", "Automate network protection")],
            Triggers =
            [
                "CreateTrafficMirrorSession",
                "ModifyTrafficMirrorSession",
                "DeleteTrafficMirrorSession",
                "DeleteTrafficMirrorTarget",
            ],
            Surroundings = SurroundingKinds.Baseline,
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-sessions.html",
                "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_inspection.html",
            ],
        };

    protected override CheckResult Evaluate(TrafficMirrorSessions state, CheckContext context)
    {
        var baseline = context.Surroundings.Baseline;
        if (baseline.IsAbsent)
        {
            return CheckResult.NotApplicable("there is no baseline to compare it with");
        }
        var unread =
            baseline.UnknownReason is { } reason ? $"its baseline could not be read: {reason}"
            : state.Part(TrafficMirrorSessions.DescribeTrafficMirrorSessions).UnknownReason is { } partial
                ? $"not all sessions are known: {partial}"
            : null;
        return unread is not null
            ? CheckResult.Unknown(unread)
            : CheckResult.Fail([
                .. state
                    .ChangesSince(baseline.Value!)!
                    .Where(change => change.Effect == ChangeEffect.Weaker)
                    .Select(change => new Evidence("as in the baseline", change.Text)
                    {
                        Rule = change.Rule,
                        Severity = Metadata.Severity,
                    }),
            ]);
    }
}
