using Remediation.Core.Traffic;

namespace Remediation.Core.Resources;

/// <summary>A CIDR block as the other side of a rule.</summary>
public sealed record CidrPeer(Cidr Cidr) : Peer
{
    /// <summary>The block as AWS returned it, which revoking without a rule id must repeat to the letter.</summary>
    public string Text { get; init; } = Cidr.ToString();

    public bool Equals(CidrPeer? other) => other is not null && Cidr == other.Cidr;

    public override int GetHashCode() => Cidr.GetHashCode();

    public override string ToString() => Cidr.ToString();
}
