using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Checks.Vpcs;

/// <summary>
/// route-inspection-bypassed: traffic that a route led through an endpoint of a firewall takes another way.
/// </summary>
public sealed class RouteInspectionBypassed : Check<RouteTable>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "route-inspection-bypassed",
            Title = "Traffic that went through a firewall endpoint is routed past it.",
            Rationale =
                "A firewall sees what routes lead to it. One route that is replaced, deleted or preceded by a longer prefix takes the "
                + "traffic past every rule, and neither the firewall nor its policy is touched.",
            DoesNotCheck =
                "Route tables without a baseline, and whether an endpoint inspects at all. What leads from one endpoint to another, "
                + "or takes private addresses only, is unknown.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.RouteTable,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts the routes of the baseline back and deletes those that were added to take their traffic. A subnet that uses another "
                + "table now is left to a person.",
            ManualFix =
                "Lead the destination to the endpoint again: aws ec2 replace-route --route-table-id TABLE --destination-cidr-block BLOCK "
                + "--vpc-endpoint-id ENDPOINT; or accept the new way: remediate baseline approve.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers =
            [
                "CreateRoute",
                "ReplaceRoute",
                "DeleteRoute",
                "AssociateRouteTable",
                "ReplaceRouteTableAssociation",
                "DisassociateRouteTable",
            ],
            Surroundings = SurroundingKinds.Baseline | SurroundingKinds.Subnets | SurroundingKinds.RouteTables,
            FixActions = ["ec2:CreateRoute", "ec2:DeleteRoute", "ec2:ReplaceRoute"],
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html",
            ],
        };

    protected override CheckResult Evaluate(RouteTable state, CheckContext context)
    {
        if (FormerState.Missing<RouteTable>(context, "where it led is not known", out var before) is { } missing)
        {
            return missing;
        }
        if (!before.Routes.Any(route => route.IsThroughEndpoint))
        {
            return CheckResult.NotApplicable("no route of its baseline leads through an endpoint that can inspect");
        }
        var bypasses = Bypasses(state, before).ToList();
        return CheckResult.Of(
            [
                .. bypasses.Where(bypass => IsCertain(bypass, context)).Select(bypass => EvidenceOf(state, bypass)),
                .. Moved(state, before, context)
                    .Select(text => new Evidence(text.Subnet, text.Offending) { Severity = Metadata.Severity }),
            ],
            [
                .. bypasses
                    .Where(bypass => !IsCertain(bypass, context))
                    .Select(bypass => $"whether {Describe(bypass)} is inspected as before"),
                .. UnknownUses(state, before, context),
            ],
            []
        );
    }

    protected override DesiredState Desired(RouteTable state, CheckContext context)
    {
        if (context.Surroundings.Baseline.Value is not RouteTable before)
        {
            return DesiredState.None("there is no baseline of the route table");
        }
        return Moved(state, before, context).FirstOrDefault() is { Offending: { } moved }
            ? DesiredState.None($"{moved}; associate it with {state.Id.Id} again, or approve where it is now")
            : DesiredState.Of(
                Bypasses(state, before)
                    .Where(bypass => IsCertain(bypass, context))
                    .Aggregate(state, (table, bypass) => table.WithRoute(bypass.Destination, bypass.Former))
            );
    }

    private Evidence EvidenceOf(RouteTable table, Bypass bypass) =>
        new(bypass.Route?.ToString() ?? $"no route to {bypass.Destination}", Describe(bypass))
        {
            Rule = bypass.Destination,
            Severity = Metadata.Severity,
            Withdrawal = DocumentChange.At(table.PathOf("Routes")),
        };

    private static string Describe(Bypass bypass) =>
        bypass.Route is { } route
            ? $"traffic to {route.Destination}, which went through {bypass.Carrier.Target!.Id}, now goes to {route.Target?.Id ?? "an unknown target"}"
            : $"traffic to {bypass.Destination} is no longer led through {bypass.Carrier.Target!.Id}";

    // Another endpoint may inspect as well; what is private may be meant to go another way.
    private static bool IsCertain(Bypass bypass, CheckContext context) =>
        bypass.Route is not { } route
        || (
            route is { Target: not null, IsThroughEndpoint: false }
            && (
                route.Destination == bypass.Carrier.Destination
                || (route.Block is { } block && AddressSet.Of(block).Overlaps(context.Internet.Addresses))
            )
        );

    private static IEnumerable<Bypass> Bypasses(RouteTable state, RouteTable before)
    {
        foreach (var was in before.Routes.Where(route => route.IsThroughEndpoint))
        {
            var now = state.Routes.FirstOrDefault(route => route.Destination == was.Destination);
            if (now is null || !now.LeadsAs(was))
            {
                yield return new(now, was.Destination, was, was);
            }
        }
        foreach (
            var route in state.Routes.Where(route => !before.Routes.Any(was => was.Destination == route.Destination))
        )
        {
            if (
                route.Target is not { IsLocal: true }
                && CarrierOf(route, before) is { IsThroughEndpoint: true } carrier
            )
            {
                yield return new(route, route.Destination, carrier, null);
            }
        }
    }

    // The longest prefix that holds it counts. What a prefix list holds is not read, and may be anything.
    private static Route? CarrierOf(Route route, RouteTable before) =>
        route.IsOfGatewayEndpoint ? null
        : route.Block is { } block
            ? before
                .Routes.Where(was => was.Block is { } wide && AddressSet.Of(wide).Contains(block))
                .MaxBy(was => was.Block!.Value.PrefixLength)
        : before.Routes.FirstOrDefault(was => was.IsThroughEndpoint);

    // Subnets that used the table and use another, which does not lead through endpoints what this one did.
    private static IEnumerable<(string Subnet, string Offending)> Moved(
        RouteTable state,
        RouteTable before,
        CheckContext context
    )
    {
        if (
            context.Surroundings.RouteTables.Value is not { } listed
            || context.Surroundings.Subnets.Value is not { } all
        )
        {
            yield break;
        }
        RouteTable[] tables = [.. listed.OfType<RouteTable>().Where(table => table.Id != state.Id), state];
        foreach (var id in Gone(state, before))
        {
            if (
                all.OfType<Subnet>().FirstOrDefault(subnet => subnet.Id.Id == id) is not { } subnet
                || SubnetRouting.TableOf(subnet, tables) is not { } now
            )
            {
                continue;
            }
            var lost = before.Routes.FirstOrDefault(was =>
                was.IsThroughEndpoint
                && !now.Routes.Any(route => route.Destination == was.Destination && route.IsThroughEndpoint)
            );
            if (lost is not null)
            {
                yield return (
                    id,
                    $"{id} uses {now.Id.Id} now, which does not lead {lost.Destination} through an endpoint as {before.Id.Id} did"
                );
            }
        }
    }

    private static IEnumerable<string> UnknownUses(RouteTable state, RouteTable before, CheckContext context)
    {
        var reason = context.Surroundings.RouteTables.UnknownReason ?? context.Surroundings.Subnets.UnknownReason;
        return reason is null ? [] : Gone(state, before).Select(id => $"which table {id} uses now: {reason}");
    }

    private static IEnumerable<string> Gone(RouteTable state, RouteTable before) =>
        before
            .Associations.Select(use => use.SubnetId)
            .Where(id => id.Length > 0 && !state.Associations.Any(use => use.SubnetId == id));

    /// <param name="Route">The route that takes the traffic now; null where none is for that very destination.</param>
    /// <param name="Destination">What is to be put back: the destination.</param>
    /// <param name="Carrier">The route of the baseline by which the traffic went through an endpoint.</param>
    /// <param name="Former">What the destination had in the baseline, or null.</param>
    private sealed record Bypass(Route? Route, string Destination, Route Carrier, Route? Former);
}
