using System.Collections.Immutable;
using Remediation.Aws.Organizations;
using Remediation.Core.Policies;

namespace Remediation.Lambda;

/// <summary>What the environment says of other accounts and regions. Without a role, only the own ones are worked in.</summary>
/// <param name="Members">How they are worked in; null where they are not.</param>
/// <param name="Regions">The regions that an audit of the organization covers; the own one when empty.</param>
public sealed record OrganizationSettings(MemberSettings? Members, ImmutableArray<string> Regions)
{
    private const string Role = "REMEDIATION_SPOKE_ROLE";
    private const string ExternalId = "REMEDIATION_EXTERNAL_ID";
    private const string Accounts = "REMEDIATION_MEMBER_ACCOUNTS";
    private const string RegionList = "REMEDIATION_REGIONS";

    /// <param name="environment">The environment variables of the process.</param>
    /// <param name="mode">The mode of the policy in force.</param>
    public static OrganizationSettings Read(IReadOnlyDictionary<string, string> environment, EnforcementMode mode)
    {
        var role = environment.GetValueOrDefault(Role, "");
        return new(
            role.Length == 0
                ? null
                : new(role, environment.GetValueOrDefault(ExternalId, ""))
                {
                    Accounts = List(environment, Accounts),
                    Mode = mode == EnforcementMode.Enforce ? "enforce" : "observe",
                },
            List(environment, RegionList)
        );
    }

    private static ImmutableArray<string> List(IReadOnlyDictionary<string, string> environment, string name) =>
        [
            .. environment
                .GetValueOrDefault(name, "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        ];
}
