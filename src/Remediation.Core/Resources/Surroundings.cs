using System.Collections.Immutable;

namespace Remediation.Core.Resources;

/// <summary>
/// The facts about a resource's neighbours that checks asked for. What was not asked for, or could not be read, is unknown with
/// a reason.
/// </summary>
public sealed record Surroundings
{
    private const string NotRead = "it was not read";

    /// <summary>Surroundings of which nothing is known.</summary>
    public static Surroundings Unknown { get; } = new();

    /// <summary>Managed prefix lists by id; a list that is named by a rule and missing here is unknown.</summary>
    public ImmutableDictionary<string, Fact<PrefixList>> PrefixLists { get; init; } =
        ImmutableDictionary<string, Fact<PrefixList>>.Empty;

    /// <summary>The interfaces that use the security group; only for the group that the surroundings were read for.</summary>
    public Fact<IReadOnlyList<NetworkInterface>> Attachments { get; init; } =
        Fact<IReadOnlyList<NetworkInterface>>.Unknown("the network interfaces were not read");

    /// <summary>Security groups by id that rules refer to: known (its name), absent (deleted), or unknown.</summary>
    public ImmutableDictionary<string, Fact<string>> ReferencedGroups { get; init; } =
        ImmutableDictionary<string, Fact<string>>.Empty;

    /// <summary>The last compliant or approved state of the resource that the surroundings were read for.</summary>
    public Fact<ResourceState> Baseline { get; init; } = Fact<ResourceState>.Unknown("no baseline was read");

    /// <summary>The states of resources by id (for those that are known by it, the ARN).</summary>
    public ImmutableDictionary<string, Fact<ResourceState>> Neighbours { get; init; } =
        ImmutableDictionary<string, Fact<ResourceState>>.Empty;

    /// <summary>The baselines of resources by id (for those that are known by it, the ARN).</summary>
    public ImmutableDictionary<string, Fact<ResourceState>> NeighbourBaselines { get; init; } =
        ImmutableDictionary<string, Fact<ResourceState>>.Empty;

    /// <summary>Every subnet of the account and region.</summary>
    public Fact<IReadOnlyList<ResourceState>> Subnets { get; init; } =
        Fact<IReadOnlyList<ResourceState>>.Unknown("the subnets were not read");

    /// <summary>Every route table of the account and region.</summary>
    public Fact<IReadOnlyList<ResourceState>> RouteTables { get; init; } =
        Fact<IReadOnlyList<ResourceState>>.Unknown("the route tables were not read");

    /// <summary>
    /// Why a fact that was asked for could not be read for now, or null. Judging without it would call unknown what is only late.
    /// </summary>
    public string? PassingFailure =>
        PrefixLists
            .Values.Where(fact => fact.MayBeKnownLater)
            .Select(fact => fact.UnknownReason)
            .Concat(ReferencedGroups.Values.Where(fact => fact.MayBeKnownLater).Select(fact => fact.UnknownReason))
            .Concat(Neighbours.Values.Where(fact => fact.MayBeKnownLater).Select(fact => fact.UnknownReason))
            .Concat(NeighbourBaselines.Values.Where(fact => fact.MayBeKnownLater).Select(fact => fact.UnknownReason))
            .Append(Attachments.MayBeKnownLater ? Attachments.UnknownReason : null)
            .Append(Baseline.MayBeKnownLater ? Baseline.UnknownReason : null)
            .Append(Subnets.MayBeKnownLater ? Subnets.UnknownReason : null)
            .Append(RouteTables.MayBeKnownLater ? RouteTables.UnknownReason : null)
            .FirstOrDefault(reason => reason is not null);

    public Fact<ResourceState> Neighbour(string id) =>
        Neighbours.TryGetValue(id, out var fact) ? fact : Fact<ResourceState>.Unknown(NotRead);

    public Fact<ResourceState> NeighbourBaseline(string id) =>
        NeighbourBaselines.TryGetValue(id, out var fact) ? fact : Fact<ResourceState>.Unknown(NotRead);

    public Fact<PrefixList> PrefixList(string id) =>
        PrefixLists.TryGetValue(id, out var fact) ? fact : Fact<PrefixList>.Unknown(NotRead);

    /// <summary>How many rules a prefix list counts as against the quota: the most entries it may have, 1 where not known.</summary>
    public int PrefixListSize(string id) => Math.Max(1, PrefixList(id).Value?.MaxEntries ?? 1);

    public Fact<string> ReferencedGroup(string id) =>
        ReferencedGroups.TryGetValue(id, out var fact) ? fact : Fact<string>.Unknown(NotRead);
}
