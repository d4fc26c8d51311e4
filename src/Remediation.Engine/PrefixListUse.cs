using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine;

/// <summary>Tells whether a resource's rules name a prefix list.</summary>
internal static class PrefixListUse
{
    public static bool Names(ResourceState state, string? prefixListId) =>
        state is SecurityGroup group
        && group.Rules.Any(rule => rule.Peer is PrefixListPeer peer && peer.PrefixListId == prefixListId);
}
