using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>nacl-replaced: a subnet uses another network ACL than it did, one that lets through what the former kept out.</summary>
public sealed class NaclReplaced : Check<Subnet>
{
    private static readonly ImmutableArray<Direction> Directions = [Direction.Ingress, Direction.Egress];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-replaced",
            Title = "A subnet was moved to a network ACL that lets through more than that of its baseline.",
            Rationale =
                "A network ACL that is guarded well is of no use once the subnet is moved to another one: neither of the two is "
                + "changed, and what the subnet's own ACL kept out comes in.",
            DoesNotCheck =
                "Subnets without a baseline, and what the ACLs themselves let through (nacl-weakened and others judge them). Another "
                + "ACL that lets through no more in either direction passes, whatever its entries are.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.Subnet,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Moves the subnet back, if the former ACL still exists, lets through no more than in its own baseline, and cuts "
                + "nothing of what both let through; else a ticket.",
            ManualFix =
                "Move the subnet back: aws ec2 replace-network-acl-association --association-id ASSOCIATION --network-acl-id ACL; "
                + "or approve the new one: remediate baseline approve.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = ["ReplaceNetworkAclAssociation"],
            Surroundings =
                SurroundingKinds.Baseline | SurroundingKinds.Neighbours | SurroundingKinds.NeighbourBaselines,
            FixActions = ["ec2:ReplaceNetworkAclAssociation"],
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/userguide/network-acl-associations.html",
                "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html",
            ],
        };

    protected override CheckResult Evaluate(Subnet state, CheckContext context)
    {
        var fact = context.Surroundings.Baseline;
        if (fact.UnknownReason is { } unread)
        {
            return CheckResult.Unknown($"which network ACL it used is not known: {unread}");
        }
        if ((fact.Value as Subnet)?.NetworkAclId.Value is not { } before)
        {
            return CheckResult.NotApplicable("there is no baseline that says which network ACL it used");
        }
        if (state.NetworkAclId.Value is not { } now)
        {
            return CheckResult.Unknown(
                $"which network ACL it uses is not known: {state.NetworkAclId.UnknownReason ?? "nothing says so"}"
            );
        }
        return before == now ? CheckResult.Pass : Compared(state, before, now, context);
    }

    protected override DesiredState Desired(Subnet state, CheckContext context)
    {
        var before = (context.Surroundings.Baseline.Value as Subnet)?.NetworkAclId.Value ?? "";
        var fact = context.Surroundings.Neighbour(before);
        if (fact.Value is not NetworkAcl former)
        {
            return DesiredState.None(
                fact.UnknownReason is { } reason
                    ? $"it used {before}, and what that lets through now is not known: {reason}"
                    : $"it used {before}, which does not exist any more; approve the new one, or move the subnet by hand"
            );
        }
        return
            Obstacle(former, Was(before, context).Value, Now(state, context), context.ExemptedTraffic) is { } obstacle
            ? DesiredState.None($"it used {before}, {obstacle}; see to that first, or move the subnet by hand")
            : DesiredState.Of(state.WithNetworkAcl(before));
    }

    private CheckResult Compared(Subnet state, string before, string now, CheckContext context)
    {
        var was = Was(before, context);
        if (was.Value is not { Unreadable.IsEmpty: true } former)
        {
            return CheckResult.Unknown(
                $"it uses {now} instead of {before}, and what that let through is not known: "
                    + (was.UnknownReason ?? Trouble(was.Value))
            );
        }
        var isNow = Now(state, context);
        if (isNow is not { Unreadable.IsEmpty: true })
        {
            return CheckResult.Unknown(
                $"it uses {now} instead of {before}, and what that lets through is not known: "
                    + (context.Surroundings.Neighbour(now).UnknownReason ?? Trouble(isNow))
            );
        }
        var exempted = context.ExemptedTraffic;
        var grown = Directions
            .Select(direction =>
                (direction, Grown: isNow.AllowedTraffic(direction).Except(former.AllowedTraffic(direction)))
            )
            .Where(item => !item.Grown.IsEmpty)
            .ToList();
        return CheckResult.Of(
            [
                .. grown
                    .Where(item => !item.Grown.IsSubsetOf(exempted))
                    .Select(item =>
                        EvidenceOf(item.direction, item.Grown.Except(exempted), before, now, context) with
                        {
                            Withdrawal = DocumentChange.At(Subnet.NetworkAclPath),
                        }
                    ),
            ],
            [],
            [
                .. grown
                    .Where(item => item.Grown.Overlaps(exempted))
                    .Select(item => EvidenceOf(item.direction, item.Grown.Intersect(exempted), before, now, context)),
            ]
        );
    }

    // Where the former ACL was never found compliant by itself, it counts as it is now.
    private static Fact<NetworkAcl> Was(string id, CheckContext context)
    {
        var baseline = context.Surroundings.NeighbourBaseline(id);
        var fact = baseline.IsAbsent ? context.Surroundings.Neighbour(id) : baseline;
        return fact.Value is NetworkAcl acl ? Fact<NetworkAcl>.Known(acl)
            : fact.UnknownReason is { } reason ? Fact<NetworkAcl>.Unknown(reason)
            : Fact<NetworkAcl>.Absent;
    }

    private static NetworkAcl? Now(Subnet state, CheckContext context) =>
        context.Surroundings.Neighbour(state.NetworkAclId.Value ?? "").Value as NetworkAcl;

    private static string Trouble(NetworkAcl? acl) =>
        acl is null ? "it does not exist any more" : string.Join("; ", acl.Unreadable);

    // Moving back may open nothing that the former ACL kept out, and cut nothing but what has grown.
    private static string? Obstacle(NetworkAcl former, NetworkAcl? was, NetworkAcl? now, TrafficSet exempted)
    {
        if (was is null || now is null || !former.Unreadable.IsEmpty)
        {
            return "which is not understood";
        }
        foreach (var direction in Directions)
        {
            var (then, back) = (was.AllowedTraffic(direction), former.AllowedTraffic(direction));
            if (!back.Except(then).IsSubsetOf(exempted))
            {
                return "which itself lets through more than in its baseline";
            }
            if (!now.AllowedTraffic(direction).Intersect(then).IsSubsetOf(back))
            {
                return "which keeps out by now what passes legitimately";
            }
        }
        return null;
    }

    private Evidence EvidenceOf(
        Direction direction,
        TrafficSet opened,
        string before,
        string now,
        CheckContext context
    ) =>
        new($"network ACL {before}", $"it uses {now} instead, which lets through {Words(direction, opened)}")
        {
            Severity = context.Internet.Of(opened.Addresses) == Exposure.Anywhere ? Metadata.Severity : Severity.Medium,
            Note = "the former network ACL kept it out in its baseline",
        };

    private static string Words(Direction direction, TrafficSet traffic) =>
        direction == Direction.Ingress ? $"ingress {traffic.ToString("from")}" : $"egress {traffic.ToString("to")}";
}
