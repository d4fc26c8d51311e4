using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>The types of which an event, a Config item or a request by hand can name a resource by its id or ARN.</summary>
internal static class WatchedTypes
{
    internal static ImmutableArray<string> All { get; } =
    [
        ResourceTypes.SecurityGroup,
        ResourceTypes.NetworkAcl,
        ResourceTypes.PrefixList,
        ResourceTypes.Vpc,
        ResourceTypes.Subnet,
        ResourceTypes.RouteTable,
        ResourceTypes.InternetGateway,
        ResourceTypes.VpcEndpoint,
        ResourceTypes.WebAcl,
        ResourceTypes.WafRuleGroup,
        ResourceTypes.IpSet,
        ResourceTypes.RegexPatternSet,
        ResourceTypes.Firewall,
        ResourceTypes.FirewallPolicy,
        ResourceTypes.FirewallRuleGroup,
        ResourceTypes.LoadBalancer,
    ];
}
