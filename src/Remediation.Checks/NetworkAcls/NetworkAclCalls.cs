using System.Collections.Immutable;

namespace Remediation.Checks.NetworkAcls;

/// <summary>The EC2 calls after which checks on network ACLs can come out differently, and those that their fixes make.</summary>
internal static class NetworkAclCalls
{
    public static ImmutableArray<string> Entries { get; } =
    ["CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry"];

    public static ImmutableArray<string> Associations { get; } =
    ["CreateNetworkAcl", "DeleteNetworkAcl", "ReplaceNetworkAclAssociation"];

    public static ImmutableArray<string> EntryFix { get; } =
    ["ec2:CreateNetworkAclEntry", "ec2:DeleteNetworkAclEntry", "ec2:ReplaceNetworkAclEntry"];
}
