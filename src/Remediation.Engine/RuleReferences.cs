using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine;

/// <summary>Tells whether a resource's rules name a prefix list or another security group.</summary>
internal static class RuleReferences
{
    public static bool Name(ResourceState state, string? id) =>
        state is SecurityGroup group
        && group.Rules.Any(rule =>
            rule.Peer switch
            {
                PrefixListPeer list => list.PrefixListId == id,
                SecurityGroupPeer peer => peer.GroupId == id,
                _ => false,
            }
        );
}
