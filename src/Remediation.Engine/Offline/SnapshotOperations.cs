using System.Collections.Frozen;
using Remediation.Engine.Layers;

namespace Remediation.Engine.Offline;

/// <summary>The AWS CLI outputs that a snapshot folder is read from.</summary>
internal static class SnapshotOperations
{
    public const string SecurityGroups = "ec2.describe-security-groups";
    public const string SecurityGroupRules = "ec2.describe-security-group-rules";
    public const string NetworkAcls = "ec2.describe-network-acls";
    public const string NetworkInterfaces = "ec2.describe-network-interfaces";
    public const string Subnets = "ec2.describe-subnets";
    public const string Vpcs = "ec2.describe-vpcs";
    public const string PrefixLists = "ec2.describe-managed-prefix-lists";
    public const string PrefixListEntries = "ec2.get-managed-prefix-list-entries";
    public const string PeeringConnections = "ec2.describe-vpc-peering-connections";

    /// <summary>What describes the snapshot itself.</summary>
    public const string About = "snapshot.json";

    /// <summary>Each with the name of the list in its output.</summary>
    public static IReadOnlyDictionary<string, string> Lists { get; } =
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [SecurityGroups] = "SecurityGroups",
            [SecurityGroupRules] = "SecurityGroupRules",
            [NetworkAcls] = "NetworkAcls",
            [NetworkInterfaces] = "NetworkInterfaces",
            [Subnets] = "Subnets",
            [Vpcs] = "Vpcs",
            [PrefixLists] = "PrefixLists",
            [PrefixListEntries] = "Entries",
            [PeeringConnections] = "VpcPeeringConnections",
        };

    // An audit asks for it once for each group.
    private static readonly FrozenDictionary<string, string> Missing = Lists.Keys.ToFrozenDictionary(
        operation => operation,
        operation => $"the snapshot has no {operation}.json",
        StringComparer.Ordinal
    );

    /// <summary>The outputs that resources carried as documents are made of, by operation.</summary>
    public static IReadOnlyDictionary<string, SnapshotOutput> Documents { get; } =
        ResourceLayers
            .All.SelectMany(layer => layer.Outputs)
            .DistinctBy(output => output.Operation, StringComparer.Ordinal)
            .ToDictionary(output => output.Operation, StringComparer.Ordinal);

    /// <summary>The name of the list in the output of a known operation that lists.</summary>
    public static string ListOf(string operation) =>
        Lists.TryGetValue(operation, out var list) ? list : Documents[operation].List!;

    /// <summary>Why nothing is known of an operation whose output is not there.</summary>
    public static string WhyMissing(string operation) => Missing[operation];
}
