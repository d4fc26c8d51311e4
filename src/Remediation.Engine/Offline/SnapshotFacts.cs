using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Templates;

namespace Remediation.Engine.Offline;

/// <summary>What of a snapshot no call changes: neighbours, the order of the listings, the files; found by key alone.</summary>
internal sealed class SnapshotFacts
{
    public string Account { get; set; } = "";

    public string Region { get; set; } = "";

    /// <summary>Whether nothing of it is in a folder yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>The operations that were asked and of which there is no output, since there was nothing to answer.</summary>
    public SortedSet<string> Empty { get; } = new(StringComparer.Ordinal);

    /// <summary>The template that the snapshot was made of, or null where it was made of an account.</summary>
    public Template? Template { get; set; }

    /// <summary>The ids of the groups in the order read.</summary>
    public List<string> GroupIds { get; } = [];

    /// <summary>The ids of the groups by name; a name is unique within a VPC only.</summary>
    public Dictionary<string, List<string>> GroupIdsByName { get; } = new(StringComparer.Ordinal);

    /// <summary>The groups of which only the rules were read.</summary>
    public HashSet<string> RulesAlone { get; } = new(StringComparer.Ordinal);

    public List<string> AclIds { get; } = [];

    /// <summary>The resources carried as documents, in the order read.</summary>
    public List<(string Type, string Id)> DocumentIds { get; } = [];

    public Dictionary<string, List<NetworkInterface>> InterfacesByGroup { get; } = new(StringComparer.Ordinal);

    /// <summary>The outputs that documents were made of, by operation, every element in the order read.</summary>
    public Dictionary<string, List<SnapshotElement>> DocumentElements { get; } = new(StringComparer.Ordinal);

    /// <summary>The same resources as they were read.</summary>
    public ImmutableDictionary<(string Type, string Id), DocumentState> ReadDocuments { get; set; } =
        ImmutableDictionary<(string, string), DocumentState>.Empty;

    /// <summary>What the prefix lists are, without their entries.</summary>
    public Dictionary<string, PrefixList> PrefixListHeads { get; } = new(StringComparer.Ordinal);

    /// <summary>What is known of each prefix list.</summary>
    public Dictionary<string, Fact<PrefixList>> PrefixLists { get; } = new(StringComparer.Ordinal);

    public HashSet<string> DefaultVpcs { get; } = new(StringComparer.Ordinal);

    public List<PeeringConnection> Peerings { get; } = [];

    /// <summary>The JSON of resources of which something could not be understood, by id: it is written back as it was.</summary>
    public Dictionary<string, string> Originals { get; } = new(StringComparer.Ordinal);

    /// <summary>The JSON of security group rules that could not be understood.</summary>
    public List<string> UnreadableRules { get; } = [];

    /// <summary>Every operation of which a file was found, and why its listing is not whole, or null where it is.</summary>
    public Dictionary<string, string?> Listings { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that are not read into states, to be copied.</summary>
    public List<string> OtherFiles { get; } = [];

    /// <summary>Why not all of an operation's listing is known, or null where it is.</summary>
    public string? WhyUnknown(string operation) =>
        Listings.TryGetValue(operation, out var reason) ? reason : SnapshotOperations.WhyMissing(operation);

    public ImmutableArray<NetworkInterface> InterfacesOf(string groupId) =>
        InterfacesByGroup.TryGetValue(groupId, out var interfaces) ? [.. interfaces] : [];
}
