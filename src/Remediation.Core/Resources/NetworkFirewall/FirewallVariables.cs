using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// What a rule group's variables stand for. HOME_NET is, where nobody says, the network of the firewall's own VPC, and
/// EXTERNAL_NET is what is not HOME_NET; a policy can say otherwise, which a rule group does not know.
/// https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-ips.html.
/// </summary>
internal sealed class FirewallVariables
{
    public const string HomeNet = "HOME_NET";
    public const string ExternalNet = "EXTERNAL_NET";

    // AWS takes no variable in the definition of another; text from elsewhere may hold one.
    private const int Deepest = 2;

    private readonly ImmutableDictionary<string, ImmutableArray<string>> _addresses;
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _ports;

    private FirewallVariables(
        ImmutableDictionary<string, ImmutableArray<string>> addresses,
        ImmutableDictionary<string, ImmutableArray<string>> ports
    )
    {
        _addresses = addresses;
        _ports = ports;
    }

    /// <summary>Those of a member named RuleVariables.</summary>
    public static FirewallVariables Of(JsonElement variables) =>
        new(Read(variables, "IPSets"), Read(variables, "PortSets"));

    public FirewallAddresses Addresses(string name, int depth = 0)
    {
        if (_addresses.TryGetValue(name, out var definition) && depth < Deepest)
        {
            return Sum(
                definition.Select(text => AddressExpression.Read(text, this, depth + 1) ?? Unknown(text)),
                FirewallAddresses.Nothing,
                (all, more) => all.Union(more)
            );
        }
        if (name != ExternalNet)
        {
            return Unknown($"${name}");
        }
        var rest = FirewallAddresses.Any.Except(Addresses(HomeNet, depth + 1));
        // Whatever a VPC's own network is, it is not the internet.
        return rest.IsExact ? rest : new(Internet.Space, [$"${ExternalNet}"]);
    }

    public FirewallPorts Ports(string name, int depth = 0) =>
        _ports.TryGetValue(name, out var definition) && depth < Deepest
            ? Sum(
                definition.Select(text => PortExpression.Read(text, this, depth + 1) ?? new(PortSet.Empty, [text])),
                FirewallPorts.Nothing,
                (all, more) => all.Union(more)
            )
            : new(PortSet.Empty, [$"${name}"]);

    private static FirewallAddresses Unknown(string text) => new(AddressSet.Empty, [text]);

    private static T Sum<T>(IEnumerable<T> items, T nothing, Func<T, T, T> add) => items.Aggregate(nothing, add);

    private static ImmutableDictionary<string, ImmutableArray<string>> Read(JsonElement variables, string name)
    {
        var sets = FirewallJson.Member(variables, name);
        return sets.ValueKind != JsonValueKind.Object
            ? ImmutableDictionary<string, ImmutableArray<string>>.Empty
            : sets.EnumerateObject()
                .ToImmutableDictionary(
                    set => set.Name,
                    set => FirewallJson.Texts(set.Value, "Definition"),
                    StringComparer.Ordinal
                );
    }
}
