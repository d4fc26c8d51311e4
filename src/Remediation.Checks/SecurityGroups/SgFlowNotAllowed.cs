using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-flow-not-allowed: a rule lets a tier receive or send what the policy's flows do not allow.</summary>
public sealed class SgFlowNotAllowed : Check<SecurityGroup>
{
    private const string PrivateWithInternet = "privateWithInternet";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-flow-not-allowed",
            Title = "A security group rule lets a tier receive or send what the policy's flows do not allow.",
            Rationale =
                "Layers protect each other only while each talks to its neighbours alone. One rule past them, from the web tier "
                + "straight to the database or from a bastion to anywhere, and whoever takes over one host has the rest.",
            DoesNotCheck =
                "Groups that are in no tier, policies without flows, and whether the other side lets the traffic through. A group "
                + "in several tiers may do what any of them may. A rule by security group is judged by the tiers of that group "
                + "alone, not by addresses of its members; a rule by CIDR block by the addresses of tiers alone, and the members "
                + "of a tier that the policy knows by security group only have no addresses that are known: what may be theirs is "
                + "unknown, unless the group has a rule by reference for it.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes exactly what no flow allows out of each rule. What flows allow stays, by the same peer where that can be, "
                + "with the rule's description and tags; what cannot be told stays too. The fixes remove and narrow are the same "
                + "here, and trustedSources count only where a flow names them.",
            ManualFix =
                "Refer to the security group of the tier that is meant instead of addresses, or add the flow to the policy if it "
                + "is meant to be: aws ec2 modify-security-group-rules --group-id GROUP --security-group-rules RULE.",
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
                SharedParameters.MaxPublicAddresses,
                .. SharedParameters.Replacement,
            ],
            Triggers = [.. SecurityGroupTriggers.AnyRule, "CreateTags", "DeleteTags"],
            Surroundings = SurroundingKinds.PrefixLists | SurroundingKinds.Neighbours | SurroundingKinds.Subnets,
            FixActions =
            [
                .. SecurityGroupTriggers.IngressFix.Union(SecurityGroupTriggers.EgressFix, StringComparer.Ordinal),
            ],
            References =
            [
                "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            ],
        };

    public override SurroundingKinds SurroundingsUnder(Policy policy) =>
        policy.Flows.IsEmpty ? SurroundingKinds.None
        : policy.Tiers.Values.Any(tier => tier.NeedsSubnets) ? Metadata.Surroundings
        : Metadata.Surroundings & ~SurroundingKinds.Subnets;

    protected override CheckResult Evaluate(SecurityGroup state, CheckContext context)
    {
        if (context.Flows.IsEmpty)
        {
            return CheckResult.NotApplicable("the policy has no flows");
        }
        var tiers = context.Tiers.OfGroup(state);
        if (tiers.IsEmpty)
        {
            return CheckResult.NotApplicable("the group is in no tier of the policy");
        }
        var judge = new FlowJudge(state, tiers, context.Settings.Boolean(PrivateWithInternet), context);
        List<FlowBreach>? breaches = null;
        foreach (var rule in state.Rules)
        {
            if (judge.Judge(rule) is { } breach)
            {
                (breaches ??= []).Add(breach);
            }
        }
        return breaches is null ? CheckResult.Pass : Result(breaches, context);
    }

    protected override DesiredState Desired(SecurityGroup state, CheckContext context) =>
        SecurityGroupFix.Apply(state, Evaluate(state, context), context.Surroundings);

    private CheckResult Result(List<FlowBreach> breaches, CheckContext context) =>
        CheckResult.Of(
            [
                .. breaches
                    .Where(breach => !breach.Services.IsEmpty)
                    .Select(breach => EvidenceOf(breach, breach.Offending, context)),
            ],
            [
                .. breaches
                    .Where(breach => breach.Doubt is not null)
                    .Select(breach => $"of rule {breach.Rule.RuleId ?? breach.Rule.ToString()}, {breach.Doubt}"),
            ],
            [
                .. breaches
                    .Where(breach => !breach.Exempted.IsEmpty)
                    .Select(breach => EvidenceOf(breach, breach.Exempted, context) with { Withdrawal = null }),
            ]
        );

    private Evidence EvidenceOf(FlowBreach breach, TrafficSet offending, CheckContext context) =>
        new(breach.Rule.ToString(), TextOf(breach, offending))
        {
            Rule = breach.Rule.RuleId,
            Description = breach.Rule.Description,
            Severity = SeverityOf(breach.Rule.Direction, offending, context),
            Note = breach.Note,
            Withdrawal = new RuleWithdrawal(breach.Rule, breach.Services, breach.Kept)
            {
                MaxReplacementRules = (int)context.Settings.Integer(CheckParameters.MaxReplacementRules),
                MayGoWhole = context.Settings.Choice(CheckParameters.OnTooManyRules) == CheckParameters.Remove,
            },
        };

    private static string TextOf(FlowBreach breach, TrafficSet offending)
    {
        var preposition = breach.Rule.Direction == Direction.Ingress ? "from" : "to";
        return breach.Rule.Peer is SecurityGroupPeer
            ? $"{breach.Services} {preposition} {breach.Rule.Peer}"
            : offending.ToString(preposition);
    }

    // What the internet can reach is worse than what a neighbour can, or than what leaves.
    private Severity SeverityOf(Direction direction, TrafficSet offending, CheckContext context) =>
        direction == Direction.Ingress && context.Internet.Of(offending.Addresses) == Exposure.Anywhere
            ? Metadata.Severity
            : Severity.Medium;
}
