using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>nacl-weakened: the entries let through more, in either direction, than in the last compliant or approved state.</summary>
public sealed class NaclWeakened : Check<NetworkAcl>
{
    private static readonly ImmutableArray<Direction> Directions = [Direction.Ingress, Direction.Egress];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-weakened",
            Title = "A network ACL lets through traffic that it kept out in its baseline.",
            Rationale =
                "A deny entry that is deleted, narrowed or moved behind an allow opens every subnet of the ACL at once, and is seen by "
                + "nobody who looks at open ports alone. What the ACL kept out when it was last compliant, it should keep out until "
                + "a person approves otherwise.",
            DoesNotCheck =
                "Which ACL a subnet uses (nacl-replaced), and whether what the baseline let through was right. Entries that say the same in other "
                + "words, and changes that only keep out more, pass. An ACL without a baseline is not judged.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.NetworkAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes away exactly the traffic that was added since the baseline, but for what is exempted: the baseline's deny entries "
                + "come back under their numbers where that does it; else the allow entries that opened it are narrowed or "
                + "preceded by denies. Entries that were added since and open nothing stay.",
            ManualFix =
                "See the difference with remediate baseline diff, and put the entries back: aws ec2 create-network-acl-entry or "
                + "replace-network-acl-entry. If the traffic is wanted, approve the state with remediate baseline approve.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = NetworkAclCalls.Entries,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = NetworkAclCalls.EntryFix,
            References =
            [
                "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
            ],
        };

    protected override CheckResult Evaluate(NetworkAcl state, CheckContext context)
    {
        var known = context.Surroundings.Baseline;
        if (known.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"its baseline could not be read: {reason}");
        }
        if (known.Value is not NetworkAcl before)
        {
            return CheckResult.NotApplicable("there is no baseline of it to compare with");
        }
        var opening = state.EntryChangesSince(before).Where(change => !change.Opened.IsEmpty).ToList();
        var exempted = context.ExemptedTraffic;
        return CheckResult.Of(
            [
                .. opening
                    .Where(change => !change.Opened.IsSubsetOf(exempted))
                    .Select(change => EvidenceOf(change, change.Opened.Except(exempted), context)),
            ],
            [.. before.Unreadable.Select(reason => $"its baseline was not wholly understood: {reason}")],
            [
                .. opening
                    .Where(change => change.Opened.Overlaps(exempted))
                    .Select(change =>
                        EvidenceOf(change, change.Opened.Intersect(exempted), context) with
                        {
                            Withdrawal = null,
                        }
                    ),
            ]
        );
    }

    protected override DesiredState Desired(NetworkAcl state, CheckContext context)
    {
        if (NetworkAclFix.Obstacle(state) is { } obstacle)
        {
            return DesiredState.None(obstacle);
        }
        if (context.Surroundings.Baseline.Value is not NetworkAcl { Unreadable.IsEmpty: true } baseline)
        {
            return DesiredState.None("an entry of the baseline could not be understood, so it cannot be put back");
        }
        var desired = DesiredState.Of(state);
        foreach (var direction in Directions)
        {
            desired = desired.Exists
                ? Restored(state, (NetworkAcl)desired.State, baseline, direction, context)
                : desired;
        }
        return desired;
    }

    private static DesiredState Restored(
        NetworkAcl state,
        NetworkAcl soFar,
        NetworkAcl baseline,
        Direction direction,
        CheckContext context
    )
    {
        var grown = NetworkAclChanges.Between(baseline, state, direction).Opened.Except(context.ExemptedTraffic);
        if (grown.IsEmpty)
        {
            return DesiredState.Of(soFar);
        }
        var before = EntrySequence.Of(state, direction);
        var taking = new GrowthTaking(grown, EntrySequence.Of(baseline, direction));
        return taking.From(before) is { } after
            ? NetworkAclFix.Within(soFar, direction, before, after)
            : DesiredState.None(
                "what grew is so scattered that taking it away takes more entries than a network ACL can have"
            );
    }

    private Evidence EvidenceOf(NetworkAclEntryChange change, TrafficSet opened, CheckContext context)
    {
        var direction = change.Entry.Direction;
        var isAnywhere = context.Internet.Of(opened.Addresses) == Exposure.Anywhere;
        return new(change.What, opened.ToString(direction == Direction.Ingress ? "from" : "to"))
        {
            Rule = change.Entry.RuleNumber.ToString(CultureInfo.InvariantCulture),
            Severity = isAnywhere ? Metadata.Severity : Severity.Medium,
            Note = "it did not pass in the baseline",
            Withdrawal = new TrafficWithdrawal(direction, opened),
        };
    }
}
