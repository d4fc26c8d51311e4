using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>The part of a rule's service that a check watches.</summary>
public sealed class WatchedService
{
    /// <param name="service">The service of a rule.</param>
    /// <param name="watched">What the check watches.</param>
    /// <param name="kept">The addresses that keep the service when it is taken away.</param>
    public WatchedService(Service service, ServiceSet watched, AddressSet kept)
    {
        Service = service;
        Services = service.ToServiceSet().Intersect(watched);
        Kept = TrafficSet.Of(Services, kept);
        ServiceText = service.ToString();
        Text = Services.ToString();
    }

    public Service Service { get; }

    /// <summary>The watched part; what a fix takes away.</summary>
    public ServiceSet Services { get; }

    /// <summary>What a fix leaves of it.</summary>
    public TrafficSet Kept { get; }

    /// <summary>The whole service in words.</summary>
    public string ServiceText { get; }

    /// <summary>The watched part in words.</summary>
    public string Text { get; }
}
