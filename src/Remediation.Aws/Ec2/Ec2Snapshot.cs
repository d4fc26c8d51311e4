using Amazon.EC2;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine;
using Remediation.Engine.Offline;

namespace Remediation.Aws.Ec2;

/// <summary>
/// Reads the network layer of a live account whole, with as many requests as there are pages and not as there are resources, so
/// that an audit then asks AWS nothing more. It changes nothing.
/// </summary>
public static class Ec2Snapshot
{
    /// <summary>
    /// The snapshot. Groups and network ACLs that cannot be read to the end throw <see cref="AccountException"/>; neighbours that
    /// cannot be read are unknown in it.
    /// </summary>
    public static async Task<Snapshot> TakeAsync(
        IAmazonEC2 ec2,
        string region,
        RequestBudget budget,
        CancellationToken cancellationToken
    )
    {
        var account = new Ec2Account(ec2, region, budget);
        var groups = new List<SecurityGroup>();
        await foreach (var state in account.ListAsync(ResourceTypes.SecurityGroup, cancellationToken))
        {
            groups.Add((SecurityGroup)state);
        }
        var acls = new List<NetworkAcl>();
        await foreach (var state in account.ListAsync(ResourceTypes.NetworkAcl, cancellationToken))
        {
            acls.Add((NetworkAcl)state);
        }
        var owner = groups.Select(group => group.Id).Concat(acls.Select(acl => acl.Id)).FirstOrDefault()?.Account ?? "";
        var builder = new SnapshotBuilder(owner, region);
        groups.ForEach(builder.Add);
        acls.ForEach(builder.Add);
        await AddNeighboursAsync(builder, new(ec2, new(budget)), groups, cancellationToken);
        return builder.Build();
    }

    private static async Task AddNeighboursAsync(
        SnapshotBuilder builder,
        Ec2Queries queries,
        List<SecurityGroup> groups,
        CancellationToken ct
    )
    {
        var interfaces = await queries.NetworkInterfacesAsync((Amazon.EC2.Model.Filter?)null, ct);
        if (!interfaces.IsAnswered)
        {
            builder.InterfacesAreUnknown(interfaces.Failure.Error.ToString());
        }
        foreach (var item in interfaces.Value ?? [])
        {
            builder.Add(Ec2SurroundingsReader.ToInterface(item));
        }
        foreach (var (id, list) in await new Ec2SurroundingsReader(queries).PrefixListsAsync(groups, ct))
        {
            builder.AddPrefixList(id, list);
        }
        // Without these a name is ambiguous and a reference unknown, never absent.
        foreach (var vpc in (await queries.VpcsAsync(ct)).Value ?? [])
        {
            if (vpc.IsDefault == true)
            {
                builder.AddDefaultVpc(vpc.VpcId);
            }
        }
        foreach (var peering in (await queries.PeeringsAsync(ct)).Value ?? [])
        {
            builder.AddPeering(
                peering.RequesterVpcInfo?.VpcId ?? "",
                peering.AccepterVpcInfo?.VpcId ?? "",
                peering.Status?.Code?.Value ?? ""
            );
        }
    }
}
