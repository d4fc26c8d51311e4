using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The addresses that one side of a rule names: those that it has for certain, and what of it could not be resolved, such as a
/// set that another resource holds. Nothing is said of how large the unresolved is.
/// </summary>
/// <param name="Known">The addresses that are in it whatever the unresolved holds.</param>
/// <param name="Unresolved">What was written for the rest, each once, sorted.</param>
public sealed record FirewallAddresses(AddressSet Known, ImmutableArray<string> Unresolved)
{
    public static FirewallAddresses Any { get; } = new(AddressSet.All, []);

    public static FirewallAddresses Nothing { get; } = new(AddressSet.Empty, []);

    /// <summary>Whether the addresses are exactly <see cref="Known"/>.</summary>
    public bool IsExact => Unresolved.IsEmpty || Known.IsAll;

    public FirewallAddresses Union(FirewallAddresses other) =>
        new(
            Known.Union(other.Known),
            [.. Unresolved.Union(other.Unresolved, StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        );

    /// <summary>What is in this and not in the other.</summary>
    public FirewallAddresses Except(FirewallAddresses other) =>
        other.IsExact
            ? this with
            {
                Known = Known.Except(other.Known),
            }
            : new(AddressSet.Empty, [$"{Whole}{string.Concat(other.Named().Select(text => $"!{text}"))}"]);

    /// <summary>Whether all of it is in the other; null where that depends on what could not be resolved.</summary>
    public bool? IsWithin(FirewallAddresses other)
    {
        if (other.Known.IsAll)
        {
            return true;
        }
        var isKnownWithin = Known.IsSubsetOf(other.Known);
        if (IsExact && other.IsExact)
        {
            return isKnownWithin;
        }
        return Unresolved.All(text => other.Unresolved.Contains(text, StringComparer.Ordinal)) && isKnownWithin
            ? true
            : null;
    }

    public bool Equals(FirewallAddresses? other) =>
        other is not null && Known.Equals(other.Known) && Unresolved.SequenceEqual(other.Unresolved);

    public override int GetHashCode() => HashCode.Combine(Known, Unresolved.Length);

    public override string ToString() => Known.IsAll ? "anywhere" : string.Join(", ", Blocks().Concat(Unresolved));

    private List<string> Blocks()
    {
        var blocks = Known.ToCidrs().Take(9).Select(cidr => cidr.ToString()).ToList();
        return blocks.Count <= 8 ? blocks : [.. blocks.Take(8), "more"];
    }

    // Of what something unknown is taken away from, as much has to be told as makes two of them equal or not.
    private string Whole => Known.IsAll && Unresolved.IsEmpty ? "" : $"[{string.Join(", ", Named())}] ";

    private IEnumerable<string> Named() => Known.ToCidrs().Select(cidr => cidr.ToString()).Concat(Unresolved);
}
