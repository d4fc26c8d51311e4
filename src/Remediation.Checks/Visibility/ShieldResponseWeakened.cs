using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Shield;

namespace Remediation.Checks.Visibility;

/// <summary>shield-response-weakened: Shield Advanced does less by itself against an attack than it did.</summary>
public sealed class ShieldResponseWeakened : Check<ShieldProtections>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "shield-response-weakened",
            Title = "Shield Advanced does less in an attack than it did: it blocks, heeds or calls no more.",
            Rationale =
                "The protection stays in the list and looks as it did, and during an attack nothing is blocked any more, what the health "
                + "checks say is not heeded, and nobody calls.",
            DoesNotCheck =
                "Protections without a baseline, whether any of it was ever on, whether the health checks themselves are right, and the "
                + "response team's role and log buckets: they let AWS's people look and help, and neither keep out nor let in anything.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.ShieldProtections,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: Shield edits the web ACL of the resource by itself when it is switched on, which its owner has to see.",
            ManualFix =
                "Switch it on again: aws shield associate-health-check, aws shield enable-proactive-engagement, or aws shield enable-application-layer-automatic-response (or "
                + "update-application-layer-automatic-response) --resource-arn RESOURCE --action Block={}; or approve the change: "
                + "remediate baseline approve.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers =
            [
                "shield:CreateProtection",
                "shield:EnableApplicationLayerAutomaticResponse",
                "shield:UpdateApplicationLayerAutomaticResponse",
                "shield:DisableApplicationLayerAutomaticResponse",
                "shield:AssociateHealthCheck",
                "shield:DisassociateHealthCheck",
                "shield:EnableProactiveEngagement",
                "shield:DisableProactiveEngagement",
            ],
            Surroundings = SurroundingKinds.Baseline,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response.html",
            ],
        };

    protected override CheckResult Evaluate(ShieldProtections state, CheckContext context)
    {
        if (
            FormerState.Missing<ShieldProtections>(context, "what it was is not known", out var baseline) is { } missing
        )
        {
            return missing;
        }
        if ((state.Protections.UnknownReason ?? baseline.Protections.UnknownReason) is { } reason)
        {
            return CheckResult.Unknown($"what is protected is not known: {reason}");
        }
        var changes = state.ResponseChangesSince(baseline).ToList();
        return CheckResult.Of(
            [
                .. changes
                    .Where(change => change.Effect == ChangeEffect.Weaker)
                    .Select(change => new Evidence("as in the baseline", change.Text) { Severity = Metadata.Severity }),
            ],
            [
                .. changes
                    .Where(change => change.Effect == ChangeEffect.Unknown)
                    .Select(change => $"whether this is weaker than the baseline: {change.Text}"),
            ],
            []
        );
    }
}
