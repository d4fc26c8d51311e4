using CsCheck;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>A network ACL that was compliant, and what some steps made of it that anyone with the permissions can take.</summary>
internal sealed record AclWalk(NetworkAcl Baseline, NetworkAcl Now)
{
    private static List<Core.Traffic.Direction> Directions { get; } =
    [Core.Traffic.Direction.Ingress, Core.Traffic.Direction.Egress];

    public static Gen<AclWalk> Any { get; } =
        from baseline in AclGen.Acl
        from steps in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[1, 14], AclGen.Acl).Array[0, 5]
        select Of(baseline, steps);

    /// <summary>From ACLs whose inbound entries are as many as the quota allows.</summary>
    public static Gen<AclWalk> AtQuota { get; } =
        from acls in AclGen.Acl.Array[8]
        let full = FullInbound(acls)
        from steps in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[1, 25], AclGen.Acl).Array[1, 3]
        select Of(full, [.. steps.Select(step => (step.Item1, step.Item2, step.Item3 * 100, step.Item4))]);

    /// <summary>ACLs with as many entries as the quota allows in both directions, and such as still have so many in one of them.</summary>
    public static Gen<AclWalk> Full { get; } =
        (
            from acls in AclGen.Acl.Array[20]
            let full = Sample
                .Acl()
                .WithEntries([
                    .. Some(acls, Core.Traffic.Direction.Ingress),
                    .. Some(acls, Core.Traffic.Direction.Egress),
                ])
            from steps in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 39], Gen.Int[1, 2100], AclGen.Acl).Array[1, 4]
            select Of(full, steps)
        ).Where(walk =>
            Directions.Exists(direction => IsFull(walk.Baseline, direction) && IsFull(walk.Now, direction))
        );

    private static bool IsFull(NetworkAcl acl, Core.Traffic.Direction direction) =>
        AclGen.Own(acl, direction).Count() == NetworkAcl.DefaultEntryQuota;

    private static NetworkAcl FullInbound(NetworkAcl[] acls) =>
        Sample.Acl().WithEntries(Some(acls, Core.Traffic.Direction.Ingress));

    private static IEnumerable<NetworkAclEntry> Some(NetworkAcl[] acls, Core.Traffic.Direction direction) =>
        acls.SelectMany(acl => AclGen.Own(acl, direction))
            .Take(NetworkAcl.DefaultEntryQuota)
            .Select((entry, i) => entry with { RuleNumber = (i + 1) * 100 });

    private static AclWalk Of(NetworkAcl baseline, (int Kind, int Index, int Number, NetworkAcl Other)[] steps) =>
        new(baseline, steps.Aggregate(baseline, Step));

    private static NetworkAcl Step(NetworkAcl acl, (int Kind, int Index, int Number, NetworkAcl Other) step)
    {
        var own = acl.Entries.Where(entry => !entry.IsDefault).ToList();
        var other = step.Other.Entries.Where(entry => !entry.IsDefault).ToList();
        var target = own.Count == 0 ? null : own[step.Index % own.Count];
        return step.Kind switch
        {
            0 when target is not null => acl.WithEntries(acl.Entries.Remove(target)),
            1 when other.Count > 0 => Added(acl, other[step.Index % other.Count] with { RuleNumber = step.Number }),
            2 when target is not null && other.Count > 0 => acl.WithEntries(
                acl.Entries.Replace(
                    target,
                    other[step.Index % other.Count] with
                    {
                        RuleNumber = target.RuleNumber,
                        Direction = target.Direction,
                    }
                )
            ),
            3 when target is not null => Added(
                acl.WithEntries(acl.Entries.Remove(target)),
                target with
                {
                    RuleNumber = step.Number,
                },
                orElse: acl
            ),
            _ => acl,
        };
    }

    private static NetworkAcl Added(NetworkAcl acl, NetworkAclEntry entry, NetworkAcl? orElse = null) =>
        AclGen.Own(acl, entry.Direction).Any(other => other.RuleNumber == entry.RuleNumber)
        || AclGen.Own(acl, entry.Direction).Count() >= NetworkAcl.DefaultEntryQuota
            ? orElse ?? acl
            : acl.WithEntries(acl.Entries.Add(entry));
}
