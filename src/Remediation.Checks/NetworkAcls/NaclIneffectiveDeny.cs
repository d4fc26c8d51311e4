using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// nacl-ineffective-deny: a deny entry decides nothing, since entries before it match all of its traffic, and some of that is let
/// through. A deny that only repeats earlier denies is redundant, and passes.
/// </summary>
public sealed class NaclIneffectiveDeny : Check<NetworkAcl>
{
    private static readonly ImmutableArray<Direction> Directions = [Direction.Ingress, Direction.Egress];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-ineffective-deny",
            Title = "A network ACL has a deny entry that earlier allow entries make ineffective.",
            Rationale =
                "Entries are tried in the order of their numbers and the first match decides. Whoever added the deny believes "
                + "that its traffic is blocked, while an entry with a lower number lets it through.",
            DoesNotCheck =
                "Deny entries that still decide some of their traffic, deny entries that only repeat earlier ones, AWS's own "
                + "last entries, and allow entries that earlier entries make ineffective.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.NetworkAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Moves the deny before the first allow entry that takes its traffic, so that it does what it says, but for "
                + "exempted traffic. What it then cuts off was let through until now, hence a ticket by default. Where an "
                + "allow entry would be left without any effect, the two contradict each other and a person has to decide.",
            ManualFix =
                "Create the same entry with a number below that of the first allow entry that matches its traffic, then delete "
                + "it at its old number; or delete it if its traffic is meant to pass: "
                + "aws ec2 delete-network-acl-entry --network-acl-id ACL --rule-number NUMBER --ingress.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = NetworkAclCalls.Entries,
            FixActions = NetworkAclCalls.EntryFix,
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
            ],
        };

    protected override CheckResult Evaluate(NetworkAcl state, CheckContext context)
    {
        var swallowed = Directions
            .SelectMany(direction => EntryDecision.Of(EntrySequence.Of(state, direction).Entries))
            .Where(decision => decision.IsSwallowedDeny)
            .ToList();
        if (swallowed.Count == 0)
        {
            return CheckResult.Pass;
        }
        var exempted = context.ExemptedTraffic;
        var isFixable = Desired(state, context).Exists;
        return CheckResult.Of(
            [
                .. swallowed
                    .Where(deny => !deny.AllowedBefore.IsSubsetOf(exempted))
                    .Select(deny => EvidenceOf(deny, deny.AllowedBefore.Except(exempted), isFixable)),
            ],
            [],
            [
                .. swallowed
                    .Where(deny => deny.AllowedBefore.Overlaps(exempted))
                    .Select(deny => EvidenceOf(deny, deny.AllowedBefore.Intersect(exempted), isFixable: false)),
            ]
        );
    }

    protected override DesiredState Desired(NetworkAcl state, CheckContext context)
    {
        if (NetworkAclFix.Obstacle(state) is { } obstacle)
        {
            return DesiredState.None(obstacle);
        }
        var desired = DesiredState.Of(state);
        foreach (var direction in Directions)
        {
            desired = desired.Exists ? Reordered(state, (NetworkAcl)desired.State, direction, context) : desired;
        }
        return desired;
    }

    private static DesiredState Reordered(NetworkAcl state, NetworkAcl soFar, Direction direction, CheckContext context)
    {
        var before = EntrySequence.Of(state, direction);
        var promotion = DenyPromotion.Of(before, context.ExemptedTraffic);
        return promotion.IsPossible
            ? NetworkAclFix.Within(soFar, direction, before, promotion.Entries)
            : DesiredState.None(promotion.Obstacle);
    }

    private Evidence EvidenceOf(EntryDecision deny, TrafficSet passing, bool isFixable)
    {
        var (entry, preposition) = (deny.Entry, deny.Entry.Direction == Direction.Ingress ? "from" : "to");
        return new($"deny {entry.Service} {preposition} {entry.Cidr}", passing.ToString(preposition))
        {
            Rule = $"{entry.RuleNumber}",
            Severity = Metadata.Severity,
            Note = "earlier entries let it through",
            Withdrawal = isFixable ? new TrafficWithdrawal(entry.Direction, passing) : null,
        };
    }
}
