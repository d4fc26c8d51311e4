using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// The EC2 calls that change a network ACL's entries, and what each does to an ACL's state. Entries are named by direction and
/// number. Source: EC2 API reference, CreateNetworkAclEntry, ReplaceNetworkAclEntry and DeleteNetworkAclEntry.
/// </summary>
public static class NetworkAclCalls
{
    /// <summary>The call that moves a subnet to another ACL; it changes the subnet, and not what the ACL lets through.</summary>
    public const string AssociationOperation = "ReplaceNetworkAclAssociation";

    public static ApiCall Create(NetworkAcl acl, NetworkAclEntry entry) =>
        Write(acl, "CreateNetworkAclEntry", ApiCallEffect.Adds, "create", entry);

    /// <summary>Gives the entry of this direction and number the content that it has here, in one step.</summary>
    public static ApiCall Replace(NetworkAcl acl, NetworkAclEntry entry) =>
        Write(acl, "ReplaceNetworkAclEntry", ApiCallEffect.Changes, "replace", entry);

    public static ApiCall Delete(NetworkAcl acl, NetworkAclEntry entry) =>
        ApiCall.Create(
            "ec2",
            "DeleteNetworkAclEntry",
            ApiCallEffect.Removes,
            $"delete {Word(entry.Direction)} entry {entry}",
            writer =>
            {
                writer.WriteString("NetworkAclId", acl.Id.Id);
                NetworkAclEntryJson.WriteKey(writer, entry.Direction, entry.RuleNumber);
            }
        );

    /// <summary>
    /// What EC2 makes of a call on the ACL: the new state, or the error that EC2 answers. The ACL given is not changed.
    /// </summary>
    /// <param name="quota">How many entries each direction may have, AWS's own last deny not counted.</param>
    public static Applied<NetworkAcl> Apply(NetworkAcl acl, ApiCall call, int quota = NetworkAcl.DefaultEntryQuota)
    {
        if (AwsJson.Text(call.Parameters, "NetworkAclId"u8) != acl.Id.Id)
        {
            return Applied<NetworkAcl>.Refused(CallError.AclNotFound, $"the call is not about network ACL {acl.Id.Id}");
        }
        return call.Operation switch
        {
            "CreateNetworkAclEntry" => Create(acl, call, quota),
            "ReplaceNetworkAclEntry" => Replace(acl, call),
            "DeleteNetworkAclEntry" => Delete(acl, call),
            _ => Applied<NetworkAcl>.Refused(
                CallError.UnknownOperation,
                $"{call.Operation} does not change a network ACL's entries"
            ),
        };
    }

    internal static string Word(Direction direction) => direction == Direction.Ingress ? "ingress" : "egress";

    private static Applied<NetworkAcl> Create(NetworkAcl acl, ApiCall call, int quota)
    {
        if (!NetworkAclEntryJson.Read(call.Parameters).TryGet(out var entry, out var reason) || entry.IsDefault)
        {
            return Invalid(reason ?? "entry numbers end at 32766");
        }
        if (Find(acl, entry.Direction, entry.RuleNumber) is not null)
        {
            return Applied<NetworkAcl>.Refused(
                CallError.EntryAlreadyExists,
                $"The network acl entry identified by {entry.RuleNumber} already exists."
            );
        }
        var used = acl.EntriesOf(entry.Direction).Count(other => !other.IsDefault);
        return used >= quota
            ? Applied<NetworkAcl>.Refused(
                CallError.EntryLimitExceeded,
                $"The maximum number of network acl entries has been reached: {used} {Word(entry.Direction)} entries, {quota} allowed"
            )
            : Applied<NetworkAcl>.To(acl.WithEntries(acl.Entries.Add(entry)));
    }

    private static Applied<NetworkAcl> Replace(NetworkAcl acl, ApiCall call)
    {
        if (!NetworkAclEntryJson.Read(call.Parameters).TryGet(out var entry, out var reason) || entry.IsDefault)
        {
            return Invalid(reason ?? "AWS's own last entry cannot be replaced");
        }
        return Find(acl, entry.Direction, entry.RuleNumber) is { } old
            ? Applied<NetworkAcl>.To(acl.WithEntries(acl.Entries.Replace(old, entry)))
            : NotFound(entry.RuleNumber);
    }

    private static Applied<NetworkAcl> Delete(NetworkAcl acl, ApiCall call)
    {
        if (
            !AwsJson.TryInteger(call.Parameters, "RuleNumber"u8, out var number)
            || number is null or >= NetworkAclEntry.DefaultRuleNumber
            || AwsJson.Boolean(call.Parameters, "Egress"u8) is not { } isEgress
        )
        {
            return Invalid("the call names no entry that can be deleted");
        }
        return Find(acl, isEgress ? Direction.Egress : Direction.Ingress, number.Value) is { } entry
            ? Applied<NetworkAcl>.To(acl.WithEntries(acl.Entries.Remove(entry)))
            : NotFound(number.Value);
    }

    private static NetworkAclEntry? Find(NetworkAcl acl, Direction direction, int ruleNumber) =>
        acl.Entries.FirstOrDefault(entry => entry.Direction == direction && entry.RuleNumber == ruleNumber);

    private static ApiCall Write(
        NetworkAcl acl,
        string operation,
        ApiCallEffect effect,
        string verb,
        NetworkAclEntry entry
    ) =>
        ApiCall.Create(
            "ec2",
            operation,
            effect,
            $"{verb} {Word(entry.Direction)} entry {entry}",
            writer =>
            {
                writer.WriteString("NetworkAclId", acl.Id.Id);
                NetworkAclEntryJson.Write(writer, entry);
            }
        );

    private static Applied<NetworkAcl> Invalid(string reason) =>
        Applied<NetworkAcl>.Refused(CallError.InvalidParameter, reason);

    private static Applied<NetworkAcl> NotFound(int number) =>
        Applied<NetworkAcl>.Refused(
            CallError.EntryNotFound,
            $"The network acl entry identified by {number} does not exist."
        );
}
