using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// The calls that turn the entries of one state of an ACL into those of another, in an order in which at no step anything is let
/// through that is let through neither before nor after, and the quota holds. Where it can be, nothing that is let through both
/// before and after is cut on the way either. Associations, tags and AWS's own last entries are not compared.
/// </summary>
public static class NetworkAclDiff
{
    /// <param name="quota">How many entries each direction may have, AWS's own last deny not counted.</param>
    /// <param name="mayCut">Whether an order that cuts traffic for a moment is better than none.</param>
    public static OrderedCalls Between(
        NetworkAcl current,
        NetworkAcl desired,
        int quota = NetworkAcl.DefaultEntryQuota,
        bool mayCut = true
    )
    {
        var calls = ImmutableArray.CreateBuilder<ApiCall>();
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
        {
            var search = new EntryOrderSearch(
                Changeable(current, direction),
                Changeable(desired, direction),
                quota,
                mayCut
            );
            if (search.Find() is not { } steps)
            {
                return OrderedCalls.None(
                    $"no order of calls turns the {NetworkAclCalls.Word(direction)} entries into the wanted ones without "
                        + $"letting more through{(mayCut ? "" : " or cutting anything")} on the way, within {quota} entries"
                );
            }
            calls.AddRange(steps.Select(step => step.ToCall(current)));
        }
        return OrderedCalls.Of(calls.DrainToImmutable());
    }

    private static ImmutableSortedDictionary<int, NetworkAclEntry> Changeable(NetworkAcl acl, Direction direction) =>
        acl
            .Entries.Where(entry => entry.Direction == direction && !entry.IsDefault)
            .ToImmutableSortedDictionary(entry => entry.RuleNumber, entry => entry);
}
