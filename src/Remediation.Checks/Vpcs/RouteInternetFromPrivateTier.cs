using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Checks.Vpcs;

/// <summary>
/// route-internet-from-private-tier: the route table that a subnet of a private tier uses leads somewhere to an internet gateway.
/// </summary>
public sealed class RouteInternetFromPrivateTier : Check<RouteTable>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "route-internet-from-private-tier",
            Title = "A private tier has a route to an internet gateway.",
            Rationale =
                "Without a route to an internet gateway nothing on the internet can reach a subnet, whatever its security groups say. "
                + "One route undoes that for every instance that has or gets a public address.",
            DoesNotCheck =
                "Routes that lead nowhere for now, since their gateway is detached; egress-only and NAT gateways, which nobody can "
                + "enter by; carrier and local gateways; and ways to the internet through another VPC, a transit gateway or a VPN.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.RouteTable,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts the route back as it was in the baseline, or deletes it where the baseline had none to that destination. Without a "
                + "baseline, or where the route was there and a subnet came to the table since, a person has to decide: a ticket.",
            ManualFix =
                "Lead the destination to a NAT gateway, or delete the route: aws ec2 replace-route or delete-route --route-table-id "
                + "TABLE --destination-cidr-block 0.0.0.0/0; or give the subnet a table of its own: aws ec2 associate-route-table.",
            Controls = [new("SEC05-BP01", "Create network layers")],
            Parameters = [SharedParameters.MaxPublicAddresses],
            Triggers =
            [
                "CreateRoute",
                "ReplaceRoute",
                "CreateRouteTable",
                "AssociateRouteTable",
                "ReplaceRouteTableAssociation",
                "DisassociateRouteTable",
                "AttachInternetGateway",
                "CreateSubnet",
                "CreateDefaultSubnet",
            ],
            Surroundings = SurroundingKinds.Baseline | SurroundingKinds.Subnets | SurroundingKinds.RouteTables,
            FixActions = ["ec2:DeleteRoute", "ec2:ReplaceRoute"],
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html",
            ],
        };

    public override SurroundingKinds SurroundingsUnder(Policy policy) =>
        policy.Tiers.Values.Any(tier => tier.IsPrivate) ? Metadata.Surroundings : SurroundingKinds.None;

    protected override CheckResult Evaluate(RouteTable state, CheckContext context)
    {
        if (!context.Tiers.All.Any(tier => tier.IsPrivate))
        {
            return CheckResult.NotApplicable("the policy names no private tier");
        }
        var routes = state.Routes.Where(LeadsToGateway).ToList();
        var offending = routes.Where(route => Reach(route, context) is { IsEmpty: false }).ToImmutableArray();
        var lists = routes.Where(route => route.PrefixListId is not null).ToList();
        if (offending.IsEmpty && lists.Count == 0)
        {
            return CheckResult.Pass;
        }
        if (WhyUnknown(state, context) is { } reason)
        {
            return CheckResult.Unknown(reason);
        }
        var users = PrivateUsers(state, context).ToList();
        return users.Count == 0
            ? CheckResult.NotApplicable("no subnet of a private tier uses it")
            : CheckResult.Of(
                [.. offending.Select(route => EvidenceOf(state, route, offending, users, context))],
                [.. lists.Select(route => $"what {route} holds was not read, and it leads to an internet gateway")],
                []
            );
    }

    protected override DesiredState Desired(RouteTable state, CheckContext context)
    {
        if (context.Surroundings.Baseline.Value is not RouteTable baseline)
        {
            return DesiredState.None(
                "there is no baseline of the route table, so it is not known where the traffic is meant to go; "
                    + Metadata.ManualFix
            );
        }
        var desired = state;
        foreach (
            var route in state.Routes.Where(LeadsToGateway).Where(route => Reach(route, context) is { IsEmpty: false })
        )
        {
            var former = baseline.Routes.FirstOrDefault(other => other.Destination == route.Destination);
            if (former is { Target: { IsInternetGateway: true } })
            {
                return DesiredState.None(
                    $"the route {route} was in the baseline as well: what changed is which subnets use the table; give the private "
                        + "ones a table of their own"
                );
            }
            desired = desired.WithRoute(route.Destination, former);
        }
        return DesiredState.Of(desired);
    }

    private static bool LeadsToGateway(Route route) =>
        route is { IsBlackhole: false, Target: { IsInternetGateway: true } };

    private static AddressSet? Reach(Route route, CheckContext context) =>
        route.Block is { } block ? AddressSet.Of(block).Intersect(context.Internet.Addresses) : null;

    private static string? WhyUnknown(RouteTable state, CheckContext context)
    {
        var surroundings = context.Surroundings;
        if (surroundings.Subnets.Value is not { } subnets)
        {
            return $"which subnets use it: {surroundings.Subnets.UnknownReason}";
        }
        // The main table serves those that no other table names.
        if (state.IsMain && surroundings.RouteTables.Value is null)
        {
            return $"which subnets have no table of their own: {surroundings.RouteTables.UnknownReason}";
        }
        var known = subnets.Select(subnet => subnet.Id.Id).ToHashSet(StringComparer.Ordinal);
        return
            state.Associations.FirstOrDefault(use => use.SubnetId.Length > 0 && !known.Contains(use.SubnetId))
                is { } use
            ? $"{use.SubnetId} uses it and is not among the subnets that were read"
            : null;
    }

    private static IEnumerable<(Subnet Subnet, Tier Tier)> PrivateUsers(RouteTable state, CheckContext context)
    {
        RouteTable[] tables = [.. (context.Surroundings.RouteTables.Value ?? []).OfType<RouteTable>()];
        var subnets = context.Surroundings.Subnets.Value!.OfType<Subnet>();
        foreach (var subnet in SubnetRouting.SubnetsOf(state, subnets, tables))
        {
            if (context.Tiers.PrivateTierOf(subnet) is { } tier)
            {
                yield return (subnet, tier);
            }
        }
    }

    private Evidence EvidenceOf(
        RouteTable table,
        Route route,
        ImmutableArray<Route> all,
        List<(Subnet Subnet, Tier Tier)> users,
        CheckContext context
    )
    {
        // A half of the internet each is the whole of it.
        var reached = all.Aggregate(AddressSet.Empty, (union, other) => union.Union(Reach(other, context)!));
        var tiers = users.Select(user => user.Tier.Name).Distinct(StringComparer.Ordinal);
        return new(
            route.ToString(),
            $"{string.Join(", ", tiers)} has a way to and from the internet at {route.Destination}"
        )
        {
            Rule = route.Destination,
            Severity = context.Internet.Of(reached) == Exposure.Anywhere ? Metadata.Severity : Severity.Medium,
            Note = $"used by {string.Join(", ", users.Select(user => user.Subnet.Id.Id))}",
            Withdrawal = DocumentChange.At(table.PathOf("Routes")),
        };
    }
}
