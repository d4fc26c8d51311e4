using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.VpcEndpoints;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-weakened: the endpoint keeps out less than its baseline did.</summary>
public sealed class VpceWeakened : WeakenedCheck<VpcEndpoint>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "vpce-weakened",
            Title = "A VPC endpoint keeps out less than it did when it was last compliant.",
            Rationale =
                "A policy that was narrow for a reason and is widened, a condition that is gone, a group that is added: each may be "
                + "within the rules for all endpoints and still not what this one was made for.",
            DoesNotCheck = "Endpoints without a baseline, and what a change of the service behind the endpoint means.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.VpcEndpoint,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts back what was weakened: the policy whole, private DNS, security groups and route tables. Where the policy was made "
                + "stronger at another place meanwhile, a person has to put the two together.",
            ManualFix = "Compare with the baseline and put back what was taken away: aws ec2 modify-vpc-endpoint.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = VpceTriggers.Endpoint,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = VpceTriggers.Fix,
            References = ["https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"],
        };
}
