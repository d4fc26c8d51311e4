namespace Remediation.Core.Resources;

/// <summary>
/// Which resource, in which account and region. It says nothing of the resource's state or existence.
/// Two ids are equal when all four parts are.
/// </summary>
/// <param name="Type">The CloudFormation type, one of <see cref="ResourceTypes"/>.</param>
/// <param name="Id">The id that AWS gave, such as <c>sg-0a1b2c3d</c>; the ARN where the service knows the resource by that.</param>
/// <param name="Account">The twelve-digit account id, leading zeros kept; empty when not known.</param>
/// <param name="Region">The region's code, such as <c>us-east-1</c>; empty when not known.</param>
public sealed record ResourceId(string Type, string Id, string Account, string Region)
{
    /// <summary>The ARN, in the partition that the region belongs to.</summary>
    public string Arn =>
        Id.StartsWith("arn:", StringComparison.Ordinal) ? Id
        : Type == ResourceTypes.ShieldProtections ? $"arn:{PartitionOf(Region)}:shield::{Account}:{Id}"
        : $"arn:{PartitionOf(Region)}:ec2:{Region}:{Account}:{ArnResource}/{Id}";

    /// <summary>It, as whoever knows its id names it.</summary>
    public ResourceReference ToReference() => new(Type, Account, Region) { Id = Id };

    /// <summary>The partition that the region belongs to.</summary>
    public static string PartitionOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    private string ArnResource =>
        Type switch
        {
            ResourceTypes.SecurityGroup => "security-group",
            ResourceTypes.NetworkAcl => "network-acl",
            ResourceTypes.PrefixList => "prefix-list",
            ResourceTypes.NetworkInterface => "network-interface",
            ResourceTypes.Instance => "instance",
            ResourceTypes.Subnet => "subnet",
            ResourceTypes.Vpc => "vpc",
            ResourceTypes.VpcEndpoint => "vpc-endpoint",
            ResourceTypes.FlowLog => "vpc-flow-log",
            ResourceTypes.RouteTable => "route-table",
            ResourceTypes.InternetGateway => "internet-gateway",
            ResourceTypes.IsolationGroup => "isolation-group",
            ResourceTypes.TrafficMirrorSessions => "traffic-mirror-session",
            _ => Type.ToLowerInvariant(),
        };

    public override string ToString() => Id;
}
