namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>A subnet in which a firewall has an endpoint; at most one in each zone.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="IPAddressType"><c>IPV4</c>, <c>IPV6</c> or <c>DUALSTACK</c>; null where not told.</param>
public sealed record FirewallSubnet(string SubnetId, string? IPAddressType);
