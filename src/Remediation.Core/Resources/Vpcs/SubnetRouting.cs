namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// Which route table a subnet uses: the one that names it, else the main table of its VPC.
/// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
/// </summary>
public static class SubnetRouting
{
    /// <param name="tables">Every route table of the VPC, whatever else may be among them.</param>
    /// <returns>The table; null where none of those given is the subnet's.</returns>
    public static RouteTable? TableOf(Subnet subnet, IEnumerable<RouteTable> tables)
    {
        RouteTable? main = null;
        foreach (var table in tables.Where(table => table.VpcId == subnet.VpcId))
        {
            if (Names(table, subnet.Id.Id))
            {
                return table;
            }
            main = table.IsMain ? table : main;
        }
        return main;
    }

    /// <summary>The subnets that use the table.</summary>
    /// <param name="subnets">Every subnet of the VPC, whatever else may be among them.</param>
    /// <param name="tables">Every route table of the VPC, this one among them or not.</param>
    public static IEnumerable<Subnet> SubnetsOf(
        RouteTable table,
        IEnumerable<Subnet> subnets,
        IReadOnlyCollection<RouteTable> tables
    )
    {
        // What is judged counts as it is given, and not as it was listed.
        var all = tables.Where(other => other.Id != table.Id).Append(table).ToList();
        return subnets.Where(subnet => TableOf(subnet, all) == table);
    }

    private static bool Names(RouteTable table, string subnetId) =>
        table.Associations.Any(association => association.SubnetId == subnetId);
}
