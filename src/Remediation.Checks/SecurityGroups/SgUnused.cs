using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-unused: no network interface uses the group.</summary>
public sealed class SgUnused : Check<SecurityGroup>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-unused",
            Title = "A security group is attached to nothing.",
            Rationale =
                "Unused groups are picked up again by people who do not know what their rules were for, and bury those in use.",
            DoesNotCheck =
                "Use that shows no interface yet: launch templates, Auto Scaling groups at zero, and rules of other groups.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.SecurityGroup,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: what a group without interfaces is kept for, only its owner knows.",
            ManualFix = "Delete the group when its owner agrees: aws ec2 delete-security-group --group-id GROUP.",
            Controls = [new("EC2.22", "Unused Amazon EC2 security groups should be removed")],
            Triggers = SecurityGroupTriggers.Attachment,
            IsOfDeployed = true,
            Surroundings = SurroundingKinds.Attachments,
            References = ["https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html"],
        };

    protected override CheckResult Evaluate(SecurityGroup state, CheckContext context)
    {
        if (state.IsDefault)
        {
            return CheckResult.NotApplicable("the default group cannot be deleted");
        }
        var attachments = context.Surroundings.Attachments;
        if (attachments.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"what the group is attached to is not known: {reason}");
        }
        return attachments.Value is { Count: > 0 }
            ? CheckResult.Pass
            : CheckResult.Fail(
                new Evidence("no network interface", "attached to nothing") { Severity = Metadata.Severity }
            );
    }
}
