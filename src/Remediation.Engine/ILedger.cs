using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine;

/// <summary>
/// Where every remediation is written down: before the first mutation with the complete prior state, and after the last one.
/// An entry is durable when the call returns no error. What cannot be recorded is not done.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// How many entries tell all that an engine has to know of what was done to a resource of late. Whoever holds the lease after an
    /// engine that stopped settles what that left, so that what is open is among the last few.
    /// </summary>
    const int Recent = 256;

    /// <summary>Adds an entry to the history of its resource; null, or why it is not recorded.</summary>
    ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken);

    /// <summary>The whole history of a resource, in the order recorded, for a person; empty where nothing was ever recorded.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// The end of a resource's history, its oldest entry first: what the engine goes by while it handles an event. However long a
    /// history grows, handling one event more takes no longer.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <param name="most">How many entries at most, two for a remediation.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>The entries of a resource that follow one, in the order recorded: for what was pinned to a place in the history.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="after">The number of the entry before them; 0 for the beginning.</param>
    /// <param name="most">How many entries at most.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>Every entry, in the order of their ids.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Holds every history against its chain.</summary>
    ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken);
}
