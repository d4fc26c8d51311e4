namespace Remediation.Engine.Offline;

/// <summary>A peering of two VPCs and its state as EC2 names it. Source: EC2 DescribeVpcPeeringConnections.</summary>
internal sealed record PeeringConnection(string RequesterVpcId, string AccepterVpcId, string Status)
{
    public bool Joins(string oneVpcId, string otherVpcId) =>
        (RequesterVpcId == oneVpcId && AccepterVpcId == otherVpcId)
        || (RequesterVpcId == otherVpcId && AccepterVpcId == oneVpcId);

    /// <summary>Whether no traffic goes through it, nor ever will again.</summary>
    public bool IsGone => Status is "deleted" or "expired" or "failed" or "rejected";
}
