using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// A route table as EC2 DescribeRouteTables tells of it. Which subnets use a main table, it does not say: those that no other table
/// names (see <see cref="SubnetRouting"/>). https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html
/// </summary>
public sealed class RouteTable : ListedState
{
    /// <summary>The part that it is made of.</summary>
    public const string DescribeRouteTables = "ec2.describe-route-tables";

    public override string Operation => DescribeRouteTables;

    protected override string IdMember => "RouteTableId";

    public ImmutableArray<Route> Routes => [.. AwsJson.Array(Element, "Routes"u8).Select(Route.Of).OfType<Route>()];

    /// <summary>The associations that hold, or are about to.</summary>
    public ImmutableArray<RouteTableAssociation> Associations =>
        [.. AwsJson.Array(Element, "Associations"u8).Where(Holds).Select(Association)];

    /// <summary>Whether the subnets of the VPC use it that are associated with no table.</summary>
    public bool IsMain => Associations.Any(association => association.IsMain);

    /// <summary>The virtual private gateways that put their routes in by themselves.</summary>
    public ImmutableArray<string> PropagatingGateways =>
        [
            .. AwsJson
                .Array(Element, "PropagatingVgws"u8)
                .Select(gateway => AwsJson.Text(gateway, "GatewayId"u8))
                .OfType<string>(),
        ];

    /// <summary>Reads an element of DescribeRouteTables; fails only where it does not say which table it is.</summary>
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region, which the element does not say.</param>
    public static ParseResult<RouteTable> Parse(JsonElement element, string account, string region)
    {
        if (AwsJson.Text(element, "RouteTableId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<RouteTable>.Failure("a route table has no RouteTableId");
        }
        var tags = TagJson.Read(element, "Tags"u8);
        return ParseResult<RouteTable>.Success(
            new()
            {
                Id = new(ResourceTypes.RouteTable, id, OwnerIn(element, account), region),
                Name = NameIn(tags),
                VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
                Tags = tags,
                Unreadable = [.. Problems(element)],
                Parts = PartOf(DescribeRouteTables, element),
            }
        );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        WithParts(PartsWith(operation, part));

    /// <summary>The same table in which a destination is routed as given, or not at all (null).</summary>
    public RouteTable WithRoute(string destination, Route? route)
    {
        var kept = Routes.Select(other => other.Destination == destination ? route : other).OfType<Route>().ToList();
        if (route is not null && Routes.All(other => other.Destination != destination))
        {
            kept.Add(route);
        }
        return WithParts(
            PartsWithMember(
                "Routes",
                AwsDocument.Build(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var one in kept)
                    {
                        one.Document.Root.WriteTo(writer);
                    }
                    writer.WriteEndArray();
                })
            )
        );
    }

    /// <summary>Changes routes; the associations of a table and what a gateway propagates are not changed by it.</summary>
    public override OrderedCalls CallsTo(DocumentState desired)
    {
        if (desired is not RouteTable wanted)
        {
            return OrderedCalls.None("it is to become something else than a route table");
        }
        var routes = PathOf("Routes");
        if (DifferencesTo(desired).FirstOrDefault(difference => !routes.Covers(difference.Path)) is { } other)
        {
            return OrderedCalls.None($"{other.Path} of a route table is not changed by the engine");
        }
        var pairs = RoutePairs(wanted).Where(pair => !Same(pair.Now, pair.Wanted)).ToList();
        var fixedRoute = pairs
            .Select(pair => Obstacle(pair.Now, pair.Wanted))
            .FirstOrDefault(reason => reason is not null);
        return fixedRoute is not null
            ? OrderedCalls.None(fixedRoute)
            // What is routed elsewhere first, so that the rest never falls back to it.
            : OrderedCalls.Of([
                .. pairs
                    .OrderBy(pair => pair.Wanted is null)
                    .Select(pair => RouteCalls.Write(this, pair.Now, pair.Wanted)),
            ]);
    }

    public override Applied<ResourceState> Apply(ApiCall call) => RouteCalls.Apply(this, call);

    /// <summary>
    /// A route to an internet gateway that was not there makes the table weaker, and one that is gone stronger; so does one that no
    /// longer leads through an endpoint that can inspect. What other targets see of the traffic is theirs to say.
    /// </summary>
    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is not RouteTable before
            ? null
            :
            [
                .. before
                    .RoutePairs(this)
                    .Where(pair => !Same(pair.Now, pair.Wanted))
                    .Select(pair => ChangeOf(pair.Now, pair.Wanted)),
                .. before
                    .Associations.Except(Associations)
                    .Select(gone => AssociationChange(gone, "no longer used by")),
                .. Associations.Except(before.Associations).Select(added => AssociationChange(added, "now used by")),
            ];

    /// <summary>The routes of two tables by destination, those that are in one alone with nothing for the other.</summary>
    private IEnumerable<(Route? Now, Route? Wanted)> RoutePairs(RouteTable other)
    {
        var (mine, theirs) = (Routes, other.Routes);
        return mine.Concat(theirs)
            .Select(route => route.Destination)
            .Distinct(StringComparer.Ordinal)
            .Select(destination =>
                (
                    mine.FirstOrDefault(route => route.Destination == destination),
                    theirs.FirstOrDefault(route => route.Destination == destination)
                )
            );
    }

    private static bool Same(Route? now, Route? wanted) =>
        now is null ? wanted is null : wanted is not null && now.LeadsAs(wanted);

    private static string? Obstacle(Route? now, Route? wanted)
    {
        if ((now ?? wanted)!.IsOfGatewayEndpoint || wanted is { IsOfGatewayEndpoint: true })
        {
            return $"the route {now ?? wanted} is a gateway endpoint's, which ModifyVpcEndpoint puts in and takes out";
        }
        if (now is { IsMadeByCall: false } || (now is null && wanted is { IsMadeByCall: false }))
        {
            return $"the route {now ?? wanted} is not one that a call made, so no call makes or deletes it";
        }
        return wanted is null ? null
            : wanted.Target is null ? $"the route {wanted} leads to a kind of target that the engine does not know"
            : wanted.IsBlackhole ? $"the route {wanted} led nowhere when it was recorded"
            : null;
    }

    private static StateChange ChangeOf(Route? before, Route? after)
    {
        var text = (before, after) switch
        {
            (null, { } added) => $"route {added} added",
            ({ } gone, null) => $"route {gone} removed",
            var (was, becomes) => $"route {was} now leads to {becomes!.Target?.Id ?? "an unknown target"}",
        };
        return new(EffectOf(before, after), text) { Rule = (after ?? before)!.Destination };
    }

    private static ChangeEffect EffectOf(Route? from, Route? to) =>
        to is not null && to.Target is null ? ChangeEffect.Unknown
        : from is { IsThroughEndpoint: true }
            ? (to is { IsThroughEndpoint: true } ? ChangeEffect.Unknown : ChangeEffect.Weaker)
        : EffectOf(from?.Target, to?.Target);

    private static ChangeEffect EffectOf(RouteTarget? before, RouteTarget? after) =>
        after is { IsInternetGateway: true }
            ? (before is { IsInternetGateway: true } ? ChangeEffect.Neutral : ChangeEffect.Weaker)
        : before is { IsInternetGateway: true } ? ChangeEffect.Stronger
        : ChangeEffect.Unknown;

    private static StateChange AssociationChange(RouteTableAssociation association, string verb) =>
        new(
            ChangeEffect.Unknown,
            $"{verb} {(association.IsMain ? "the VPC by default" : association.SubnetId.Length > 0 ? association.SubnetId : association.GatewayId)}"
        );

    private RouteTable WithParts(ImmutableSortedDictionary<string, AwsDocument> parts) =>
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            Parts = parts,
            UnknownParts = UnknownParts,
        };

    private static bool Holds(JsonElement association)
    {
        _ = AwsJson.TryMember(association, "AssociationState"u8, out var state);
        return AwsJson.Text(state, "State"u8) is not ("disassociated" or "disassociating" or "failed");
    }

    private static RouteTableAssociation Association(JsonElement association) =>
        new(
            AwsJson.Text(association, "RouteTableAssociationId"u8) ?? "",
            AwsJson.Text(association, "SubnetId"u8) ?? "",
            AwsJson.Boolean(association, "Main"u8) ?? false
        )
        {
            GatewayId = AwsJson.Text(association, "GatewayId"u8) ?? "",
        };

    private static IEnumerable<string> Problems(JsonElement element)
    {
        if (!AwsJson.TryMember(element, "Routes"u8, out var routes) || routes.ValueKind != JsonValueKind.Array)
        {
            yield return "its list of routes is missing";
        }
        if (AwsJson.IsNoArray(element, "Associations"u8))
        {
            yield return "its associations are no list";
        }
        foreach (var route in AwsJson.Array(element, "Routes"u8))
        {
            if (Route.Of(route) is not { } read)
            {
                yield return "a route names no destination";
            }
            else if (read.Block is null && read.PrefixListId is null)
            {
                yield return $"the destination '{read.Destination}' of a route is no CIDR block";
            }
            else if (read.Target is null)
            {
                yield return $"the route to {read.Destination} leads to a kind of target that is not known";
            }
        }
    }
}
