using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;

namespace Remediation.Engine;

/// <summary>
/// Reads the facts that checks ask for: from the account what it knows best itself, and through it the baseline, the resources
/// that one names, and the subnets. What several resources name is read once in its lifetime, so it is for one audit or one batch.
/// </summary>
internal sealed class SurroundingsReader(IAccount account, IBaselineStore baselines)
{
    private const SurroundingKinds Own =
        SurroundingKinds.Baseline
        | SurroundingKinds.Neighbours
        | SurroundingKinds.NeighbourBaselines
        | SurroundingKinds.Subnets
        | SurroundingKinds.RouteTables;

    private readonly ConcurrentDictionary<ResourceReference, Fact<ResourceState>> _neighbours = new();
    private Fact<IReadOnlyList<ResourceState>>? _subnets;
    private Fact<IReadOnlyList<ResourceState>>? _routeTables;

    public async ValueTask<Surroundings> ReadAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    )
    {
        var surroundings = await account.ReadSurroundingsAsync(state, kinds & ~Own, cancellationToken);
        if ((kinds & Own) == SurroundingKinds.None)
        {
            return surroundings;
        }
        if (kinds.HasFlag(SurroundingKinds.Baseline))
        {
            surroundings = surroundings with { Baseline = await baselines.ReadAsync(state.Id, cancellationToken) };
        }
        if (kinds.HasFlag(SurroundingKinds.Neighbours))
        {
            surroundings = surroundings with
            {
                Neighbours = await NeighboursAsync(state, surroundings.Baseline.Value, cancellationToken),
            };
        }
        if (kinds.HasFlag(SurroundingKinds.NeighbourBaselines))
        {
            surroundings = surroundings with
            {
                NeighbourBaselines = await BaselinesAsync(state, surroundings.Baseline.Value, cancellationToken),
            };
        }
        if (kinds.HasFlag(SurroundingKinds.Subnets))
        {
            _subnets ??= await EveryAsync(ResourceTypes.Subnet, cancellationToken);
            surroundings = surroundings with { Subnets = _subnets.Value };
        }
        if (kinds.HasFlag(SurroundingKinds.RouteTables))
        {
            _routeTables ??= await EveryAsync(ResourceTypes.RouteTable, cancellationToken);
            surroundings = surroundings with { RouteTables = _routeTables.Value };
        }
        return surroundings;
    }

    // What the baseline names has to be there still if it is to be named again.
    private async Task<ImmutableDictionary<string, Fact<ResourceState>>> NeighboursAsync(
        ResourceState state,
        ResourceState? baseline,
        CancellationToken cancellationToken
    )
    {
        var facts = ImmutableDictionary.CreateBuilder<string, Fact<ResourceState>>(StringComparer.Ordinal);
        foreach (var reference in Named(state, baseline))
        {
            if (!_neighbours.TryGetValue(reference, out var fact))
            {
                fact = Of(await account.ReadAsync(reference, cancellationToken));
                _neighbours[reference] = fact;
            }
            facts[reference.Id ?? reference.Name ?? ""] = fact;
        }
        return facts.ToImmutable();
    }

    private async Task<ImmutableDictionary<string, Fact<ResourceState>>> BaselinesAsync(
        ResourceState state,
        ResourceState? baseline,
        CancellationToken cancellationToken
    )
    {
        var facts = ImmutableDictionary.CreateBuilder<string, Fact<ResourceState>>(StringComparer.Ordinal);
        foreach (var resource in Named(state, baseline).Select(reference => reference.ResourceId).OfType<ResourceId>())
        {
            facts[resource.Id] = await baselines.ReadAsync(resource, cancellationToken);
        }
        return facts.ToImmutable();
    }

    private static IEnumerable<ResourceReference> Named(ResourceState state, ResourceState? baseline) =>
        state.Neighbours.Concat(baseline?.Neighbours ?? []).Distinct();

    private async Task<Fact<IReadOnlyList<ResourceState>>> EveryAsync(
        string resourceType,
        CancellationToken cancellationToken
    )
    {
        if (account.WhyPartial(resourceType) is { } reason)
        {
            return Fact<IReadOnlyList<ResourceState>>.Unknown(reason);
        }
        try
        {
            var states = new List<ResourceState>();
            await foreach (var state in account.ListAsync(resourceType, cancellationToken))
            {
                states.Add(state);
            }
            return Fact<IReadOnlyList<ResourceState>>.Known(states);
        }
        catch (AccountException unread)
        {
            return Fact<IReadOnlyList<ResourceState>>.Unknown(unread.Error.ToString(), unread.IsRetryable);
        }
    }

    private static Fact<ResourceState> Of(ReadOutcome outcome) =>
        outcome.State is { } state ? Fact<ResourceState>.Known(state)
        : outcome.Error is { } error ? Fact<ResourceState>.Unknown(error.ToString(), outcome.IsRetryable)
        : Fact<ResourceState>.Absent;
}
