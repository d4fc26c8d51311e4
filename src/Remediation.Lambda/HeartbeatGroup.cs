using Remediation.Core.Policies;

namespace Remediation.Lambda;

/// <summary>
/// The security group that the template makes for the heartbeat to name. It is attached to nothing on purpose: sg-unused would tell
/// of it for ever. Which group it is, the function's own environment says alone, so that nobody can pass another one for it by a tag
/// or a name; and all other checks judge it like any group.
/// </summary>
public static class HeartbeatGroup
{
    private const string Check = "sg-unused";

    /// <summary>The policy without what it would say of the group for being attached to nothing.</summary>
    /// <param name="group">The id of the group; empty where there is none.</param>
    public static Policy Spare(Policy policy, string group) =>
        group.Length == 0
            ? policy
            : policy with
            {
                Exemptions = policy.Exemptions.Add(
                    new("heartbeat", Check, group, DateOnly.MaxValue, "remediation", "the heartbeat names it")
                ),
            };
}
