using Remediation.Core.Planning;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Engine.Offline;

/// <summary>Which network ACL each subnet of a snapshot uses. The ACLs say so; a subnet is told when it is read.</summary>
internal static class SubnetAcls
{
    /// <summary>The subnet with the association that one of the ACLs has with it.</summary>
    public static Subnet Of(Snapshot content, Subnet subnet)
    {
        foreach (var acl in content.NetworkAcls.Values)
        {
            if (acl.Associations.FirstOrDefault(item => item.SubnetId == subnet.Id.Id) is { } association)
            {
                return subnet.WithNetworkAcl(association, acl.Id.Id);
            }
        }
        return subnet.WithUnknownNetworkAcl(
            content.Facts.WhyUnknown(SnapshotOperations.NetworkAcls)
                ?? "no network ACL of the snapshot names the subnet"
        );
    }

    /// <summary>What the call that moves the subnet makes of both ACLs.</summary>
    public static (Snapshot Content, CallError? Error) Move(Snapshot content, Subnet subnet, ApiCall call)
    {
        var before = Of(content, subnet);
        var applied = before.Apply(call);
        if (!applied.IsSuccess)
        {
            return (content, applied.Error);
        }
        var after = (Subnet)applied.State;
        if (content.NetworkAcls.GetValueOrDefault(after.NetworkAclId.Value!) is not { } target)
        {
            return (
                content,
                new(CallError.AclNotFound, $"The networkAcl ID '{after.NetworkAclId.Value}' does not exist")
            );
        }
        var former = content.NetworkAcls[before.NetworkAclId.Value!];
        var without = former.WithAssociations(former.Associations.Where(item => item.SubnetId != subnet.Id.Id));
        var with = target.Id == former.Id ? without : target;
        return (
            content.With(without).With(with.WithAssociations([.. with.Associations, after.NetworkAclAssociation!])),
            null
        );
    }
}
