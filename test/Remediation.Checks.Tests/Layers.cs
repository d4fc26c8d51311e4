using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests;

/// <summary>A layered network to hold flows against: its policy, its groups, and what is around them.</summary>
internal static class Layers
{
    public const string Flows = """
        flows:
          - { from: internet, to: web, allow: [tcp/443] }
          - { from: trustedSources, to: web, allow: [tcp/8443] }
          - { from: web, to: app, allow: [tcp/8080] }
          - { from: app, to: data, allow: [tcp/3306] }
          - { from: pl-0corp, to: app, allow: [tcp/9000] }
          - { from: 192.0.2.0/24, to: app, allow: [tcp/9443] }
          - { from: bastion, to: [web, app, data], allow: [tcp/22] }
          - { from: [web, app], to: internet, allow: [tcp/443] }
        """;

    /// <summary>Tiers that are known by their groups and by their addresses.</summary>
    public const string Addressed = """
        version: 1
        mode: enforce
        trustedSources: [198.51.100.0/24]
        tiers:
          web:     { securityGroups: { names: ["web-*"] }, cidrs: [10.0.1.0/24] }
          app:     { securityGroups: { names: ["app-*"] }, cidrs: [10.0.11.0/24] }
          data:    { securityGroups: { names: ["data-*"] }, cidrs: [10.0.21.0/24] }
          bastion: { securityGroups: { names: ["bastion-*"] }, cidrs: [10.0.31.0/28] }

        """;

    /// <summary>Tiers that are known by their groups alone.</summary>
    public const string ByGroup = """
        version: 1
        mode: enforce
        tiers:
          web:     { securityGroups: { names: ["web-*"] } }
          app:     { securityGroups: { names: ["app-*"] } }
          data:    { securityGroups: { names: ["data-*"] } }
          bastion: { securityGroups: { names: ["bastion-*"] } }

        """;

    /// <summary>Tiers that are known by their groups and their subnets.</summary>
    public const string BySubnet = """
        version: 1
        mode: enforce
        tiers:
          web:     { securityGroups: { names: ["web-*"] }, subnets: { names: ["public-*"] } }
          app:     { securityGroups: { names: ["app-*"] }, subnets: { names: ["app-*"] } }
          data:    { securityGroups: { names: ["data-*"] }, subnets: { names: ["data-*"] }, private: true }
          bastion: { securityGroups: { names: ["bastion-*"] }, subnets: { names: ["bastion-*"] } }

        """;

    public static Policy Policy(string tiers, string flows = Flows)
    {
        var result = PolicyLoader.Load(
            tiers + flows,
            "policy.yaml",
            "test",
            [.. CheckCatalog.All.Select(check => check.Metadata)]
        );
        return result.Policy ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    public static Surroundings Around(Fact<IReadOnlyList<ResourceState>>? subnets = null) =>
        Sample.PrefixLists(
            ("pl-0corp", ["10.9.0.0/16"]),
            ("pl-0mixed", ["10.0.1.0/25", "10.0.99.0/24"]),
            ("pl-0open", ["0.0.0.0/1", "128.0.0.0/1"])
        ) with
        {
            Neighbours = ImmutableDictionary<string, Fact<ResourceState>>
                .Empty.Add("sg-0web", Known("sg-0web", "web-servers"))
                .Add("sg-0app", Known("sg-0app", "app-servers"))
                .Add("sg-0data", Known("sg-0data", "data-servers"))
                .Add("sg-0bastion", Known("sg-0bastion", "bastion-hosts"))
                .Add("sg-0stray", Known("sg-0stray", "stray"))
                .Add("sg-0gone", Fact<ResourceState>.Absent)
                .Add("sg-0dark", Fact<ResourceState>.Unknown("access was denied")),
            Subnets = subnets ?? Fact<IReadOnlyList<ResourceState>>.Known(Subnets),
        };

    public static IReadOnlyList<ResourceState> Subnets { get; } =
    [
        Subnet("subnet-0web", "public-a", "10.0.1.0/24"),
        Subnet("subnet-0app", "app-a", "10.0.11.0/24"),
        Subnet("subnet-0data", "data-a", "10.0.21.0/24"),
        Subnet("subnet-0bastion", "bastion-a", "10.0.31.0/28"),
        Subnet("subnet-0other", "other", "10.0.99.0/24"),
    ];

    public static Subnet Subnet(string id, string name, string block)
    {
        using var json = JsonDocument.Parse(
            $$"""
            {
              "SubnetId": "{{id}}", "CidrBlock": "{{block}}", "VpcId": "vpc-0d4f",
              "Tags": [ { "Key": "Name", "Value": "{{name}}" } ]
            }
            """
        );
        return Core.Resources.Vpcs.Subnet.Parse(json.RootElement.Clone(), Sample.Account, Sample.Region).Value;
    }

    public static SecurityGroup Group(string name, params string[] rules) =>
        Sample.NamedGroup(Sample.GroupId, name, rules);

    private static Fact<ResourceState> Known(string id, string name) =>
        Fact<ResourceState>.Known(Sample.NamedGroup(id, name));
}
