namespace Remediation.Core.Resources;

/// <summary>The other side of a security group rule: a CIDR block, a prefix list, or the members of a security group.</summary>
public abstract record Peer
{
    private protected Peer() { }
}
