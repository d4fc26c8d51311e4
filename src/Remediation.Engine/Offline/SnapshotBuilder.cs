using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Templates;

namespace Remediation.Engine.Offline;

/// <summary>
/// Makes a snapshot of states that were read elsewhere, as from a live account. It counts as whole: what is not added does not
/// exist, but for what is said to be unknown.
/// </summary>
public sealed class SnapshotBuilder
{
    private readonly SnapshotFacts _facts;
    private readonly ImmutableDictionary<string, SecurityGroup>.Builder _groups = ImmutableDictionary.CreateBuilder<
        string,
        SecurityGroup
    >(StringComparer.Ordinal);
    private readonly ImmutableDictionary<string, NetworkAcl>.Builder _acls = ImmutableDictionary.CreateBuilder<
        string,
        NetworkAcl
    >(StringComparer.Ordinal);

    private readonly ImmutableDictionary<(string Type, string Id), DocumentState>.Builder _documents =
        ImmutableDictionary.CreateBuilder<(string, string), DocumentState>();

    public SnapshotBuilder(string account, string region)
    {
        _facts = new() { Account = account, Region = region };
        _facts.Listings[SnapshotOperations.SecurityGroups] = null;
        _facts.Listings[SnapshotOperations.NetworkAcls] = null;
        _facts.Listings[SnapshotOperations.NetworkInterfaces] = null;
    }

    public void Add(SecurityGroup group)
    {
        _groups.Add(group.Id.Id, group);
        _facts.GroupIds.Add(group.Id.Id);
        AddTo(_facts.GroupIdsByName, group.Name, group.Id.Id);
    }

    public void Add(NetworkAcl acl)
    {
        _acls.Add(acl.Id.Id, acl);
        _facts.AclIds.Add(acl.Id.Id);
    }

    public void Add(NetworkInterface networkInterface)
    {
        foreach (var group in networkInterface.SecurityGroups)
        {
            AddTo(_facts.InterfacesByGroup, group, networkInterface);
        }
    }

    /// <summary>Adds the template that the rest was made of.</summary>
    public void Add(Template template) => _facts.Template = template;

    /// <summary>
    /// Adds the resources that outputs tell of; gives what could not be made into a state, in words.
    /// </summary>
    /// <param name="documents">The outputs.</param>
    /// <param name="unknown">What else is not known of a resource, by its id.</param>
    public IReadOnlyCollection<string> Add(
        SnapshotDocuments documents,
        IReadOnlyDictionary<string, List<string>> unknown
    )
    {
        var assembled = DocumentAssembly.Of(documents);
        foreach (var key in assembled.Order)
        {
            var state = assembled.States[key];
            _documents[key] = (DocumentState)state.WithUnreadable(unknown.GetValueOrDefault(key.Id) ?? []);
            _facts.DocumentIds.Add(key);
        }
        foreach (var operation in SnapshotOperations.Documents.Keys.Where(documents.IsFound))
        {
            _facts.Listings[operation] = documents.WhyUnknown(operation);
            _facts.DocumentElements[operation] = [.. documents.Of(operation)];
        }
        return [.. assembled.Problems.Select(problem => problem.Reason)];
    }

    /// <summary>Says why the network interfaces are not known.</summary>
    public void InterfacesAreUnknown(string reason) => _facts.Listings[SnapshotOperations.NetworkInterfaces] = reason;

    /// <summary>Says why the security groups that are not added are not known; without it they do not exist.</summary>
    public void OtherGroupsAreUnknown(string reason) => _facts.Listings[SnapshotOperations.SecurityGroups] = reason;

    public void AddPrefixList(string id, Fact<PrefixList> prefixList)
    {
        _facts.PrefixLists[id] = prefixList;
        if (prefixList.Value is { } known)
        {
            _facts.PrefixListHeads[id] = known;
        }
    }

    public bool HasPrefixList(string id) => _facts.PrefixLists.ContainsKey(id);

    public void AddDefaultVpc(string vpcId) => _facts.DefaultVpcs.Add(vpcId);

    /// <param name="status">The state of the peering as EC2 names it.</param>
    public void AddPeering(string requesterVpcId, string accepterVpcId, string status) =>
        _facts.Peerings.Add(new(requesterVpcId, accepterVpcId, status));

    public Snapshot Build() =>
        new(_facts)
        {
            SecurityGroups = _groups.ToImmutable(),
            NetworkAcls = _acls.ToImmutable(),
            Documents = _documents.ToImmutable(),
        };

    private static void AddTo<T>(Dictionary<string, List<T>> lists, string key, T item)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }
        list.Add(item);
    }
}
