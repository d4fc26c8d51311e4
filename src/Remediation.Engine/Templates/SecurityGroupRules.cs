using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>
/// The rules that a template gives to security groups, as the elements of DescribeSecurityGroupRules that they would become. Where
/// only a condition decides, every rule that may come of it counts. A peer that is not known stands as a list of addresses of which
/// nothing is known, so that only those checks that depend on it say so.
/// </summary>
internal sealed class SecurityGroupRules(Template template)
{
    private const int MostAlternatives = 32;

    private readonly Dictionary<string, List<ReadRule>> _byGroup = new(StringComparer.Ordinal);
    private readonly HashSet<string> _egress = new(StringComparer.Ordinal);

    /// <summary>Why what a peer holds is not known, by the peer's name.</summary>
    public Dictionary<string, string> UnknownPeers { get; } = new(StringComparer.Ordinal);

    /// <summary>The prefix lists that rules name.</summary>
    public IEnumerable<string> PrefixLists =>
        _byGroup
            .Values.SelectMany(rules => rules)
            .Select(rule => (rule.Rule?.Peer as PrefixListPeer)?.PrefixListId)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    /// <summary>The groups that rules were given to.</summary>
    public IEnumerable<string> Groups => _byGroup.Keys;

    public IReadOnlyCollection<ReadRule> Of(string groupId) => _byGroup.GetValueOrDefault(groupId) ?? [];

    /// <summary>Whether the template gives the group an egress rule by itself.</summary>
    public bool HasEgress(string groupId) => _egress.Contains(groupId);

    /// <summary>The rules within a group.</summary>
    public void AddInline(TemplateResource group)
    {
        foreach (var item in group.Properties.Items("SecurityGroupIngress"))
        {
            Add(group.LogicalId, item, isEgress: false, null);
        }
        foreach (var item in group.Properties.Items("SecurityGroupEgress"))
        {
            Add(group.LogicalId, item, isEgress: true, null);
        }
        if (group.Properties["SecurityGroupEgress"] is UnresolvedValue { MayBeAbsent: true } egress)
        {
            Unreadable(
                group.LogicalId,
                $"egress rules {template.Place(egress.Line)}: whether there are any, or AWS's default that lets all out, is not known: {egress.Reason}"
            );
        }
    }

    /// <summary>A rule that is a resource of its own.</summary>
    public void AddAlone(TemplateResource rule, bool isEgress)
    {
        var group = rule.Properties.SymbolOf("GroupId") is { Length: > 0 } id
            ? id
            : rule.Properties.SymbolOf("GroupName");
        Add(group.Length > 0 ? group : rule.LogicalId, rule.Properties, isEgress, rule.Line);
    }

    /// <summary>What AWS lets a group do of itself that has no egress rule in the template.</summary>
    public void AddDefaultEgress(TemplateResource group, bool hasIPv6)
    {
        var note =
            "AWS's default: the template gives the group no egress rule"
            + (hasIPv6 ? "" : " (in a VPC with IPv6 also to ::/0)");
        AddAnywhere(group, "CidrIpv4", "0.0.0.0/0", note);
        if (hasIPv6)
        {
            AddAnywhere(group, "CidrIpv6", "::/0", note);
        }
    }

    private void AddAnywhere(TemplateResource group, string member, string cidr, string note) =>
        Take(
            group.LogicalId,
            AwsDocument.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("GroupId", group.LogicalId);
                writer.WriteString("SecurityGroupRuleId", template.Place(group.Line));
                writer.WriteBoolean("IsEgress", true);
                writer.WriteString("IpProtocol", "-1");
                writer.WriteString(member, cidr);
                writer.WriteString("Description", note);
                writer.WriteEndObject();
            })
        );

    private void Add(string groupId, TemplateValue value, bool isEgress, int? line)
    {
        if (isEgress)
        {
            _egress.Add(groupId);
        }
        foreach (var alternative in Alternatives(value))
        {
            if (alternative is MapValue map)
            {
                Add(groupId, map, isEgress, line ?? map.Line);
            }
            else
            {
                var reason = alternative is UnresolvedValue unresolved ? unresolved.Reason : "it is no rule";
                var direction = isEgress ? "egress" : "ingress";
                Unreadable(groupId, $"{direction} rule {template.Place(line ?? value.Line)}: {reason}");
            }
        }
    }

    private void Add(string groupId, MapValue rule, bool isEgress, int line)
    {
        foreach (var name in (ReadOnlySpan<string>)["IpProtocol", "FromPort", "ToPort"])
        {
            if (rule[name] is UnresolvedValue unresolved)
            {
                Unreadable(groupId, $"rule {template.Place(line)}: its {name} is not known: {unresolved.Reason}");
                return;
            }
        }
        foreach (var peer in Peers(rule, isEgress))
        {
            Take(groupId, Element(groupId, rule, isEgress, line, peer));
        }
    }

    private AwsDocument Element(
        string groupId,
        MapValue rule,
        bool isEgress,
        int line,
        (string Member, string Text)? peer
    ) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("GroupId", groupId);
            writer.WriteString("SecurityGroupRuleId", template.Place(line));
            writer.WriteBoolean("IsEgress", isEgress);
            foreach (var name in (ReadOnlySpan<string>)["IpProtocol", "FromPort", "ToPort", "Description"])
            {
                if (rule[name]?.Symbol is { } text)
                {
                    writer.WriteString(name, text);
                }
            }
            if (peer is { } known)
            {
                writer.WriteString(known.Member, known.Text);
            }
            writer.WriteEndObject();
        });

    // One for each peer that the rule names or may name; none at all is for the parser to say.
    private List<(string Member, string Text)?> Peers(MapValue rule, bool isEgress)
    {
        var peers = new List<(string, string)?>();
        foreach (var (name, value) in rule.Entries)
        {
            var member = (name, isEgress) switch
            {
                ("CidrIp", _) => "CidrIpv4",
                ("CidrIpv6", _) => "CidrIpv6",
                ("SourcePrefixListId", false) or ("DestinationPrefixListId", true) => "PrefixListId",
                ("SourceSecurityGroupId" or "SourceSecurityGroupName", false) or ("DestinationSecurityGroupId", true) =>
                    "ReferencedGroupId",
                _ => null,
            };
            if (member is not null)
            {
                peers.AddRange(Alternatives(value).Select(alternative => Peer(member, alternative)));
            }
        }
        return peers.Count == 0 ? [null] : peers;
    }

    private (string Member, string Text)? Peer(string member, TemplateValue value)
    {
        var symbol = value.Symbol is { Length: > 0 } text ? text : template.Place(value.Line);
        if (value is TextValue || member == "ReferencedGroupId")
        {
            return (member, symbol);
        }
        UnknownPeers[symbol] = value is UnresolvedValue unresolved ? unresolved.Reason : "it is no text";
        return ("PrefixListId", symbol);
    }

    private void Take(string groupId, AwsDocument element) =>
        AddTo(groupId, SecurityGroupParser.ParseRule(element.Root).Value);

    private void Unreadable(string groupId, string reason) =>
        AddTo(groupId, new ReadRule(groupId, null) { Unreadable = reason });

    private void AddTo(string groupId, ReadRule rule)
    {
        if (!_byGroup.TryGetValue(groupId, out var rules))
        {
            _byGroup[groupId] = rules = [];
        }
        rules.Add(rule);
    }

    private static IEnumerable<TemplateValue> Alternatives(TemplateValue value)
    {
        var open = new Queue<TemplateValue>([value]);
        var count = 0;
        while (open.TryDequeue(out var next))
        {
            if (next is UnresolvedValue { Alternatives: { IsEmpty: false } alternatives } && count++ < MostAlternatives)
            {
                foreach (var alternative in alternatives)
                {
                    open.Enqueue(alternative);
                }
            }
            else if (next is ListValue list)
            {
                foreach (var item in list.Items)
                {
                    open.Enqueue(item);
                }
            }
            else
            {
                yield return next;
            }
        }
    }
}
