using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>An account in which something is wrong, and the resource that an event names.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Open">Makes the account, as it was before.</param>
/// <param name="Policy">In enforce mode.</param>
/// <param name="Baselines">The states that were compliant.</param>
/// <param name="Target">The resource that the event names.</param>
/// <param name="Checks">The checks that its plan settles; none where only a ticket can be opened.</param>
public sealed record Scenario(
    string Name,
    Func<IAccount> Open,
    Policy Policy,
    ImmutableArray<ResourceState> Baselines,
    ResourceId Target,
    ImmutableArray<string> Checks
)
{
    /// <summary>Who made the change, where CloudTrail tells of it; null where a person only asks to look.</summary>
    public Actor? Actor { get; init; }

    /// <summary>The account as it is now, which no later call changes.</summary>
    public static IAccount Frozen(IAccount account) =>
        account switch
        {
            SnapshotAccount snapshot => new SnapshotAccount(snapshot.Content),
            ScriptedAccount scripted => scripted.Copy(),
            _ => throw new ArgumentException($"a {account.GetType().Name} cannot be copied", nameof(account)),
        };

    public static ResourceState? StateOf(IAccount account, ResourceId id)
    {
        var reference = id.ToReference();
        return account.ReadAsync(reference, CancellationToken.None).AsTask().GetAwaiter().GetResult().State;
    }
}
