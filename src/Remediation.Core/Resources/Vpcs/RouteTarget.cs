using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>Where a route leads: the member of EC2's Route that says so, and what it names.</summary>
/// <param name="Member">The member, such as <c>GatewayId</c> or <c>NatGatewayId</c>.</param>
/// <param name="Id">What it names, such as <c>igw-0a1b2c3d</c>, or <c>local</c>.</param>
public sealed record RouteTarget(string Member, string Id)
{
    // In this order: an instance is named together with its interface, and CreateRoute takes only one of them.
    private static readonly ImmutableArray<string> Members =
    [
        "GatewayId",
        "NatGatewayId",
        "TransitGatewayId",
        "EgressOnlyInternetGatewayId",
        "VpcPeeringConnectionId",
        "NetworkInterfaceId",
        "InstanceId",
        "LocalGatewayId",
        "CarrierGatewayId",
        "CoreNetworkArn",
        "VpcEndpointId",
        "OdbNetworkArn",
    ];

    /// <summary>An internet gateway leads both ways. One for egress only does not, and is another member.</summary>
    public bool IsInternetGateway => Id.StartsWith("igw-", StringComparison.Ordinal);

    /// <summary>Whether it stays within the VPC.</summary>
    public bool IsLocal => Id == "local";

    /// <summary>The parameter of CreateRoute and ReplaceRoute that names it.</summary>
    public string Parameter =>
        Member == "GatewayId" && Id.StartsWith("vpce-", StringComparison.Ordinal) ? "VpcEndpointId" : Member;

    internal static RouteTarget? Of(JsonElement route) =>
        Members
            .Where(member => route.ValueKind == JsonValueKind.Object && route.TryGetProperty(member, out _))
            .Select(member => new RouteTarget(member, route.GetProperty(member).ToString()))
            .FirstOrDefault(target => target.Id.Length > 0);

    public override string ToString() => Id;
}
