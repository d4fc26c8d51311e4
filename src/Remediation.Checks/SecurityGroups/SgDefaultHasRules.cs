using Remediation.Core.Checks;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-default-has-rules: the group that everything falls into by mistake allows something.</summary>
public sealed class SgDefaultHasRules : Check<SecurityGroup>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-default-has-rules",
            Title = "The default security group of a VPC has rules.",
            Rationale =
                "Whatever is started without a group of its own gets the default one. Without rules that is harmless and soon "
                + "noticed; with rules it connects workloads that were never meant to talk.",
            DoesNotCheck = "Groups that are named otherwise, and whether anything uses the default group.",
            Severity = Severity.High,
            ResourceType = Core.Resources.ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription = "Revokes every rule of the default group, in both directions.",
            ManualFix =
                "Move what uses the group to one of its own, then revoke its rules: "
                + "aws ec2 revoke-security-group-ingress and revoke-security-group-egress with the ids of the rules.",
            Controls =
            [
                new("EC2.2", "VPC default security groups should not allow inbound or outbound traffic"),
                new("CIS-5.5", "Ensure the default security group of every VPC restricts all traffic"),
            ],
            Triggers = SecurityGroupTriggers.AnyRule,
            FixActions = ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
            References = ["https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"],
        };

    protected override CheckResult Evaluate(SecurityGroup state, CheckContext context)
    {
        if (!state.IsDefault)
        {
            return CheckResult.NotApplicable("it is not the default group of its VPC");
        }
        return state.Rules.IsEmpty
            ? CheckResult.Pass
            : CheckResult.Fail([
                .. state.Rules.Select(rule => WholeRule.Evidence(rule, Metadata.Severity, note: null)),
            ]);
    }

    protected override DesiredState Desired(SecurityGroup state, CheckContext context) =>
        SecurityGroupFix.Apply(state, Evaluate(state, context), context.Surroundings);
}
