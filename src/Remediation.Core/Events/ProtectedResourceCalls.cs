using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.WafProtected;

namespace Remediation.Core.Events;

/// <summary>
/// Which resource that a web ACL can protect a recorded call names: of Elastic Load Balancing, API Gateway, AppSync and
/// CloudFront. What WAF itself associates is told by its own calls.
/// </summary>
internal static class ProtectedResourceCalls
{
    internal static NamedResources OfNewLoadBalancers(JsonElement record, string name) =>
        OfLoadBalancers(
            record.Member("responseElements").Items("loadBalancers").Select(item => item.Text("loadBalancerArn")),
            name,
            "responseElements has no loadBalancers with a loadBalancerArn"
        );

    internal static NamedResources OfLoadBalancer(JsonElement record, string name) =>
        OfLoadBalancers(
            [record.Member("requestParameters").Text("loadBalancerArn")],
            name,
            "requestParameters has no loadBalancerArn"
        );

    // Not documented with parameters of its own, so both ways of naming the load balancer are taken, and none means any.
    internal static NamedResources OfAssociation(JsonElement record, string name)
    {
        var parameters = record.Member("requestParameters");
        return (parameters.Text("loadBalancerArn") ?? parameters.Text("resourceArn")) is { } arn
            ? OfLoadBalancers([arn], name, "")
            : Named(NamedResource.Every(ResourceTypes.LoadBalancer));
    }

    internal static NamedResources OfStage(JsonElement record, string name)
    {
        var parameters = record.Member("requestParameters");
        if (parameters.Text("restApiId") is not { } api)
        {
            return parameters.Text("apiId") is null
                ? Lacks(name, "API stage: requestParameters has no restApiId")
                : NamedResources.Ignored($"{name} is of an HTTP or WebSocket API, which no web ACL can protect");
        }
        var stage =
            parameters.Text("stageName")
            ?? parameters.Member("createStageInput").Text("stageName")
            ?? parameters.Member("createDeploymentInput").Text("stageName")
            ?? record.Member("responseElements").Text("stageName");
        if (stage is null)
        {
            return name == "CreateDeployment"
                ? NamedResources.Ignored($"{name} made no stage")
                : Lacks(name, "API stage: requestParameters has no stageName");
        }
        return record.Text("awsRegion") is { } region
            ? Named(new(ResourceTypes.ApiStage, StageArns.Of(region, api, stage)))
            : Lacks(name, "region: a stage is only known within one, and the record has no awsRegion");
    }

    internal static NamedResources OfGraphQLApi(JsonElement record, string name)
    {
        var answered = record.Member("responseElements").Member("graphqlApi").Text("arn");
        return answered is null
            ? Lacks(name, "AppSync API: responseElements has no graphqlApi.arn")
            : Named(new(ResourceTypes.GraphQLApi, answered));
    }

    internal static NamedResources OfDistribution(JsonElement record, string name)
    {
        var answered = record.Member("responseElements").Member("distribution").Text("aRN");
        if (answered is not null)
        {
            return Named(new(ResourceTypes.Distribution, answered));
        }
        var id = record.Member("requestParameters").Text("id");
        var account = record.Text("recipientAccountId") ?? record.Member("userIdentity").Text("accountId");
        var isChina = record.Text("awsRegion") is { } region && region.StartsWith("cn-", StringComparison.Ordinal);
        var partition = isChina ? "aws-cn" : "aws";
        return id is null || account is null
            ? Lacks(name, "distribution: neither responseElements nor requestParameters tell which")
            : Named(new(ResourceTypes.Distribution, $"arn:{partition}:cloudfront::{account}:distribution/{id}"));
    }

    private static NamedResources OfLoadBalancers(IEnumerable<string?> arns, string name, string missing)
    {
        var known = arns.OfType<string>().ToList();
        return known.Count == 0
            ? Lacks(name, $"load balancer: {missing}")
            : NamedResources.Of(
                known
                    .Where(arn => !IsOfOtherKind(arn))
                    .Select(arn => new NamedResource(ResourceTypes.LoadBalancer, arn)),
                NamedResources.Ignored($"{name} is of a load balancer that no web ACL can protect")
            );
    }

    private static bool IsOfOtherKind(string arn) =>
        Arn.Parse(arn)?.Resource.Split('/') is ["loadbalancer", "net" or "gwy", _, _] or ["loadbalancer", _];

    private static NamedResources Named(NamedResource resource) =>
        NamedResources.Of([resource], NamedResources.Ignored("it names no resource"));

    private static NamedResources Lacks(string name, string what) =>
        NamedResources.Rejected($"{name} names no {what}; expected the record as CloudTrail wrote it");
}
