using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Engine.Offline.Export;

/// <summary>A listing of EC2 that is exported as it is answered.</summary>
/// <param name="File">The AWS CLI output that it becomes, such as <c>ec2.describe-vpcs</c>.</param>
/// <param name="Operation">As the API calls it.</param>
/// <param name="PageSize">The most elements that a page may hold.</param>
/// <param name="Type">What its elements are.</param>
internal sealed record SnapshotListing(string File, string Operation, int PageSize, string Type)
{
    /// <summary>The name of the list in the output.</summary>
    public string List => SnapshotOperations.Lists[File];

    public static ImmutableArray<SnapshotListing> All { get; } =
    [
        new(SnapshotOperations.SecurityGroups, "DescribeSecurityGroups", 1000, ResourceTypes.SecurityGroup),
        new(SnapshotOperations.SecurityGroupRules, "DescribeSecurityGroupRules", 1000, "AWS::EC2::SecurityGroupRule"),
        new(SnapshotOperations.NetworkAcls, "DescribeNetworkAcls", 1000, ResourceTypes.NetworkAcl),
        new(SnapshotOperations.NetworkInterfaces, "DescribeNetworkInterfaces", 1000, ResourceTypes.NetworkInterface),
        new(SnapshotOperations.Vpcs, "DescribeVpcs", 1000, ResourceTypes.Vpc),
        new(SnapshotOperations.Subnets, "DescribeSubnets", 1000, ResourceTypes.Subnet),
        new(
            SnapshotOperations.PeeringConnections,
            "DescribeVpcPeeringConnections",
            1000,
            "AWS::EC2::VPCPeeringConnection"
        ),
        PrefixLists,
    ];

    /// <summary>The entries of each of these are a listing of their own.</summary>
    public static SnapshotListing PrefixLists =>
        new(SnapshotOperations.PrefixLists, "DescribeManagedPrefixLists", 100, ResourceTypes.PrefixList);
}
