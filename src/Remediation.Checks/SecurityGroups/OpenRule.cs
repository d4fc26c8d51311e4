using Remediation.Core.Checks;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>A rule that is open to the untrusted internet, and what of it offends.</summary>
internal sealed class OpenRule
{
    public OpenRule(SecurityGroupRule rule, WatchedTraffic traffic)
    {
        Rule = rule;
        Traffic = traffic;
        Addresses = traffic.Addresses;
        Services = traffic.Watched.Services;
    }

    private OpenRule(SecurityGroupRule rule, WatchedTraffic traffic, TrafficSet exempted)
    {
        var all = TrafficSet.Of(traffic.Watched.Services, traffic.Addresses);
        var offending = all.Except(exempted);
        Rule = rule;
        Traffic = traffic;
        Exempted = exempted;
        IsExempted = offending.IsEmpty;
        Addresses = offending.Addresses;
        Services = (IsExempted ? all : offending).Services;
    }

    public SecurityGroupRule Rule { get; }

    public WatchedTraffic Traffic { get; }

    /// <summary>The traffic that exemptions take out of judgement, or null where there are none.</summary>
    public TrafficSet? Exempted { get; }

    /// <summary>Whether nothing is left that offends.</summary>
    public bool IsExempted { get; }

    /// <summary>The addresses of what offends.</summary>
    public AddressSet Addresses { get; }

    /// <summary>The services of what offends; of what is exempted where nothing offends.</summary>
    public ServiceSet Services { get; }

    public static OpenRule Exempting(SecurityGroupRule rule, WatchedTraffic traffic, TrafficSet exempted) =>
        new(rule, traffic, exempted);
}
