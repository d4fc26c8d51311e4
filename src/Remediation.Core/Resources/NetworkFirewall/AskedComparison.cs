using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// Compares what two rules ask beside their headers. More questions match less, but only where no question refers to another: an
/// option such as <c>nocase</c> widens the one before it, and another buffer turns those after it into other questions.
/// https://docs.suricata.io/en/latest/rules/intro.html.
/// </summary>
internal static class AskedComparison
{
    private const string Content = "content";

    // Each is a question of its own, or narrows the one before it, wherever it stands.
    private static readonly FrozenSet<string> Narrowing = FrozenSet.Create(
        StringComparer.Ordinal,
        "flow",
        "flowbits",
        "xbits",
        "hostbits",
        "flags",
        "ttl",
        "dsize",
        "geoip",
        "itype",
        "icode",
        "ip_proto",
        "sameip",
        "app-layer-protocol",
        "offset",
        "depth",
        "distance",
        "within",
        "startswith",
        "endswith",
        "fast_pattern"
    );

    /// <summary>Whether all that the one is satisfied with satisfies the other: true, false where it takes more, null where that cannot be told.</summary>
    public static bool? IsWithin(ImmutableArray<string> one, ImmutableArray<string> other) =>
        Adds(one, other) ? true
        : Adds(other, one) ? false
        : null;

    // Whether the one asks all that the other does, in its order, and more that can only take away.
    private static bool Adds(ImmutableArray<string> one, ImmutableArray<string> other)
    {
        var place = 0;
        var hasContent = false;
        foreach (var option in one)
        {
            if (place < other.Length && option == other[place])
            {
                place++;
                continue;
            }
            var keyword = KeywordOf(option);
            if (!Narrowing.Contains(keyword) && !(place == other.Length && (hasContent || !IsModifier(keyword))))
            {
                return false;
            }
            hasContent |= keyword == Content;
        }
        return place == other.Length;
    }

    private static bool IsModifier(string keyword) =>
        keyword is "nocase" or "rawbytes" || keyword.StartsWith("http_", StringComparison.Ordinal);

    private static string KeywordOf(string option) => option.Split(':', 2)[0];
}
