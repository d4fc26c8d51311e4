namespace Remediation.Core.Resources;

/// <summary>A managed prefix list as the other side of a rule; which addresses it holds is a fact of its surroundings.</summary>
public sealed record PrefixListPeer(string PrefixListId) : Peer
{
    public override string ToString() => PrefixListId;
}
