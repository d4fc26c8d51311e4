namespace Remediation.Core.Resources.Vpcs;

/// <summary>That a subnet or a gateway uses a route table, or that the table is the VPC's main one.</summary>
/// <param name="Id">The association's id; it is all that the calls that end it name.</param>
/// <param name="SubnetId">The subnet, or empty for the main table's own and for a gateway.</param>
/// <param name="IsMain">Whether it is what every subnet uses that has no table of its own.</param>
public sealed record RouteTableAssociation(string Id, string SubnetId, bool IsMain)
{
    /// <summary>The internet or virtual private gateway whose incoming traffic the table routes, or empty.</summary>
    public string GatewayId { get; init; } = "";
}
