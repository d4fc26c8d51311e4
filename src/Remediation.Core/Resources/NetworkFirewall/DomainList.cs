using System.Collections.Immutable;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// A rule group that is a list of domain names, from which AWS makes the rules.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_RulesSourceList.html.
/// </summary>
/// <param name="Kind"><c>ALLOWLIST</c> lets only them through; <c>DENYLIST</c>, <c>REJECTLIST</c>, <c>ALERTLIST</c>.</param>
/// <param name="Targets">The names; one that begins with a dot stands for its subdomains too.</param>
/// <param name="Protocols">Where the names are looked for: <c>TLS_SNI</c>, <c>HTTP_HOST</c>.</param>
public sealed record DomainList(string Kind, ImmutableArray<string> Targets, ImmutableArray<string> Protocols)
{
    public bool IsAllowList => Kind == "ALLOWLIST";

    /// <summary>Whether some target stands for the name, or for all that the target that is given stands for.</summary>
    public bool Covers(string target) => Targets.Any(own => Covers(own, target));

    private static bool Covers(string own, string target) =>
        string.Equals(own, target, StringComparison.OrdinalIgnoreCase)
        || (
            own.StartsWith('.')
            && (
                target.EndsWith(own, StringComparison.OrdinalIgnoreCase)
                || string.Equals(own[1..], target, StringComparison.OrdinalIgnoreCase)
            )
        );

    public bool Equals(DomainList? other) =>
        other is not null
        && Kind == other.Kind
        && Targets.SequenceEqual(other.Targets)
        && Protocols.SequenceEqual(other.Protocols);

    public override int GetHashCode() => HashCode.Combine(Kind, Targets.Length, Protocols.Length);
}
