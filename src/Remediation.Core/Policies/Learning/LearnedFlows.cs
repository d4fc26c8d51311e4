using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>Gathers the flows that the rules of security groups and of firewalls open, by who is at either end.</summary>
internal sealed class LearnedFlows(LearnedTiers tiers)
{
    private readonly SortedDictionary<(string From, string To), ServiceSet> _flows = new(
        Comparer<(string From, string To)>.Create(
            (a, b) =>
                string.CompareOrdinal(a.From, b.From) is not 0 and var order ? order : string.CompareOrdinal(a.To, b.To)
        )
    );

    private readonly SortedSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The flows by their ends as a policy writes them, in order.</summary>
    public IEnumerable<KeyValuePair<(string From, string To), ServiceSet>> All => _flows;

    /// <summary>What no flow can be written for, in words.</summary>
    public IEnumerable<string> Open => _open;

    public void Add(SecurityGroup group)
    {
        foreach (var rule in group.Rules)
        {
            if (EndOf(rule.Peer) is { } end)
            {
                var own = tiers.Of(group.Id.Id)!.Name;
                var key = rule.Direction == Direction.Ingress ? (end, own) : (own, end);
                Allow(key, rule.Service.ToServiceSet());
            }
            else
            {
                _open.Add($"{Named(group)}: {rule}: which tier {rule.Peer} is in is not known, and no flow allows it");
            }
        }
        foreach (var problem in group.Unreadable)
        {
            _open.Add($"{Named(group)}: {problem}");
        }
    }

    public void Add(PassedFlows passed)
    {
        foreach (var flow in passed.Flows)
        {
            Allow((EndOf(flow.From), EndOf(flow.To)), flow.Services);
        }
        _open.UnionWith(passed.Open);
    }

    private void Allow((string From, string To) ends, ServiceSet services) =>
        _flows[ends] = _flows.GetValueOrDefault(ends, ServiceSet.Empty).Union(services);

    private string EndOf(Cidr? block) =>
        block is not { PrefixLength: > 0 } some
            ? FlowEnd.Internet
            : tiers.Holding(some)?.Name ?? PolicyWriting.Quoted(some.ToString());

    private string? EndOf(Peer peer) =>
        peer switch
        {
            SecurityGroupPeer other => tiers.Of(other.GroupId)?.Name,
            // In a template a list, or a block that is a parameter's, can have another name, which no policy takes.
            PrefixListPeer list when list.PrefixListId.StartsWith("pl-", StringComparison.Ordinal) =>
                PolicyWriting.Quoted(list.PrefixListId),
            CidrPeer block => EndOf(block.Cidr),
            _ => null,
        };

    private static string Named(SecurityGroup group) =>
        group.Name.Length > 0 ? $"{group.Id.Id} ({group.Name})" : group.Id.Id;
}
