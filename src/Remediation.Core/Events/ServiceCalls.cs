using System.Collections.Frozen;
using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// The services whose calls can change what the engine watches, each with the reader of the resources that a recorded call names.
/// EC2's calls have a table of their own.
/// </summary>
internal static class ServiceCalls
{
    private const string Ec2 = "ec2";

    // By service, then by call. A reader is given the record and the call's name.
    private static readonly FrozenDictionary<
        string,
        IReadOnlyDictionary<string, Func<JsonElement, string, NamedResources>>
    > Readers = new Dictionary<string, IReadOnlyDictionary<string, Func<JsonElement, string, NamedResources>>>(
        StringComparer.Ordinal
    )
    {
        ["wafv2"] = WafCalls.Readers,
        ["elasticloadbalancing"] = new Dictionary<string, Func<JsonElement, string, NamedResources>>(
            StringComparer.Ordinal
        )
        {
            ["CreateLoadBalancer"] = ProtectedResourceCalls.OfNewLoadBalancers,
            ["ModifyLoadBalancerAttributes"] = ProtectedResourceCalls.OfLoadBalancer,
            ["SetWebAcl"] = ProtectedResourceCalls.OfAssociation,
        },
        ["apigateway"] = new Dictionary<string, Func<JsonElement, string, NamedResources>>(StringComparer.Ordinal)
        {
            ["CreateStage"] = ProtectedResourceCalls.OfStage,
            ["UpdateStage"] = ProtectedResourceCalls.OfStage,
            ["CreateDeployment"] = ProtectedResourceCalls.OfStage,
        },
        ["appsync"] = new Dictionary<string, Func<JsonElement, string, NamedResources>>(StringComparer.Ordinal)
        {
            ["CreateGraphqlApi"] = ProtectedResourceCalls.OfGraphQLApi,
            ["UpdateGraphqlApi"] = ProtectedResourceCalls.OfGraphQLApi,
        },
        ["cloudfront"] = new Dictionary<string, Func<JsonElement, string, NamedResources>>(StringComparer.Ordinal)
        {
            ["CreateDistribution"] = ProtectedResourceCalls.OfDistribution,
            ["CreateDistributionWithTags"] = ProtectedResourceCalls.OfDistribution,
            ["UpdateDistribution"] = ProtectedResourceCalls.OfDistribution,
            ["AssociateDistributionWebACL"] = ProtectedResourceCalls.OfDistribution,
            ["DisassociateDistributionWebACL"] = ProtectedResourceCalls.OfDistribution,
        },
        [NetworkFirewallCalls.Service] = NetworkFirewallCalls.Readers,
        ["shield"] = ShieldCalls.Readers,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The calls of the services other than EC2, led by the service.</summary>
    internal static IEnumerable<string> Names =>
        Readers.SelectMany(service => service.Value.Keys.Select(name => $"{service.Key}:{name}"));

    internal static bool IsWatched(string service) => service == Ec2 || Readers.ContainsKey(service);

    internal static NamedResources Read(string service, JsonElement record, string name)
    {
        if (service == Ec2)
        {
            return Ec2Calls.Read(record, name);
        }
        return Readers[service].TryGetValue(name, out var read)
            ? read(record, name)
            : NamedResources.Ignored($"{Quoted.Printable(name)} of {service} concerns nothing this version watches");
    }
}
