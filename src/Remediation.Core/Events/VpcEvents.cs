using System.Text.Json;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Which VPCs and endpoints a recorded call names. Deletions name what is gone by an id alone, so that every VPC has to be looked at.
/// </summary>
internal static class VpcEvents
{
    private const string VpcPrefix = "vpc-";

    internal static NamedResources OfCreation(Ec2Request call) =>
        NamedResources.Of(
            Vpcs(call.Response.Member("vpc").Text("vpcId")),
            call.Lacks("VPC: responseElements has no vpc.vpcId")
        );

    /// <summary>The VPC and, since private DNS of endpoints depends on its attributes, every endpoint.</summary>
    internal static NamedResources OfAttribute(Ec2Request call) =>
        call.Parameters.Text("vpcId") is { } id
            ? NamedResources.Of(
                [.. Vpcs(id), NamedResource.Every(ResourceTypes.VpcEndpoint)],
                call.Lacks("VPC: requestParameters has no vpcId")
            )
            : call.Lacks("VPC: requestParameters has no vpcId");

    internal static NamedResources OfNewFlowLogs(Ec2Request call)
    {
        var ids = Texts(call.Parameters, "resourceId", "resourceIds").ToList();
        return ids.Count == 0
            ? call.Lacks("resource: requestParameters has no ResourceId")
            : NamedResources.Of(
                ids.Where(id => id.StartsWith(VpcPrefix, StringComparison.Ordinal)).SelectMany(Vpcs),
                NamedResources.Ignored($"{call.Name} records no whole VPC")
            );
    }

    internal static NamedResources OfFlowLogs(Ec2Request call) =>
        Every(Texts(call.Parameters, "flowLogId", "flowLogIds"), call, "flow log: requestParameters has no FlowLogId");

    internal static NamedResources OfNewEndpoint(Ec2Request call)
    {
        var endpoint = call.Response.Member("vpcEndpoint");
        return NamedResources.Of(
            [
                .. Endpoints(endpoint.Text("vpcEndpointId")),
                .. Vpcs(endpoint.Text("vpcId") ?? call.Parameters.Text("vpcId")),
            ],
            call.Lacks("VPC endpoint: responseElements has no vpcEndpoint")
        );
    }

    internal static NamedResources OfEndpoint(Ec2Request call) =>
        NamedResources.Of(
            Endpoints(call.Parameters.Text("vpcEndpointId")),
            call.Lacks("VPC endpoint: requestParameters has no VpcEndpointId")
        );

    internal static NamedResources OfEndpoints(Ec2Request call) =>
        Every(
            Texts(call.Parameters, "vpcEndpointId", "vpcEndpointIds"),
            call,
            "VPC endpoint: requestParameters has no VpcEndpointId"
        );

    private static NamedResources Every(IEnumerable<string> ids, Ec2Request call, string lacking) =>
        ids.Any()
            ? NamedResources.Of([NamedResource.Every(ResourceTypes.Vpc)], call.Lacks(lacking))
            : call.Lacks(lacking);

    private static IEnumerable<string> Texts(JsonElement parameters, string one, string many) =>
        parameters.Items(one).Concat(parameters.Items(many)).Select(item => item.Text()).OfType<string>();

    private static IEnumerable<NamedResource> Vpcs(string? id) => id is null ? [] : [new(ResourceTypes.Vpc, id)];

    private static IEnumerable<NamedResource> Endpoints(string? id) =>
        id is null ? [] : [new(ResourceTypes.VpcEndpoint, id)];
}
