using System.Collections.Immutable;

namespace Remediation.Aws.Organizations;

/// <summary>How other accounts, and other regions of the own one, are worked in: as a role that the spoke stack made there.</summary>
/// <param name="RoleName">The role's name, the same in every account.</param>
/// <param name="ExternalId">What the role's trust asks for besides the caller. It is no secret.</param>
public sealed record MemberSettings(string RoleName, string ExternalId)
{
    /// <summary>The accounts that are worked in; empty for every one that has the role.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>The session's tag <c>remediation-mode</c>: the role lets only <c>enforce</c> change anything.</summary>
    public string Mode { get; init; } = "observe";
}
