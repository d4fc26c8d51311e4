using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-stale-reference: a rule speaks of a group that is gone or no longer peered.</summary>
public sealed class SgStaleReference : Check<SecurityGroup>
{
    private static readonly ImmutableHashSet<string> LiveStatuses = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "active",
        "pending-acceptance",
        "provisioning",
        "initiating-request"
    );

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-stale-reference",
            Title = "A security group rule refers to a group that was deleted or is no longer peered.",
            Rationale =
                "A stale rule allows nothing today, hides what the group is for, and comes to life again when a peering "
                + "connection does.",
            DoesNotCheck = "Whether a group that exists has members.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription = "Revokes the stale rules.",
            ManualFix =
                "List stale rules with aws ec2 describe-stale-security-groups --vpc-id VPC and revoke them by their ids.",
            Triggers = [.. SecurityGroupTriggers.AnyRule, "DeleteSecurityGroup"],
            IsOfDeployed = true,
            Surroundings = SurroundingKinds.ReferencedGroups,
            FixActions = ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
            References = ["https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html"],
        };

    protected override CheckResult Evaluate(SecurityGroup state, CheckContext context)
    {
        List<Evidence>? stale = null;
        List<string>? unknown = null;
        foreach (var rule in state.Rules)
        {
            if (rule.Peer is not SecurityGroupPeer peer || peer.GroupId == state.Id.Id)
            {
                continue;
            }
            var group = context.Surroundings.ReferencedGroup(peer.GroupId);
            if (StaleBecause(peer, group) is { } reason)
            {
                (stale ??= []).Add(WholeRule.Evidence(rule, Metadata.Severity, reason));
            }
            else if (group.UnknownReason is { } cause && peer.PeeringStatus.Length == 0)
            {
                (unknown ??= []).Add(
                    $"rule {rule.RuleId ?? rule.ToString()} refers to {peer}, of which nothing is known: {cause}"
                );
            }
        }
        return CheckResult.Of([.. stale ?? []], [.. unknown ?? []], []);
    }

    protected override DesiredState Desired(SecurityGroup state, CheckContext context) =>
        SecurityGroupFix.Apply(state, Evaluate(state, context), context.Surroundings);

    private static string? StaleBecause(SecurityGroupPeer peer, Fact<string> group)
    {
        if (peer.PeeringStatus.Length > 0 && !LiveStatuses.Contains(peer.PeeringStatus))
        {
            return $"the peering connection to {peer} is {peer.PeeringStatus}";
        }
        return group.IsAbsent ? $"there is no group {peer}" : null;
    }
}
