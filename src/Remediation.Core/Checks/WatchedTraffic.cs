using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>The watched part of a rule's service together with its peer.</summary>
public sealed class WatchedTraffic
{
    /// <param name="watched">The watched part of the rule's service.</param>
    /// <param name="addresses">The untrusted internet addresses of the peer.</param>
    /// <param name="peer">The peer in words.</param>
    /// <param name="preposition">From or to.</param>
    public WatchedTraffic(WatchedService watched, AddressSet addresses, string peer, string preposition)
    {
        Watched = watched;
        Addresses = addresses;
        RuleText = $"{watched.ServiceText} {preposition} {peer}";
        Text = $"{watched.Text} {preposition} {peer}";
    }

    public WatchedService Watched { get; }

    /// <summary>The untrusted internet addresses among those of the peer.</summary>
    public AddressSet Addresses { get; }

    /// <summary>The rule in words, as the rule itself says it.</summary>
    public string RuleText { get; }

    /// <summary>The watched part of the rule in words.</summary>
    public string Text { get; }
}
