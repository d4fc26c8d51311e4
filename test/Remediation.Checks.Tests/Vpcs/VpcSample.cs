using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Vpcs;

/// <summary>Subnets and route tables of one VPC, and a policy that calls those tagged so private.</summary>
internal static class VpcSample
{
    public const string Local =
        """{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }""";

    public static Policy PrivateData { get; } =
        Sample.Policy() with
        {
            Tiers = ImmutableSortedDictionary<string, Tier>.Empty.Add(
                "data",
                new("data") { Cidrs = Sample.Addresses("10.0.2.0/24"), IsPrivate = true }
            ),
        };

    /// <summary>In the private tier.</summary>
    public static Subnet Data { get; } = Subnet("subnet-2", "10.0.2.0/24");

    /// <summary>In no tier.</summary>
    public static Subnet Web { get; } = Subnet("subnet-1", "10.0.1.0/24");

    public static Subnet Subnet(string id, string block, string more = "") =>
        Core
            .Resources.Vpcs.Subnet.Parse(
                Json($$"""{ "SubnetId": "{{id}}", "VpcId": "vpc-0d4f", "CidrBlock": "{{block}}" {{more}} }"""),
                Sample.Account,
                Sample.Region
            )
            .Value;

    /// <param name="uses">The subnets that it names; an asterisk for the VPC's main table.</param>
    public static RouteTable Table(string id, string[] uses, params string[] routes) =>
        RouteTable
            .Parse(
                Json(
                    $$"""
                    { "RouteTableId": "{{id}}", "VpcId": "vpc-0d4f", "Routes": [{{string.Join(',', routes)}}],
                      "Associations": [{{string.Join(',', uses.Select(Association))}}] }
                    """
                ),
                Sample.Account,
                Sample.Region
            )
            .Value;

    public static string Route(string destination, string target)
    {
        var member =
            destination.StartsWith("pl-", StringComparison.Ordinal) ? "DestinationPrefixListId"
            : destination.Contains(':', StringComparison.Ordinal) ? "DestinationIpv6CidrBlock"
            : "DestinationCidrBlock";
        var by =
            target.StartsWith("nat-", StringComparison.Ordinal) ? "NatGatewayId"
            : target.StartsWith("eigw-", StringComparison.Ordinal) ? "EgressOnlyInternetGatewayId"
            : "GatewayId";
        return $$"""{ "{{member}}": "{{destination}}", "{{by}}": "{{target}}", "Origin": "CreateRoute", "State": "active" }""";
    }

    public static Surroundings Known(RouteTable? baseline, params ResourceState[] all) =>
        new()
        {
            Baseline = baseline is null ? Fact<ResourceState>.Absent : Fact<ResourceState>.Known(baseline),
            Subnets = Fact<IReadOnlyList<ResourceState>>.Known([.. all.OfType<Subnet>()]),
            RouteTables = Fact<IReadOnlyList<ResourceState>>.Known([.. all.OfType<RouteTable>()]),
        };

    private static string Association(string use) =>
        use == "*"
            ? """{ "RouteTableAssociationId": "rtbassoc-0", "Main": true }"""
            : $$"""{ "RouteTableAssociationId": "rtbassoc-{{use}}", "SubnetId": "{{use}}", "Main": false }""";

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
