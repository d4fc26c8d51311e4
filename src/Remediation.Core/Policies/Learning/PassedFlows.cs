using System.Collections.Immutable;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>
/// What the stateful rules of a firewall's rule group pass, block by block, and in words what cannot be told so. What the group
/// drops, and what it only alerts of, allows nothing and is not in it.
/// </summary>
internal sealed class PassedFlows
{
    // A rule that names more is no help to read as flows.
    private const int MostBlocks = 64;

    private readonly ImmutableArray<PassedFlow>.Builder _flows = ImmutableArray.CreateBuilder<PassedFlow>();
    private readonly ImmutableArray<string>.Builder _open = ImmutableArray.CreateBuilder<string>();
    private readonly string _name;

    private PassedFlows(FirewallRuleGroup group) => _name = $"rule group {group.Name}";

    public ImmutableArray<PassedFlow> Flows => _flows.ToImmutable();

    /// <summary>What no flow can be written for, in words.</summary>
    public ImmutableArray<string> Open => _open.ToImmutable();

    /// <summary>The blocks that are to be tiers: one side of a flow has to be one.</summary>
    public IEnumerable<Cidr> Networks =>
        _flows
            .SelectMany(flow =>
                flow.To is { } target
                    ? [target, .. flow.From is { } source && IsPrivate(source) ? (Cidr[])[source] : []]
                : flow.From is { } only ? (Cidr[])[only]
                : []
            )
            .Distinct();

    public static PassedFlows Of(FirewallRuleGroup group)
    {
        var passed = new PassedFlows(group);
        foreach (var rule in group.IsStateless ? [] : group.Rules.Where(rule => rule.Action == FirewallAction.Pass))
        {
            passed.Add(rule);
        }
        if (group.IsStateless && !group.IsEmpty)
        {
            passed._open.Add($"{passed._name}: stateless rules are not learned from");
        }
        if (group.Domains is { IsAllowList: true } list)
        {
            passed._open.Add(
                $"{passed._name}: it lets through {list.Targets.Length} domain names, which no flow can say"
            );
        }
        passed._open.AddRange(group.Unreadable.Select(problem => $"{passed._name}: {problem}"));
        return passed;
    }

    private void Add(FirewallRule rule)
    {
        var directions = rule.Traffic.IsBothWays
            ? [rule.Traffic, rule.Traffic.Reversed]
            : (FirewallTraffic[])[rule.Traffic];
        foreach (var traffic in directions)
        {
            if (
                !traffic.IsExact
                || Blocks(traffic.Sources) is not { } sources
                || Blocks(traffic.Destinations) is not { } targets
            )
            {
                _open.Add(
                    $"{_name}: {rule.Label}: {rule}: the addresses are not known, or too many to tell one by one"
                );
                continue;
            }
            if (!rule.IsUnconditional)
            {
                _open.Add(
                    $"{_name}: {rule.Label} passes this only where {string.Join("; ", rule.Conditions)}; a flow allows all of it"
                );
            }
            foreach (var source in sources)
            {
                foreach (var target in targets)
                {
                    Add(rule, new(source, target, traffic.Services));
                }
            }
        }
    }

    private void Add(FirewallRule rule, PassedFlow flow)
    {
        if (flow is { From: null, To: null })
        {
            _open.Add($"{_name}: {rule.Label}: {rule}: one side of a flow has to be a tier");
            return;
        }
        _flows.Add(flow);
    }

    // Null for any address; no list where there are too many.
    private static List<Cidr?>? Blocks(FirewallAddresses addresses)
    {
        if (addresses.Known.IsAll)
        {
            return [null];
        }
        var blocks = addresses.Known.ToCidrs().Take(MostBlocks + 1).Select(block => (Cidr?)block).ToList();
        return blocks.Count > MostBlocks ? null : blocks;
    }

    private static bool IsPrivate(Cidr block) => !AddressSet.Of(block).Overlaps(Internet.Space);
}
