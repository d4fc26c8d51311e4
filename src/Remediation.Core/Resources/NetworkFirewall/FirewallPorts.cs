using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>The ports that one side of a rule names, as <see cref="FirewallAddresses"/> are its addresses.</summary>
/// <param name="Known">The ports that are in it whatever the unresolved holds.</param>
/// <param name="Unresolved">What was written for the rest, each once, sorted.</param>
public sealed record FirewallPorts(PortSet Known, ImmutableArray<string> Unresolved)
{
    public static FirewallPorts Any { get; } = new(PortSet.All, []);

    public static FirewallPorts Nothing { get; } = new(PortSet.Empty, []);

    public bool IsExact => Unresolved.IsEmpty || Known.IsAll;

    public FirewallPorts Union(FirewallPorts other) =>
        new(
            Known.Union(other.Known),
            [.. Unresolved.Union(other.Unresolved, StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        );

    public FirewallPorts Except(FirewallPorts other) =>
        other.IsExact
            ? this with
            {
                Known = Known.Except(other.Known),
            }
            : new(PortSet.Empty, [$"{Whole}{string.Concat(other.Named().Select(text => $"!{text}"))}"]);

    public bool Equals(FirewallPorts? other) =>
        other is not null && Known.Equals(other.Known) && Unresolved.SequenceEqual(other.Unresolved);

    public override int GetHashCode() => HashCode.Combine(Known, Unresolved.Length);

    // Of what something unknown is taken away from, as much has to be told as makes two of them equal or not.
    private string Whole => Known.IsAll && Unresolved.IsEmpty ? "" : $"[{string.Join(", ", Named())}] ";

    private IEnumerable<string> Named() => (Known.IsEmpty ? [] : (string[])[Known.ToString()]).Concat(Unresolved);
}
