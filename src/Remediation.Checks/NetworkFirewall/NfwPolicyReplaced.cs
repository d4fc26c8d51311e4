using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-policy-replaced: the firewall follows another policy than it did.</summary>
public sealed class NfwPolicyReplaced : Check<Firewall>
{
    private static readonly DocumentPath Place = FirewallParts.FirewallSettings.Then("FirewallPolicyArn");

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-policy-replaced",
            Title = "A firewall follows another policy than that of its baseline.",
            Rationale =
                "Associating an open policy undoes everything that the former one kept out, in one call and without touching it.",
            DoesNotCheck = "Which of the two policies keeps out more; firewalls without a baseline.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.Firewall,
            FixKind = FixKind.Automatic,
            FixDescription = "Associates the policy of the baseline again.",
            ManualFix =
                "Associate the former policy: aws network-firewall associate-firewall-policy --firewall-arn ARN "
                + "--firewall-policy-arn POLICY; or approve the new one: remediate baseline approve.",
            Controls = [FirewallControls.Layers],
            Triggers = NetworkFirewallTriggers.OfFirewall("AssociateFirewallPolicy"),
            Surroundings = SurroundingKinds.Baseline,
            FixActions =
            [
                "network-firewall:AssociateFirewallPolicy",
                "network-firewall:UpdateFirewallPolicyChangeProtection",
            ],
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_AssociateFirewallPolicy.html",
            ],
        };

    protected override CheckResult Evaluate(Firewall state, CheckContext context)
    {
        if (
            FormerState.Missing<Firewall>(context, "which policy it followed is not known", out var baseline) is
            { } missing
        )
        {
            return missing;
        }
        return baseline.PolicyArn == state.PolicyArn
            ? CheckResult.Pass
            : CheckResult.Fail(
                new Evidence($"policy {baseline.PolicyArn}", $"it follows {state.PolicyArn}")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(Place),
                }
            );
    }

    protected override DesiredState Desired(Firewall state, CheckContext context) =>
        context.Surroundings.Baseline.Value is Firewall baseline && DocumentFix.At(baseline, Place) is { } policy
            ? DesiredState.Of(DocumentFix.With(state, Place, policy))
            : DesiredState.None("the baseline names no policy");
}
