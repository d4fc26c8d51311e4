using CsCheck;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>A network ACL that was compliant, and what some steps made of it that anyone with the permissions can take.</summary>
internal sealed record AclWalk(NetworkAcl Baseline, NetworkAcl Now)
{
    public static Gen<AclWalk> Any { get; } =
        from baseline in AclGen.Acl
        from steps in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[1, 14], AclGen.Acl).Array[0, 5]
        select Of(baseline, steps);

    /// <summary>From ACLs whose inbound entries are as many as the quota allows.</summary>
    public static Gen<AclWalk> AtQuota { get; } =
        from acls in AclGen.Acl.Array[8]
        let full = Full(acls)
        from steps in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[1, 25], AclGen.Acl).Array[1, 3]
        select Of(full, [.. steps.Select(step => (step.Item1, step.Item2, step.Item3 * 100, step.Item4))]);

    private static NetworkAcl Full(NetworkAcl[] acls)
    {
        var entries = acls.SelectMany(acl => AclGen.Own(acl, Core.Traffic.Direction.Ingress))
            .Take(NetworkAcl.DefaultEntryQuota)
            .Select((entry, i) => entry with { RuleNumber = (i + 1) * 100 });
        return Sample.Acl().WithEntries(entries);
    }

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
