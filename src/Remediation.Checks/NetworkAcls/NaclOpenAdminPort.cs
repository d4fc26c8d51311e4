using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>nacl-open-admin-port: the entries of a network ACL, taken in order, let the internet reach SSH or RDP.</summary>
public sealed class NaclOpenAdminPort : Check<NetworkAcl>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nacl-open-admin-port",
            Title = "A network ACL lets the internet reach an administration port.",
            Rationale =
                "The network ACL is the layer that still holds when a security group is opened by mistake. One that lets "
                + "everybody through to SSH or RDP leaves a single rule between the internet and an administrator's login.",
            DoesNotCheck =
                "Whether the subnet has a route to the internet gateway, what the security groups behind it allow, and "
                + "outbound entries.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.NetworkAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts deny entries for exactly the administration ports before each entry that lets them through, and before "
                + "those allow entries for private ranges, trusted sources and exempted traffic; an entry that allows nothing "
                + "else is replaced. The fixes remove and narrow are the same here. Beside the internet, only sources that "
                + "reach no subnet lose the ports: loopback, link-local, multicast, and IPv6 addresses that embed a private "
                + "or trusted IPv4 address. Where that takes more entries than the quota of twenty, it is a ticket.",
            ManualFix =
                "Put a deny entry for the port before the entry that allows it, with a lower number: "
                + "aws ec2 create-network-acl-entry --ingress --rule-action deny --network-acl-id ACL --rule-number NUMBER "
                + "--protocol 6 --port-range From=22,To=22 --cidr-block 0.0.0.0/0.",
            Controls =
            [
                new("EC2.21", "Network ACLs should not allow ingress from 0.0.0.0/0 to port 22 or port 3389"),
                new(
                    "CIS-5.2",
                    "Ensure no Network ACLs allow ingress from 0.0.0.0/0 to remote server administration ports"
                ),
            ],
            Parameters =
            [
                SharedParameters.Ports(
                    SharedParameters.TcpAndUdp(22, 3389),
                    "22, 3389",
                    "The administration ports that must not be open."
                ),
                SharedParameters.MaxPublicAddresses,
            ],
            Triggers = NetworkAclCalls.Entries,
            FixActions = NetworkAclCalls.EntryFix,
            References =
            [
                "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
            ],
        };

    protected override CheckResult Evaluate(NetworkAcl state, CheckContext context)
    {
        var ports = context.Settings.Services(CheckParameters.Ports);
        if (!state.Entries.Any(entry => MayOffend(entry, ports, context)))
        {
            return CheckResult.Pass;
        }
        var open = OpenEntries(state, ports, context);
        var exempted = context.ExemptedTraffic;
        var severity = SeverityOf(open.Select(entry => entry.Traffic.Except(exempted).Addresses), context);
        return CheckResult.Of(
            [
                .. open.Where(entry => !entry.Traffic.IsSubsetOf(exempted))
                    .Select(entry => EvidenceOf(entry, entry.Traffic.Except(exempted), severity, context)),
            ],
            [],
            [
                .. open.Where(entry => entry.Traffic.Overlaps(exempted))
                    .Select(entry => EvidenceOfExempted(entry, entry.Traffic.Intersect(exempted), context)),
            ]
        );
    }

    protected override DesiredState Desired(NetworkAcl state, CheckContext context)
    {
        if (NetworkAclFix.Obstacle(state) is { } obstacle)
        {
            return DesiredState.None(obstacle);
        }
        var taken = Evaluate(state, context)
            .Evidence.Select(evidence => ((TrafficWithdrawal)evidence.Withdrawal!).Traffic)
            .Aggregate(TrafficSet.Empty, (all, traffic) => all.Union(traffic));
        var before = EntrySequence.Of(state, Direction.Ingress);
        var taking = new TrafficTaking(taken, KeptSources(context), context.ExemptedTraffic);
        return NetworkAclFix.Within(state, Direction.Ingress, before, taking.From(before));
    }

    private static bool MayOffend(NetworkAclEntry entry, ServiceSet ports, CheckContext context) =>
        entry.Direction == Direction.Ingress
        && entry.Action == NetworkAclAction.Allow
        && ports.Overlaps(entry.Service)
        && context.Internet.Touches(entry.Cidr);

    private static ImmutableArray<OpenEntry> OpenEntries(NetworkAcl state, ServiceSet ports, CheckContext context)
    {
        var forbidden = TrafficSet.Of(ports, context.Internet.Addresses);
        return
        [
            .. EntryDecision
                .Of(state.EntriesOf(Direction.Ingress))
                .Select(decision => new OpenEntry(decision, decision.Allowed.Intersect(forbidden)))
                .Where(entry => !entry.Traffic.IsEmpty),
        ];
    }

    private Severity SeverityOf(IEnumerable<AddressSet> sources, CheckContext context)
    {
        var all = sources.Aggregate(AddressSet.Empty, (union, some) => union.Union(some));
        return context.Internet.Of(all) == Exposure.Anywhere ? Metadata.Severity : Severity.Medium;
    }

    private Evidence EvidenceOfExempted(OpenEntry open, TrafficSet exempted, CheckContext context) =>
        Describe(open, exempted, SeverityOf([exempted.Addresses], context));

    private static Evidence EvidenceOf(OpenEntry open, TrafficSet offending, Severity severity, CheckContext context)
    {
        var kept = TrafficSet.Of(ServiceSet.All, KeptSources(context)).Union(context.ExemptedTraffic);
        var lost = open.Decision.Allowed.Intersect(TrafficSet.Of(offending.Services, AddressSet.All)).Except(kept);
        return Describe(open, offending, severity) with { Withdrawal = new TrafficWithdrawal(Direction.Ingress, lost) };
    }

    // The entry's own block says more than the fifty that are left of 0.0.0.0/0 without the private ranges.
    private static Evidence Describe(OpenEntry open, TrafficSet traffic, Severity severity)
    {
        var entry = open.Decision.Entry;
        var isPartly = !TrafficSet.Of(traffic.Services, AddressSet.Of(entry.Cidr)).IsSubsetOf(open.Decision.Allowed);
        return new($"{entry.Service} from {entry.Cidr}", $"{traffic.Services} from {entry.Cidr}")
        {
            Rule = $"{entry.RuleNumber}",
            Severity = severity,
            Note = isPartly ? "so far as no entry before it decides otherwise" : null,
        };
    }

    // Besides the trusted, what can reach a subnet without the internet. IPv6 addresses that embed IPv4 ones cannot: to keep them
    // would cost entries, of which there are twenty.
    private static AddressSet KeptSources(CheckContext context)
    {
        var trusted = context.Internet.Trusted;
        var embedded = Internet.WithEmbedded(AddressSet.Of(trusted.IPv4, IntervalSet<UInt128>.Empty)).IPv6;
        return AddressSet.Of(trusted.IPv4, trusted.IPv6.Except(embedded)).Union(Internet.RoutablePrivate);
    }

    private sealed record OpenEntry(EntryDecision Decision, TrafficSet Traffic);
}
