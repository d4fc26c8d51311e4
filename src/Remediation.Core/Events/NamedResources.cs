using System.Collections.Immutable;

namespace Remediation.Core.Events;

/// <summary>What a record names: resources to look at, or why it is to be ignored or rejected. Exactly one of the three.</summary>
internal sealed record NamedResources
{
    private NamedResources() { }

    internal ImmutableArray<NamedResource> Resources { get; private init; } = [];
    internal string? IgnoredReason { get; private init; }
    internal string? RejectedReason { get; private init; }

    internal static NamedResources Ignored(string reason) => new() { IgnoredReason = reason };

    internal static NamedResources Rejected(string reason) => new() { RejectedReason = reason };

    /// <summary>The resources named, once each; <paramref name="whenNone"/> when there are none.</summary>
    internal static NamedResources Of(IEnumerable<NamedResource> named, NamedResources whenNone)
    {
        var all = named.Distinct().ToImmutableArray();
        if (all.IsEmpty)
        {
            return whenNone;
        }

        return all.FirstOrDefault(resource => !resource.IsWellFormed) is { } odd
            ? Rejected(odd.Fault)
            : new() { Resources = WithoutRepeats(all) };
    }

    // A request may name a group by its name where the response gives the id of the same one.
    private static ImmutableArray<NamedResource> WithoutRepeats(ImmutableArray<NamedResource> all)
    {
        var named = all.Where(resource => resource.Id is not null)
            .Select(resource => resource.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. all.Where(resource => resource.Id is not null || !named.Contains(resource.Name))
                .DistinctBy(resource => (resource.Type, resource.Id, resource.Id is null ? resource.Name : null)),
        ];
    }
}
