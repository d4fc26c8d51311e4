using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Tests.Faults;

/// <summary>An account in which something is wrong, and the resource that an event names.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Account">The account before.</param>
/// <param name="Policy">In enforce mode.</param>
/// <param name="Baselines">The states that were compliant.</param>
/// <param name="Target">The resource that the event names.</param>
/// <param name="Checks">The checks that its plan settles; none where only a ticket can be opened.</param>
public sealed record Scenario(
    string Name,
    Snapshot Account,
    Policy Policy,
    ImmutableArray<ResourceState> Baselines,
    ResourceId Target,
    ImmutableArray<string> Checks
)
{
    public static ResourceState? StateOf(Snapshot account, ResourceId id) =>
        id.Type switch
        {
            ResourceTypes.SecurityGroup => account.SecurityGroups.GetValueOrDefault(id.Id),
            ResourceTypes.NetworkAcl => account.NetworkAcls.GetValueOrDefault(id.Id),
            _ => account.Documents.GetValueOrDefault((id.Type, id.Id)),
        };
}
