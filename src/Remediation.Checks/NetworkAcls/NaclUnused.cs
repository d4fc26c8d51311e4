using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Checks.NetworkAcls;

/// <summary>nacl-unused: no subnet uses the network ACL.</summary>
public sealed class NaclUnused : Check<NetworkAcl>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-unused",
            Title = "A network ACL is associated with no subnet.",
            Rationale =
                "An unused network ACL protects nothing, is taken for protection by whoever reads it, and one call puts its "
                + "outdated entries in force on a subnet.",
            DoesNotCheck =
                "The default network ACL of a VPC, which cannot be deleted; and whether templates or pipelines still refer to "
                + "the ACL.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.NetworkAcl,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: whether a network ACL without subnets is kept for a purpose, only its owner knows.",
            ManualFix = "Delete the ACL when its owner agrees: aws ec2 delete-network-acl --network-acl-id ACL.",
            Controls = [new("EC2.16", "Unused Network Access Control Lists should be removed")],
            Triggers = NetworkAclCalls.Associations,
            References =
            [
                "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
            ],
        };

    protected override CheckResult Evaluate(NetworkAcl state, CheckContext context)
    {
        if (state.IsDefault)
        {
            return CheckResult.NotApplicable("the default network ACL cannot be deleted");
        }
        return state.Associations.IsEmpty
            ? CheckResult.Fail(new Evidence("no subnet", "associated with nothing") { Severity = Metadata.Severity })
            : CheckResult.Pass;
    }
}
