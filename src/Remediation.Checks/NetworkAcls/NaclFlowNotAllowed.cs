using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>nacl-flow-not-allowed: an ACL lets through what the flows of its subnets' tiers do not allow.</summary>
public sealed class NaclFlowNotAllowed : Check<NetworkAcl>
{
    private const string PrivateWithInternet = "privateWithInternet";
    private const string EphemeralPorts = "ephemeralPorts";

    private static ImmutableArray<Direction> Directions { get; } = [Direction.Ingress, Direction.Egress];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-flow-not-allowed",
            Title = "A network ACL lets into or out of the subnets of a tier what the policy's flows do not allow.",
            Rationale =
                "The network ACL is the second layer around a tier: it still holds when a security group is opened by mistake or "
                + "on purpose. One that lets everything through is no layer.",
            DoesNotCheck =
                "ACLs whose subnets are in no tier by subnet, VPC or address; traffic within one subnet, which passes no ACL; and "
                + "what security groups and routes allow. An ACL that several tiers share may let through what any of them may. "
                + "Answers to allowed flows are allowed on the ephemeral ports, so that an ACL cannot keep the internet from these "
                + "ports where a tier may call the internet. A subnet that forwards for others, such as that of a NAT gateway, "
                + "needs a tier of its own whose flows say so.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.NetworkAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Writes each offending allow entry anew in its place by what flows allow of it. What cannot be told stays. Where that takes more entries than the quota of twenty, "
                + "or where a subnet that is in no tier uses the ACL as well, it is a ticket.",
            ManualFix =
                "Write the entries anew from the flows of the tier, each with the answers to it: aws ec2 create-network-acl-entry "
                + "and delete-network-acl-entry. Give tiers that differ ACLs of their own.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                new(
                    PrivateWithInternet,
                    ParameterType.Boolean,
                    ParameterValue.Of(true),
                    "Whether 0.0.0.0/0 and ::/0 (and other blocks that hold internet and private addresses alike) may be written "
                        + "for the internet where a flow allows all of that; if not, exactly their internet addresses are allowed."
                ),
                new(
                    EphemeralPorts,
                    ParameterType.Services,
                    ParameterValue.Of(
                        ServiceSet
                            .Of(IpProtocol.Tcp, PortSet.Of(1024, ushort.MaxValue))
                            .Union(ServiceSet.Of(IpProtocol.Udp, PortSet.Of(1024, ushort.MaxValue))),
                        "tcp/1024-65535, udp/1024-65535"
                    ),
                    "The ports from which clients open connections, and to which the answers go."
                ),
                SharedParameters.MaxPublicAddresses,
            ],
            Triggers = [.. NetworkAclCalls.Entries, .. NetworkAclCalls.Associations],
            Surroundings = SurroundingKinds.Neighbours | SurroundingKinds.Subnets,
            FixActions = NetworkAclCalls.EntryFix,
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports",
            ],
        };

    public override SurroundingKinds SurroundingsUnder(Policy policy) =>
        policy.Flows.IsEmpty || !policy.Tiers.Values.Any(tier => tier.NeedsSubnets || !tier.Cidrs.IsEmpty)
            ? SurroundingKinds.None
            : Metadata.Surroundings;

    protected override CheckResult Evaluate(NetworkAcl state, CheckContext context)
    {
        if (context.Flows.IsEmpty)
        {
            return CheckResult.NotApplicable("the policy has no flows");
        }
        var users = AclUsers.Of(state, context);
        if (!users.Unknowns.IsEmpty)
        {
            return CheckResult.Unknown(users.Unknowns);
        }
        return users.Tiers.IsEmpty
            ? CheckResult.NotApplicable("no subnet that uses the ACL is in a tier of the policy")
            : Judge(state, users, context);
    }

    protected override DesiredState Desired(NetworkAcl state, CheckContext context)
    {
        if (NetworkAclFix.Obstacle(state) is { } obstacle)
        {
            return DesiredState.None(obstacle);
        }
        if (AclUsers.Of(state, context).Untiered is { IsEmpty: false } others)
        {
            return DesiredState.None(
                $"{string.Join(", ", others)} uses the ACL as well and is in no tier, so that nobody said what it needs; give it "
                    + "a tier, or an ACL of its own"
            );
        }
        var current = DesiredState.Of(state);
        var evidence = Evaluate(state, context).Evidence;
        foreach (var direction in Directions)
        {
            current = current.State is NetworkAcl acl ? Without(acl, direction, evidence) : current;
        }
        return current;
    }

    private static DesiredState Without(NetworkAcl acl, Direction direction, ImmutableArray<Evidence> evidence)
    {
        var taken = evidence
            .Select(item => (TrafficWithdrawal)item.Withdrawal!)
            .Where(withdrawal => withdrawal.Direction == direction)
            .Aggregate(TrafficSet.Empty, (all, withdrawal) => all.Union(withdrawal.Traffic));
        if (taken.IsEmpty)
        {
            return DesiredState.Of(acl);
        }
        var before = EntrySequence.Of(acl, direction);
        return NetworkAclFix.Within(acl, direction, before, AllowNarrowing.Without(before, taken));
    }

    private CheckResult Judge(NetworkAcl acl, AclUsers users, CheckContext context)
    {
        var breaches = Directions.SelectMany(direction => Breaches(acl, direction, users, context)).ToList();
        return CheckResult.Of(
            [
                .. breaches
                    .Where(breach => Reaches(breach.Excess, users))
                    .Select(breach =>
                        EvidenceOf(breach, breach.Excess, users, context) with
                        {
                            Withdrawal = new TrafficWithdrawal(breach.Entry.Direction, breach.Excess),
                        }
                    ),
            ],
            [
                .. breaches
                    .Where(breach => Reaches(breach.Doubtful, users))
                    .Select(breach => Doubt(breach, users, context)),
            ],
            [
                .. breaches
                    .Where(breach => Reaches(breach.Exempted, users))
                    .Select(breach => EvidenceOf(breach, breach.Exempted, users, context)),
            ]
        );
    }

    private static IEnumerable<EntryBreach> Breaches(
        NetworkAcl acl,
        Direction direction,
        AclUsers users,
        CheckContext context
    )
    {
        var flows = users.Flows(direction, context, context.Settings.Services(EphemeralPorts));
        var decisions = EntryDecision.Of(acl.EntriesOf(direction));
        var allowed = context.Settings.Boolean(PrivateWithInternet) ? flows.AllowedBy(decisions) : flows.Allowed;
        var doubtful = TrafficSet.Of(flows.Untold, users.UntoldAddresses(direction, context));
        var exempted = context.ExemptedTraffic;
        foreach (var decision in decisions)
        {
            var beyond = decision.Allowed.Except(allowed);
            if (!beyond.IsEmpty)
            {
                var excess = beyond.Except(doubtful);
                yield return new(
                    decision.Entry,
                    excess.Except(exempted),
                    excess.Intersect(exempted),
                    beyond.Intersect(doubtful).Except(exempted)
                );
            }
        }
    }

    // Loopback, link-local and multicast addresses do not pass an ACL, nor do those of the one subnet that uses it.
    private static bool Reaches(TrafficSet traffic, AclUsers users) =>
        !traffic.IsEmpty
        && traffic.Addresses.Except(users.Inner).Overlaps(Internet.Space.Union(Internet.RoutablePrivate));

    private Evidence EvidenceOf(EntryBreach breach, TrafficSet traffic, AclUsers users, CheckContext context)
    {
        var entry = breach.Entry;
        var preposition = entry.Direction == Direction.Ingress ? "from" : "to";
        var isOpen =
            entry.Direction == Direction.Ingress && context.Internet.Of(traffic.Addresses) == Exposure.Anywhere;
        return new($"{entry.Service} {preposition} {entry.Cidr}", traffic.ToString(preposition))
        {
            Rule = $"{entry.RuleNumber}",
            Severity = isOpen ? Metadata.Severity : Severity.Low,
            Note = $"the subnets are tier {string.Join(" and ", users.Tiers.Select(tier => tier.Name))}",
        };
    }

    private static string Doubt(EntryBreach breach, AclUsers users, CheckContext context)
    {
        var flows = users.Flows(breach.Entry.Direction, context, context.Settings.Services(EphemeralPorts));
        return $"entry {breach.Entry} may be allowed in part: which addresses {string.Join(", ", flows.UntoldTiers)} have is not "
            + "known; give the policy their subnets or cidrs";
    }
}
