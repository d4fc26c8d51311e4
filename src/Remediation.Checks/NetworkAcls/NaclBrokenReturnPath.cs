using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// nacl-broken-return-path: the entries of one direction let requests through whose replies the entries of the other cut off. A
/// network ACL keeps no state, so that replies need an entry of their own.
/// </summary>
public sealed class NaclBrokenReturnPath : Check<NetworkAcl>
{
    private const string EphemeralPorts = "ephemeralPorts";

    // No service listens on more; what is wider is meant for clients.
    private const int MostServicePorts = 1000;

    private static readonly ImmutableArray<IpProtocol> Protocols = [IpProtocol.Tcp, IpProtocol.Udp];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-broken-return-path",
            Title = "A network ACL lets requests through and cuts off their replies.",
            Rationale =
                "A network ACL is stateless: replies go to a port that the client chose and need an entry of their own. Entries that "
                + "forget them fail in ways that are hard to find, and are then mended in a hurry by an entry that allows everything.",
            DoesNotCheck =
                "Protocols other than TCP and UDP, whether anything answers at all, the security groups, and traffic within one subnet, "
                + "which no network ACL sees. Of an entry for more than a thousand ports, those that clients "
                + "use are taken for the way back, not for requests. Clients that use fewer ports than the parameter says may work all the same.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.NetworkAcl,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: to open the way back is to let more through, and to close the way there may cut off what people rely on; "
                + "only the owner knows which was meant.",
            ManualFix =
                "Allow the clients' ports in the other direction, to and from the same addresses: aws ec2 create-network-acl-entry "
                + "--network-acl-id ACL --egress --rule-number NUMBER --protocol 6 --port-range From=1024,To=65535 "
                + "--cidr-block BLOCK --rule-action allow; or delete the entry that lets the requests through.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                new(
                    EphemeralPorts,
                    ParameterType.Services,
                    ParameterValue.Of(
                        ServiceSet
                            .Of(IpProtocol.Tcp, PortSet.Of(1024, 65535))
                            .Union(ServiceSet.Of(IpProtocol.Udp, PortSet.Of(1024, 65535))),
                        "1024-65535"
                    ),
                    "The ports that clients receive replies on: 1024-65535 suits every client; Linux uses 32768-60999, Windows "
                        + "49152-65535, a NAT gateway or a load balancer 1024-65535."
                ),
            ],
            Triggers = [.. NetworkAclCalls.Entries, .. NetworkAclCalls.Associations],
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html",
            ],
        };

    protected override CheckResult Evaluate(NetworkAcl state, CheckContext context)
    {
        if (state.Associations.IsEmpty)
        {
            return CheckResult.NotApplicable("no subnet uses it");
        }
        // An entry that was not understood may be the very one that lets the replies through.
        return state.Unreadable.IsEmpty
            ? CheckResult.Fail([
                .. Broken(state, Direction.Ingress, context),
                .. Broken(state, Direction.Egress, context),
            ])
            : CheckResult.Unknown(state.Unreadable);
    }

    private IEnumerable<Evidence> Broken(NetworkAcl acl, Direction direction, CheckContext context)
    {
        var ports = context.Settings.Services(EphemeralPorts);
        var back = acl.AllowedTraffic(direction == Direction.Ingress ? Direction.Egress : Direction.Ingress);
        foreach (var decision in EntryDecision.Of(acl.EntriesOf(direction)))
        {
            var requests = Requests(decision, ports);
            var cut = Protocols
                .Select(protocol => Unanswered(requests, back, ports, protocol))
                .Aggregate(TrafficSet.Empty, (all, traffic) => all.Union(traffic))
                .Except(context.ExemptedTraffic);
            if (!cut.IsEmpty)
            {
                yield return EvidenceOf(decision.Entry, cut, ports);
            }
        }
    }

    // Many of the clients' ports at once are there for replies to requests of the other direction.
    private static TrafficSet Requests(EntryDecision decision, ServiceSet ports) =>
        decision.Entry.Service.Last - decision.Entry.Service.First < MostServicePorts
            ? decision.Allowed
            : decision.Allowed.Except(TrafficSet.Of(ports, AddressSet.All));

    private static TrafficSet Unanswered(TrafficSet requests, TrafficSet back, ServiceSet ports, IpProtocol protocol)
    {
        var replies = ServiceSet.Of(protocol, ports.PortsOf(protocol));
        return requests
            .Intersect(TrafficSet.Of(ServiceSet.Of(protocol, PortSet.All), AddressSet.All))
            .Within(AddressSet.All.Except(Reached(back, replies)));
    }

    private static AddressSet Reached(TrafficSet allowed, ServiceSet services) =>
        AddressSet.All.Except(TrafficSet.Of(services, AddressSet.All).Except(allowed).Addresses);

    private Evidence EvidenceOf(NetworkAclEntry entry, TrafficSet cut, ServiceSet ports)
    {
        var isIngress = entry.Direction == Direction.Ingress;
        var replies = ports.Intersect(
            cut.Services.ToServices()
                .Select(service => ServiceSet.Of(service.Protocol, PortSet.All))
                .Aggregate(ServiceSet.Empty, (all, some) => all.Union(some))
        );
        return new(
            $"{entry.Service} {(isIngress ? "from" : "to")} {entry.Cidr}",
            cut.ToString(isIngress ? "from" : "to")
        )
        {
            Rule = entry.RuleNumber.ToString(CultureInfo.InvariantCulture),
            Severity = Metadata.Severity,
            Note =
                $"no {(isIngress ? "outbound" : "inbound")} entry lets the replies through, {replies} {(isIngress ? "to" : "from")} the same addresses",
        };
    }
}
