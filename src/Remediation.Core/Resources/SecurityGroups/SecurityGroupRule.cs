using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// One rule of a security group: one direction, one service, one peer. AWS's grouped IpPermission is several of these.
/// Within a group direction, service and peer are unique (AWS refuses a duplicate, whatever its description).
/// </summary>
public sealed record SecurityGroupRule(Direction Direction, Service Service, Peer Peer)
{
    /// <summary>The rule's id (<c>sgr-...</c>), or null when it was read from an output that has none.</summary>
    public string? RuleId { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The tags of the rule itself, in the order of their keys.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>What makes it the same rule to AWS.</summary>
    public (Direction Direction, Service Service, Peer Peer) Key => (Direction, Service, Peer);

    // Tags are compared by content; an immutable array compares by identity.
    public bool Equals(SecurityGroupRule? other) =>
        other is not null
        && Direction == other.Direction
        && Service == other.Service
        && Peer == other.Peer
        && RuleId == other.RuleId
        && Description == other.Description
        && Tags.AsSpan().SequenceEqual(other.Tags.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Direction, Service, Peer, RuleId, Description);

    /// <summary>As people read it: <c>tcp/20-25 from 0.0.0.0/0</c>.</summary>
    public override string ToString() => $"{Service} {(Direction == Direction.Ingress ? "from" : "to")} {Peer}";
}
