using Remediation.Checks.SecurityGroups;
using Remediation.Cli.Rendering;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Testing;

namespace Remediation.Cli.Tests.Rendering;

public sealed class OutcomeLinesTests
{
    private static readonly ParsedEvent Event = EventParser.Parse(File.ReadAllBytes(Samples.Event)).Single();

    [Fact]
    public void Of_RejectedPlan_ShowsTheObjectionAndClaimsNoProof()
    {
        var outcome = Judged(Sample.Group("in tcp/22 from 0.0.0.0/0"), Sample.Policy(checks: [Revert]));
        var rejected = outcome with
        {
            Decision = Decision.Ticketed,
            Verdict = outcome.Verdict! with { Objections = ["it takes away tcp/443, which nothing forbids"] },
        };

        var text = Text(rejected);

        Assert.Contains("rejected  it takes away tcp/443, which nothing forbids", text, StringComparison.Ordinal);
        Assert.DoesNotContain("passes after", text, StringComparison.Ordinal);
        Assert.DoesNotContain("all checks pass", text, StringComparison.Ordinal);
        Assert.Contains("--apply would open a ticket", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_UnknownFinding_SaysWhatIsNotKnown()
    {
        var text = Text(Judged(Sample.Group("in tcp/22 from pl-0a1b"), Sample.Policy(checks: [Revert])));

        Assert.Contains("unknown   sg-open-admin-port", text, StringComparison.Ordinal);
        Assert.Contains("what pl-0a1b holds is not known", text, StringComparison.Ordinal);
        Assert.Contains("ticket    would be opened for sg-open-admin-port", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ExemptedFinding_NamesExemptionEndAndOwner()
    {
        var group = Sample.Group("in tcp/22 from 0.0.0.0/0");
        var exemption = new Exemption(
            "EX-42",
            "sg-open-admin-port",
            group.Id.Id,
            new(2027, 3, 31),
            "netsec",
            "vendor window"
        );

        var text = Text(Judged(group, Sample.Policy() with { Exemptions = [exemption] }));

        Assert.Contains("exempted  sg-open-admin-port", text, StringComparison.Ordinal);
        Assert.Contains("EX-42 until 2027-03-31, netsec: vendor window", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Failure_SaysWhyAndWhereItIsRecorded()
    {
        var outcome = Judged(Sample.Group("in tcp/22 from 0.0.0.0/0"), Sample.Policy(checks: [Revert])) with
        {
            Decision = Decision.Failed,
            Reason = "call 1 of 1 was not taken: UnauthorizedOperation: no",
            LedgerId = "20261120-abc",
        };

        Assert.Contains(
            "failed    call 1 of 1 was not taken: UnauthorizedOperation: no · ledger 20261120-abc",
            Text(outcome),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_NoTicketAndNoPlan_PromisesNothing()
    {
        var notified = Judged(
            Sample.Group("in tcp/22 from 0.0.0.0/0"),
            Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Notify })])
        );

        Assert.Contains(
            "dry run   nothing was changed; --apply would notify",
            Text(notified),
            StringComparison.Ordinal
        );
    }

    private static (string, CheckSettings) Revert => ("sg-open-admin-port", new() { Respond = Response.Revert });

    private static Outcome Judged(ResourceState state, Policy policy)
    {
        var judgement = new Judge(new PolicyEvaluator(policy, [new SgOpenAdminPort()]), Planner.Plan).Of(
            state,
            Surroundings.Unknown,
            Sample.Now
        );
        return new()
        {
            Event = Event,
            Decision =
                !judgement.Open.Any() ? Decision.Compliant
                : judgement.HasValidPlan ? Decision.Reverted
                : judgement.Open.Any(finding => finding.Response == Response.Notify) ? Decision.Notified
                : Decision.Ticketed,
            Reason = "because",
            Resource = state.Id,
            State = state,
            Findings = judgement.Findings,
            Plan = judgement.Plan,
            Verdict = judgement.Verdict,
            Unplanned = judgement.Unplanned,
            IsDryRun = true,
        };
    }

    private static string Text(Outcome outcome)
    {
        var view = new OutcomeView(EnforcementMode.Enforce, _ => false, _ => "", Width: 200);
        return string.Join('\n', OutcomeLines.Of([outcome], view));
    }
}
