using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// Reads stateless rules into the order in which they are asked, which is that of their priorities. A rule that names several
/// protocols counts as one for each.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_StatelessRule.html.
/// </summary>
internal sealed class StatelessRuleReader
{
    private static readonly ImmutableArray<string> Attributes =
    [
        "Sources",
        "Destinations",
        "SourcePorts",
        "DestinationPorts",
        "Protocols",
        "TCPFlags",
    ];

    private readonly List<(int Priority, FirewallRule Rule)> _rules = [];
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();

    public ImmutableArray<FirewallRule> Rules => [.. _rules.OrderBy(rule => rule.Priority).Select(rule => rule.Rule)];

    public ImmutableArray<string> Faults => _faults.ToImmutable();

    public void Read(JsonElement rules)
    {
        foreach (var rule in FirewallJson.Items(rules))
        {
            if (!AwsJson.TryInteger(rule, "Priority"u8, out var priority) || priority is null)
            {
                _faults.Add("a stateless rule has no priority");
                continue;
            }
            ReadOne(FirewallJson.Member(rule, "RuleDefinition"), priority.Value);
        }
    }

    /// <summary>The action of a list such as <c>["aws:pass", "MyMetric"]</c>, or null where there is none that is known.</summary>
    public static FirewallAction? ActionOf(ImmutableArray<string> actions) =>
        actions
            .Select<string, FirewallAction?>(action =>
                action switch
                {
                    "aws:pass" => FirewallAction.Pass,
                    "aws:drop" => FirewallAction.Drop,
                    "aws:forward_to_sfe" => FirewallAction.Forward,
                    _ => null,
                }
            )
            .FirstOrDefault(action => action is not null);

    /// <summary>The actions of the customer's own, which tell of a packet beside the one that decides.</summary>
    public static ImmutableArray<string> NoticesOf(ImmutableArray<string> actions) =>
        [
            .. actions
                .Where(action => !action.StartsWith("aws:", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    private void ReadOne(JsonElement definition, int priority)
    {
        var label = FirewallRule.LabelOfPriority(string.Create(CultureInfo.InvariantCulture, $"{priority}"));
        var actions = FirewallJson.Texts(definition, "Actions");
        var match = FirewallJson.Member(definition, "MatchAttributes");
        if (ActionOf(actions) is not { } action)
        {
            _faults.Add($"the stateless rule of {label} has no action that is known");
            return;
        }
        if (
            Addresses(match, "Sources") is not { } sources
            || Addresses(match, "Destinations") is not { } destinations
            || Ports(match, "SourcePorts") is not { } sourcePorts
            || Ports(match, "DestinationPorts") is not { } destinationPorts
            || Protocols(match) is not { } protocols
        )
        {
            _faults.Add($"the stateless rule of {label} matches what cannot be understood");
            return;
        }
        foreach (var protocol in protocols)
        {
            var rule = new FirewallRule
            {
                Label = protocols.Length == 1 ? label : $"{label} protocol {protocol}",
                Action = action,
                Traffic = new()
                {
                    Protocol = protocol,
                    Sources = sources,
                    SourcePorts = sourcePorts,
                    Destinations = destinations,
                    DestinationPorts = destinationPorts,
                },
                Conditions = [.. Conditions(match)],
                Asked = [.. Conditions(match)],
                Notices = NoticesOf(actions),
            };
            _rules.Add((priority, rule));
        }
    }

    // An attribute that this version does not know asks for something more.
    private static IEnumerable<string> Conditions(JsonElement match)
    {
        // One of them has to be met, so that all of them together are one condition.
        var alternatives = FirewallJson.Items(match, "TCPFlags").Select(Flags).Order(StringComparer.Ordinal).ToList();
        IEnumerable<string> flags = alternatives.Count == 0 ? [] : [string.Join(" or ", alternatives)];
        var others =
            match.ValueKind == JsonValueKind.Object
                ? match
                    .EnumerateObject()
                    .Where(member => !Attributes.Contains(member.Name, StringComparer.Ordinal))
                    .Select(Text)
                : [];
        return flags.Concat(others).Order(StringComparer.Ordinal);
        static string Text(JsonProperty member) => $"{member.Name} {member.Value.GetRawText()}";
    }

    private static string Flags(JsonElement flags) =>
        $"TCP flags {string.Join('+', FirewallJson.Texts(flags, "Flags"))} of "
        + string.Join('+', FirewallJson.Texts(flags, "Masks"));

    private static FirewallAddresses? Addresses(JsonElement match, string name)
    {
        var all = FirewallAddresses.Nothing;
        var count = 0;
        foreach (var address in FirewallJson.Items(match, name))
        {
            if (!Cidr.TryParse(FirewallJson.Text(address, "AddressDefinition") ?? "", out var cidr))
            {
                return null;
            }
            all = all.Union(new(AddressSet.Of(cidr), []));
            count++;
        }
        return count == 0 ? FirewallAddresses.Any : all;
    }

    private static FirewallPorts? Ports(JsonElement match, string name)
    {
        var all = FirewallPorts.Nothing;
        var count = 0;
        foreach (var range in FirewallJson.Items(match, name))
        {
            if (
                !AwsJson.TryInteger(range, "FromPort"u8, out var from)
                || !AwsJson.TryInteger(range, "ToPort"u8, out var to)
                || from is not (>= 0 and <= ushort.MaxValue)
                || to is not (>= 0 and <= ushort.MaxValue)
                || from > to
            )
            {
                return null;
            }
            all = all.Union(new(PortSet.Of(from.Value, to.Value), []));
            count++;
        }
        return count == 0 ? FirewallPorts.Any : all;
    }

    private static ImmutableArray<string>? Protocols(JsonElement match)
    {
        var protocols = ImmutableArray.CreateBuilder<string>();
        foreach (var number in FirewallJson.Items(match, "Protocols"))
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetByte(out var protocol))
            {
                return null;
            }
            var known = IpProtocol.Of(protocol);
            protocols.Add(known.HasPorts || known.IsIcmp ? NameOf(known) : known.ToNumberText());
        }
        return protocols.Count == 0 ? ["ip"] : protocols.ToImmutable();
    }

    private static string NameOf(IpProtocol protocol) =>
        protocol == IpProtocol.Icmp ? "icmpv4" : protocol.ToSecurityGroupText();
}
