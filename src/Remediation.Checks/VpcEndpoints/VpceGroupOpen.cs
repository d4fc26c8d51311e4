using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-group-open: the security groups of an endpoint admit more than its callers need.</summary>
public sealed class VpceGroupOpen : Check<VpcEndpoint>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "vpce-group-open",
            Title = "A security group of a VPC endpoint admits more than HTTPS from the VPC.",
            Rationale =
                "An endpoint answers on few ports, and to its own VPC. What the group admits beyond them serves nobody but whoever "
                + "scans, and tells that the group was made for something else.",
            DoesNotCheck =
                "Whom rules stand for that name security groups or prefix lists: that is judged at the group. A change of the group's "
                + "rules alone is seen by the next audit.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.VpcEndpoint,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None at the endpoint: the group that admits too much can serve others, and is changed at the group itself.",
            ManualFix =
                "Give the endpoint a group of its own that admits tcp/443 from the callers' groups, or revoke the rules named: aws ec2 "
                + "revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                SharedParameters.Ports(
                    ServiceSet.Tcp(443),
                    "tcp/443",
                    "The services that an endpoint may be reached by."
                ),
            ],
            Triggers = VpceTriggers.Endpoint,
            Surroundings = SurroundingKinds.Neighbours,
            References = ["https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"],
        };

    protected override CheckResult Evaluate(VpcEndpoint state, CheckContext context)
    {
        if (state.Endpoint.Type != VpcEndpointType.Interface)
        {
            return CheckResult.NotApplicable("it is no interface endpoint: no security group admits to it");
        }
        var allowed = context.Settings.Services(CheckParameters.Ports);
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        var vpc = context.Surroundings.Neighbour(state.VpcId).Value as Vpc;
        foreach (var id in state.Endpoint.GroupIds)
        {
            var neighbour = context.Surroundings.Neighbour(id);
            if (neighbour.Value is SecurityGroup group)
            {
                evidence.AddRange(
                    group.RulesOf(Direction.Ingress).SelectMany(rule => Evidences(group, rule, allowed, vpc))
                );
                unknown.AddRange(group.Unreadable);
                continue;
            }
            unknown.Add($"what {id} admits is not known: {neighbour.UnknownReason ?? "there is no such group"}");
        }
        return CheckResult.Of(evidence.ToImmutable(), unknown.ToImmutable(), []);
    }

    private IEnumerable<Evidence> Evidences(SecurityGroup group, SecurityGroupRule rule, ServiceSet allowed, Vpc? vpc)
    {
        var admitted = rule.Service.ToServiceSet();
        var more = admitted.Except(allowed);
        if (!more.IsEmpty)
        {
            yield return Of(group, rule, $"{more} from {rule.Peer}", Metadata.Severity);
        }
        if (Beyond(rule, vpc) is { IsEmpty: false } addresses && admitted.Overlaps(allowed))
        {
            yield return Of(
                group,
                rule,
                $"{admitted.Intersect(allowed)} from beyond the VPC ({rule.Peer})",
                vpc is not null && addresses.Overlaps(AddressSet.All.Except(Internet.RoutablePrivate))
                    ? Metadata.Severity
                    : Severity.Low
            );
        }
    }

    private static AddressSet? Beyond(SecurityGroupRule rule, Vpc? vpc) =>
        rule.Peer is CidrPeer peer && vpc?.Addresses is { IsEmpty: false } own
            ? AddressSet.Of(peer.Cidr).Except(own)
            : null;

    private static Evidence Of(SecurityGroup group, SecurityGroupRule rule, string offending, Severity severity) =>
        new(rule.ToString(), offending)
        {
            Rule = rule.RuleId,
            Description = rule.Description,
            Severity = severity,
            Note = $"via security group {group.Id} ({group.Name})",
        };
}
