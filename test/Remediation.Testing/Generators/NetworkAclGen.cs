using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Testing.Generators;

/// <summary>Network ACLs with overlapping allows and denies of both families and directions, AWS's own last denies included.</summary>
public static class NetworkAclGen
{
    private static readonly Gen<NetworkAclEntry> Entry = Gen.Select(
        TrafficGen.Direction,
        Gen.OneOf<int>(Gen.Int[1, 12].Select(number => number * 10), Gen.Int[98, 104]),
        Gen.OneOf(NetworkAclAction.Allow, NetworkAclAction.Deny),
        TrafficGen.Service,
        TrafficGen.Cidr,
        (direction, number, action, service, cidr) => new NetworkAclEntry(direction, number, action, service, cidr)
    );

    /// <summary>An ACL with up to a dozen entries of both directions.</summary>
    public static Gen<NetworkAcl> One { get; } = Entry.Array[0, 12].Select(Acl);

    /// <summary>Two states of one ACL: the second keeps, changes, moves, drops and adds entries of the first.</summary>
    public static Gen<(NetworkAcl Before, NetworkAcl After)> Pair { get; } =
        Gen.Select(
            Entry.Array[0, 8],
            Gen.Int[0, 5].Array[8],
            Entry.Array[0, 4],
            (entries, actions, added) =>
            {
                var before = Acl(entries);
                var own = before.Entries.Where(entry => !entry.IsDefault);
                return (before, Acl([.. own.SelectMany((entry, index) => Change(entry, actions[index])), .. added]));
            }
        );

    private static IEnumerable<NetworkAclEntry> Change(NetworkAclEntry entry, int action) =>
        action switch
        {
            0 => [],
            1 => [entry with { RuleNumber = entry.RuleNumber + 5 }],
            2 =>
            [
                entry with
                {
                    Action = entry.Action == NetworkAclAction.Allow ? NetworkAclAction.Deny : NetworkAclAction.Allow,
                },
            ],
            _ => [entry],
        };

    private static NetworkAcl Acl(NetworkAclEntry[] entries) =>
        new NetworkAcl
        {
            Id = new(ResourceTypes.NetworkAcl, "acl-0123456789abcdef0", "123456789012", "us-east-1"),
            VpcId = "vpc-0123456789abcdef0",
            Associations = [new("aclassoc-0123456789abcdef0", "subnet-0123456789abcdef0")],
        }.WithEntries(entries.DistinctBy(entry => (entry.Direction, entry.RuleNumber)).Concat(LastDenies()));

    private static IEnumerable<NetworkAclEntry> LastDenies() =>
        from direction in new[] { Direction.Ingress, Direction.Egress }
        from last in new[]
        {
            (Number: NetworkAclEntry.DefaultRuleNumber, Cidr: Cidr.AnyIPv4),
            (Number: NetworkAclEntry.LastRuleNumber, Cidr: Cidr.AnyIPv6),
        }
        select new NetworkAclEntry(direction, last.Number, NetworkAclAction.Deny, Service.All, last.Cidr);
}
