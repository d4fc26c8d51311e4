using System.Collections.Immutable;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>The EC2 calls after which checks on endpoints can come out differently, by what they change.</summary>
internal static class VpceTriggers
{
    /// <summary>The endpoint itself.</summary>
    public static ImmutableArray<string> Endpoint { get; } = ["CreateVpcEndpoint", "ModifyVpcEndpoint"];

    /// <summary>Which endpoints a VPC has.</summary>
    public static ImmutableArray<string> Presence { get; } =
    ["CreateVpcEndpoint", "DeleteVpcEndpoints", "CreateVpc", "CreateDefaultVpc"];

    public static ImmutableArray<string> Fix { get; } = ["ec2:ModifyVpcEndpoint"];
}
