using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>Which subnet a recorded call names.</summary>
internal static class SubnetCalls
{
    internal static NamedResources OfOneSubnet(Ec2Request call) =>
        Of(call.Parameters.Text("subnetId"), call.Lacks("subnet: requestParameters has no subnetId"));

    /// <summary>A subnet without a table of its own uses the main table of its VPC, so what that one is used for has changed.</summary>
    internal static NamedResources OfCreation(Ec2Request call) =>
        call.Response.Member("subnet").Text("subnetId") is { } id
            ? NamedResources.Of(
                [new(ResourceTypes.Subnet, id), NamedResource.Every(ResourceTypes.RouteTable)],
                call.Lacks("subnet")
            )
            : call.Lacks("subnet: responseElements has no subnet.subnetId");

    /// <summary>The call names an association alone; the answer, where there is one, the subnet.</summary>
    internal static NamedResources OfEvery(Ec2Request call) =>
        Of(call.Response.Text("subnetId") ?? ResourceReference.Every, call.Lacks("subnet"));

    private static NamedResources Of(string? id, NamedResources whenNone) =>
        NamedResources.Of(id is null ? [] : [new NamedResource(ResourceTypes.Subnet, id)], whenNone);
}
