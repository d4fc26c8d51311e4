using System.Collections.Concurrent;
using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>
/// What of a rule's service one check watches in one context, and what of a rule offends by it. It is computed once for each
/// service and block, since thousands of groups repeat the same few rules; it follows from the context alone, and forgetting it
/// changes nothing. Safe to use from several threads.
/// </summary>
public sealed class WatchedServices
{
    // Beyond this many, rules do not repeat, and remembering them would only cost memory.
    private const int MostRemembered = 4096;

    private readonly ConcurrentDictionary<Service, WatchedService> _services = new();
    private readonly ConcurrentDictionary<(Service, Cidr), WatchedTraffic> _traffic = new();
    private int _remembered;

    /// <summary>The part of a service that is watched.</summary>
    /// <param name="service">The service of a rule.</param>
    /// <param name="watched">What the check watches: always the same in one context.</param>
    /// <param name="kept">The addresses that keep the service when it is taken away: always the same in one context.</param>
    public WatchedService Of(Service service, ServiceSet watched, AddressSet kept) =>
        _services.TryGetValue(service, out var known)
            ? known
            : Remember(_services, service, new(service, watched, kept));

    /// <summary>What was computed for a rule of this service and block, or null.</summary>
    public WatchedTraffic? Known(Service service, Cidr cidr) => _traffic.GetValueOrDefault((service, cidr));

    /// <summary>The watched traffic with a block, as far as it is untrusted internet.</summary>
    /// <param name="watched">The watched part of a rule's service.</param>
    /// <param name="cidr">The block of the rule.</param>
    /// <param name="internet">The internet of the context.</param>
    /// <param name="preposition">From or to, as the check's direction is.</param>
    public WatchedTraffic Of(WatchedService watched, Cidr cidr, UntrustedInternet internet, string preposition) =>
        Remember(
            _traffic,
            (watched.Service, cidr),
            new(watched, AddressSet.Of(cidr).Intersect(internet.Addresses), cidr.ToString(), preposition)
        );

    private TValue Remember<TKey, TValue>(ConcurrentDictionary<TKey, TValue> memory, TKey key, TValue value)
        where TKey : notnull
    {
        if (Volatile.Read(ref _remembered) < MostRemembered && memory.TryAdd(key, value))
        {
            Interlocked.Increment(ref _remembered);
        }
        return value;
    }
}
