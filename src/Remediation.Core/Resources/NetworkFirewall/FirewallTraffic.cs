using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The traffic that a rule's header names: which services, from where, to where. What a rule asks of the content beside it (a
/// host name, a signature) is not in it, so it is the most that the rule can match.
/// </summary>
public sealed record FirewallTraffic
{
    /// <summary>The protocol as the rule names it, in small letters: <c>tcp</c>, <c>tls</c>, <c>6</c>.</summary>
    public required string Protocol { get; init; }

    public required FirewallAddresses Sources { get; init; }

    public required FirewallPorts SourcePorts { get; init; }

    public required FirewallAddresses Destinations { get; init; }

    public required FirewallPorts DestinationPorts { get; init; }

    /// <summary>Whether it matches the same from destination to source.</summary>
    public bool IsBothWays { get; init; }

    /// <summary>The protocols and destination ports, as far as the ports are known.</summary>
    public ServiceSet Services => FirewallProtocols.Services(Protocol, DestinationPorts.Known);

    /// <summary>Whether all of it is known.</summary>
    public bool IsExact => Sources.IsExact && Destinations.IsExact && SourcePorts.IsExact && DestinationPorts.IsExact;

    /// <summary>The same the other way round.</summary>
    public FirewallTraffic Reversed =>
        this with
        {
            Sources = Destinations,
            SourcePorts = DestinationPorts,
            Destinations = Sources,
            DestinationPorts = SourcePorts,
        };

    /// <summary>What is let through to each destination, by source: all of it where nothing is unresolved.</summary>
    public TrafficSet From => TrafficSet.Of(Services, Sources.Known);

    /// <summary>
    /// Whether all of it is in the other; null where that depends on what could not be resolved.
    /// </summary>
    public bool? IsWithin(FirewallTraffic other)
    {
        var there = other.IsBothWays
            ? Either(IsWithinOneWay(other), IsWithinOneWay(other.Reversed))
            : IsWithinOneWay(other);
        return IsBothWays && !other.IsBothWays ? Both(there, Reversed.IsWithinOneWay(other)) : there;
    }

    /// <summary>Whether something may be in both; only what is known for certain to be apart is not.</summary>
    public bool MayOverlap(FirewallTraffic other) =>
        MayOverlapOneWay(other) || ((IsBothWays || other.IsBothWays) && MayOverlapOneWay(other.Reversed));

    /// <summary>As people read it: <c>tcp/80 from anywhere to 10.0.1.0/24</c>.</summary>
    public override string ToString() =>
        $"{ServiceText} {(IsBothWays ? "between" : "from")} {Sources} {(IsBothWays ? "and" : "to")} {Destinations}"
        + (SourcePorts.Known.IsAll ? "" : $" (source ports {PortText(SourcePorts)})");

    private string ServiceText => DestinationPorts.Known.IsAll ? Protocol : $"{Protocol}/{PortText(DestinationPorts)}";

    private static string PortText(FirewallPorts ports) =>
        string.Join(',', (ports.Known.IsEmpty ? [] : ports.Known.ToString().Split(", ")).Concat(ports.Unresolved));

    private bool? IsWithinOneWay(FirewallTraffic other) =>
        Both(
            Both(Sources.IsWithin(other.Sources), Destinations.IsWithin(other.Destinations)),
            Both(
                Both(
                    FirewallProtocols.IsWithin(Protocol, other.Protocol),
                    IsWithin(DestinationPorts, other.DestinationPorts)
                ),
                IsWithin(SourcePorts, other.SourcePorts)
            )
        );

    private static bool? IsWithin(FirewallPorts ports, FirewallPorts other) =>
        other.Known.IsAll ? true
        : ports.IsExact && other.IsExact ? ports.Known.IsSubsetOf(other.Known)
        : ports.Known.IsSubsetOf(other.Known)
        && ports.Unresolved.All(text => other.Unresolved.Contains(text, StringComparer.Ordinal))
            ? true
        : null;

    private bool MayOverlapOneWay(FirewallTraffic other) =>
        FirewallProtocols.MayOverlap(Protocol, other.Protocol)
        && MayOverlap(Sources, other.Sources)
        && MayOverlap(Destinations, other.Destinations)
        && MayOverlap(SourcePorts, other.SourcePorts)
        && MayOverlap(DestinationPorts, other.DestinationPorts);

    private static bool MayOverlap(FirewallAddresses one, FirewallAddresses other) =>
        !one.IsExact || !other.IsExact || one.Known.Overlaps(other.Known);

    private static bool MayOverlap(FirewallPorts one, FirewallPorts other) =>
        !one.IsExact || !other.IsExact || one.Known.Overlaps(other.Known);

    private static bool? Both(bool? one, bool? other) =>
        one == false || other == false ? false
        : one is null || other is null ? null
        : true;

    private static bool? Either(bool? one, bool? other) =>
        one == true || other == true ? true
        : one is null || other is null ? null
        : false;
}
