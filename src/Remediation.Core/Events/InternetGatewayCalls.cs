using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Which internet gateway a recorded call names. One that is attached brings routes to life that led nowhere, in whatever table
/// of the VPC they are: every table is looked at.
/// </summary>
internal static class InternetGatewayCalls
{
    internal static NamedResources OfOneGateway(Ec2Request call) =>
        Of(
            call.Parameters.Text("internetGatewayId"),
            call.Lacks("internet gateway: requestParameters has no internetGatewayId")
        );

    internal static NamedResources OfAttachment(Ec2Request call) =>
        call.Parameters.Text("internetGatewayId") is { } id
            ? NamedResources.Of(
                [new(ResourceTypes.InternetGateway, id), NamedResource.Every(ResourceTypes.RouteTable)],
                call.Lacks("internet gateway")
            )
            : OfOneGateway(call);

    internal static NamedResources OfCreation(Ec2Request call) =>
        Of(
            call.Response.Member("internetGateway").Text("internetGatewayId"),
            call.Lacks("internet gateway: responseElements has no internetGateway.internetGatewayId")
        );

    private static NamedResources Of(string? id, NamedResources whenNone) =>
        NamedResources.Of(id is null ? [] : [new NamedResource(ResourceTypes.InternetGateway, id)], whenNone);
}
