using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Which route table a recorded call names. A call that moves a subnet from one table to another changes what the main table is used
/// for, too, and one that ends an association names nothing but that: then every table is looked at.
/// </summary>
internal static class RouteTableCalls
{
    internal static NamedResources OfOneTable(Ec2Request call) =>
        Of(call.Parameters.Text("routeTableId"), call.Lacks("route table: requestParameters has no routeTableId"));

    internal static NamedResources OfCreation(Ec2Request call) =>
        Of(
            call.Response.Member("routeTable").Text("routeTableId"),
            call.Lacks("route table: responseElements has no routeTable.routeTableId")
        );

    /// <summary>The table that the subnet has now, and the subnet itself, since its tier may have come by it.</summary>
    internal static NamedResources OfAssociation(Ec2Request call) =>
        call.Parameters.Text("routeTableId") is { } id
            ? NamedResources.Of(
                call.Parameters.Text("subnetId") is { } subnet
                    ? [new(ResourceTypes.RouteTable, id), new(ResourceTypes.Subnet, subnet)]
                    : [new NamedResource(ResourceTypes.RouteTable, id)],
                call.Lacks("route table")
            )
            : call.Lacks("route table: requestParameters has no routeTableId");

    internal static NamedResources OfEvery(Ec2Request call) => Of(ResourceReference.Every, call.Lacks("route table"));

    private static NamedResources Of(string? id, NamedResources whenNone) =>
        NamedResources.Of(id is null ? [] : [new NamedResource(ResourceTypes.RouteTable, id)], whenNone);
}
