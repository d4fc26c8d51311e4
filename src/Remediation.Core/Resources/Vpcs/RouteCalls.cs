using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// The EC2 calls that change a table's routes, and what each does to its state. A route is named by its destination. Source: EC2 API
/// reference, CreateRoute, ReplaceRoute and DeleteRoute.
/// </summary>
internal static class RouteCalls
{
    public static ApiCall Write(RouteTable table, Route? now, Route? wanted) =>
        (now, wanted) switch
        {
            ({ } gone, null) => Call(table, "DeleteRoute", ApiCallEffect.Removes, $"delete route {gone}", gone, null),
            (null, { } added) => Call(
                table,
                "CreateRoute",
                ApiCallEffect.Adds,
                $"create route {added}",
                added,
                added.Target
            ),
            var (was, becomes) => Call(
                table,
                "ReplaceRoute",
                ApiCallEffect.Changes,
                $"lead route {was} to {becomes!.Target}",
                becomes,
                becomes.Target
            ),
        };

    public static Applied<ResourceState> Apply(RouteTable table, ApiCall call)
    {
        if (Route.Of(Routed(call)) is not { } route || Text(call, "RouteTableId") != table.Id.Id)
        {
            return Refused(CallError.InvalidParameter, $"the call names no route of {table.Id}");
        }
        var there = table.Routes.FirstOrDefault(other => other.Destination == route.Destination);
        return call.Operation switch
        {
            "CreateRoute" when there is not null => Refused(
                "RouteAlreadyExists",
                $"The route identified by {route.Destination} already exists."
            ),
            "DeleteRoute" or "ReplaceRoute" when there is null => Refused(
                "InvalidRoute.NotFound",
                $"no route with destination-cidr-block {route.Destination} in route table {table.Id}"
            ),
            "DeleteRoute" when there!.Target is { IsLocal: true } => Refused(
                CallError.InvalidParameter,
                $"cannot remove local route {route.Destination} in route table {table.Id}"
            ),
            "CreateRoute" or "ReplaceRoute" when route.Target is not null => Applied<ResourceState>.To(
                table.WithRoute(route.Destination, route)
            ),
            "DeleteRoute" => Applied<ResourceState>.To(table.WithRoute(route.Destination, null)),
            "CreateRoute" or "ReplaceRoute" => Refused(CallError.InvalidParameter, "the call names no target"),
            _ => Refused(CallError.UnknownOperation, $"{call.IamAction} does not change a route"),
        };
    }

    private static ApiCall Call(
        RouteTable table,
        string operation,
        ApiCallEffect effect,
        string summary,
        Route route,
        RouteTarget? target
    ) =>
        ApiCall.Create(
            "ec2",
            operation,
            effect,
            summary,
            writer =>
            {
                writer.WriteString("RouteTableId", table.Id.Id);
                writer.WriteString(route.DestinationMember, route.Destination);
                if (target is { IsLocal: true })
                {
                    writer.WriteBoolean("LocalTarget", true);
                }
                else if (target is not null)
                {
                    writer.WriteString(target.Parameter, target.Id);
                }
            }
        );

    // The route as DescribeRouteTables would tell of it after the call.
    private static JsonElement Routed(ApiCall call) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                foreach (var parameter in call.Parameters.EnumerateObject())
                {
                    Write(writer, parameter);
                }
                writer.WriteString("Origin", "CreateRoute");
                writer.WriteString("State", "active");
                writer.WriteEndObject();
            })
            .Root;

    private static void Write(Utf8JsonWriter writer, JsonProperty parameter)
    {
        if (parameter.NameEquals("LocalTarget"))
        {
            writer.WriteString("GatewayId", "local");
        }
        else if (parameter.NameEquals("VpcEndpointId"))
        {
            writer.WriteString("GatewayId", parameter.Value.GetString());
        }
        else if (!parameter.NameEquals("RouteTableId"))
        {
            parameter.WriteTo(writer);
        }
    }

    private static string? Text(ApiCall call, string name) =>
        call.Parameters.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static Applied<ResourceState> Refused(string code, string message) =>
        Applied<ResourceState>.Refused(code, message);
}
