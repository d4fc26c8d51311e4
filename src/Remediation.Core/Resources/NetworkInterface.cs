using System.Collections.Immutable;

namespace Remediation.Core.Resources;

/// <summary>A network interface, as far as the checks need it: which groups it uses and what it belongs to. Source: EC2 DescribeNetworkInterfaces.</summary>
public sealed record NetworkInterface(string Id, ImmutableArray<string> SecurityGroups)
{
    public string SubnetId { get; init; } = "";

    public string VpcId { get; init; } = "";

    public string InstanceId { get; init; } = "";

    /// <summary>The AWS service that manages it, or empty.</summary>
    public string RequesterId { get; init; } = "";

    public string Description { get; init; } = "";
}
