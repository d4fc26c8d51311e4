using System.Collections.Immutable;
using Remediation.Core.Planning;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>One change of one numbered entry: created where there was none, deleted where there is none after, else replaced.</summary>
internal sealed record EntryStep(NetworkAclEntry? Old, NetworkAclEntry? New)
{
    public int RuleNumber => (New ?? Old)!.RuleNumber;

    public bool IsDelete => New is null;

    public ImmutableSortedDictionary<int, NetworkAclEntry> On(
        ImmutableSortedDictionary<int, NetworkAclEntry> entries
    ) => New is null ? entries.Remove(RuleNumber) : entries.SetItem(RuleNumber, New);

    public ApiCall ToCall(NetworkAcl acl) =>
        (Old, New) switch
        {
            (null, not null) => NetworkAclCalls.Create(acl, New),
            (not null, null) => NetworkAclCalls.Delete(acl, Old),
            _ => NetworkAclCalls.Replace(acl, New!),
        };
}
