using System.Text.Json;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Core.Tests.Resources.Vpcs;

/// <summary>Route tables as a test says them.</summary>
internal static class RouteTables
{
    public const string Local = """
        { "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active" }
        """;

    public const string ToGateway = """
        { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "Origin": "CreateRoute", "State": "active" }
        """;

    public const string ToNat = """
        { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "Origin": "CreateRoute", "State": "active" }
        """;

    public const string ToEgressOnly = """
        { "DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1", "Origin": "CreateRoute",
          "State": "active" }
        """;

    public static RouteTable Of(string id, string associations, params string[] routes) =>
        RouteTable
            .Parse(
                JsonDocument
                    .Parse(
                        $$"""
                        { "RouteTableId": "{{id}}", "VpcId": "vpc-1", "OwnerId": "111122223333", "NotYetKnown": 1,
                          "Associations": [{{associations}}], "PropagatingVgws": [{ "GatewayId": "vgw-1" }],
                          "Routes": [{{string.Join(',', routes)}}], "Tags": [{ "Key": "Name", "Value": "private" }] }
                        """
                    )
                    .RootElement,
                "",
                "eu-central-1"
            )
            .Value;

    public static string MainOf(string id) => $$"""{ "RouteTableAssociationId": "{{id}}", "Main": true }""";

    public static string Of(string subnetId) =>
        $$"""
            { "RouteTableAssociationId": "rtbassoc-{{subnetId}}", "SubnetId": "{{subnetId}}", "Main": false,
              "AssociationState": { "State": "associated" } }
            """;
}
