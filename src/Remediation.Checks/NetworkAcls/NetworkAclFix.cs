using Remediation.Core.Checks;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>What every fix of network ACL entries has to respect.</summary>
internal static class NetworkAclFix
{
    /// <summary>Why the entries of the ACL must not be rearranged, or null.</summary>
    public static string? Obstacle(NetworkAcl acl) =>
        acl.Unreadable.IsEmpty
            ? null
            : "an entry of the ACL could not be understood, and what is rearranged around it would be guesswork: "
                + string.Join("; ", acl.Unreadable);

    /// <summary>The ACL with the rearranged entries, if there is room for them.</summary>
    public static DesiredState Within(NetworkAcl acl, Direction direction, EntrySequence before, EntrySequence after)
    {
        // An ACL that holds more already belongs to an account with a higher quota.
        var most = Math.Max(NetworkAcl.DefaultEntryQuota, before.Entries.Length);
        return after.Entries.Length <= most
            ? DesiredState.Of(after.In(acl, direction))
            : DesiredState.None(
                $"the fix would take {after.Entries.Length} {Word(direction)} entries, and AWS allows {most}; "
                    + "merge or remove entries by hand, then it fits"
            );
    }

    private static string Word(Direction direction) => direction == Direction.Ingress ? "inbound" : "outbound";
}
