using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>
/// One AWS account in one region, as the engine sees it: states that can be read, and calls that can be executed. Failures
/// that AWS can answer are outcomes; only bugs throw. Two implementations pass the same contract tests.
/// </summary>
public interface IAccount
{
    /// <summary>The resource as it is now.</summary>
    ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken);

    /// <summary>The facts about the resource's neighbours that are asked for, and no others.</summary>
    ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Every resource of a type. It stops with an <see cref="AccountException"/> when a page cannot be read, so that a part is
    /// never taken for the whole.
    /// </summary>
    IAsyncEnumerable<ResourceState> ListAsync(string resourceType, CancellationToken cancellationToken);

    /// <summary>
    /// Why a listing of the type is known beforehand not to be whole, as where a folder has no output of it; null where only the
    /// listing can tell.
    /// </summary>
    string? WhyPartial(string resourceType) => null;

    /// <summary>Sends the call as it is; it decides nothing.</summary>
    ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken);
}
