namespace Remediation.Core.Resources;

/// <summary>
/// The members of a security group as the other side of a rule. It has no addresses of its own: traffic is allowed between
/// private addresses of the members' interfaces.
/// </summary>
public sealed record SecurityGroupPeer(string GroupId) : Peer
{
    /// <summary>The account that owns the group, or empty when AWS did not say.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The peered VPC that the group is in, or empty.</summary>
    public string VpcId { get; init; } = "";

    /// <summary>The state of the peering connection as AWS names it (<c>active</c>, <c>deleted</c>, ...), or empty.</summary>
    public string PeeringStatus { get; init; } = "";

    public bool Equals(SecurityGroupPeer? other) => other is not null && GroupId == other.GroupId;

    public override int GetHashCode() => GroupId.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => GroupId;
}
