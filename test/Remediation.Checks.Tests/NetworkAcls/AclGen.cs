using CsCheck;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>Network ACLs and policies from a small vocabulary, so that entries meet, nest and swallow each other often.</summary>
internal static class AclGen
{
    private static readonly Gen<NetworkAclAction> Action = Gen.Frequency(
        (2, Gen.Const(NetworkAclAction.Allow)),
        (1, Gen.Const(NetworkAclAction.Deny))
    );

    private static readonly Gen<Service> Service = OneOf([
        .. new[]
        {
            "all",
            "tcp",
            "tcp/22",
            "tcp/20-25",
            "tcp/22-23",
            "tcp/3389",
            "tcp/1024-65535",
            "tcp/443",
            "tcp/0-65535",
            "udp",
            "udp/22",
            "icmp/8",
            "50",
        }.Select(Sample.ServiceOf),
    ]);

    private static readonly Gen<Cidr> Block = OneOf([
        .. new[]
        {
            "0.0.0.0/0",
            "0.0.0.0/0",
            "0.0.0.0/1",
            "128.0.0.0/1",
            "8.0.0.0/6",
            "10.0.0.0/8",
            "10.1.0.0/16",
            "127.0.0.0/8",
            "192.168.0.0/16",
            "203.0.112.0/22",
            "203.0.113.0/24",
            "203.0.113.7/32",
            "198.51.100.0/24",
            "::/0",
            "2000::/3",
            "2001:db8::/32",
            "2002::/16",
            "64:ff9b::/96",
            "fc00::/7",
        }.Select(text => Cidr.Parse(text).Value),
    ]);

    private static readonly Gen<int[]> Numbers = Gen.OneOf(
        Gen.Int[1, 14].Array[0, 9],
        Gen.Int[1, 9].Select(i => i * 100).Array[0, 9],
        Gen.Int[32755, 32766].Array[0, 6]
    );

    private static readonly Gen<string[]> Trusted = OneOf<string[]>(
        [],
        new[] { "203.0.113.0/24" },
        new[] { "203.0.113.0/24", "2001:db8::/48" },
        new[] { "128.0.0.0/2" }
    );

    public static Gen<NetworkAcl> Acl { get; } =
        Gen.Select(
            Entries(Direction.Ingress),
            Entries(Direction.Egress),
            (ingress, egress) => Sample.Acl().WithEntries([.. ingress, .. egress])
        );

    /// <summary>Policies that trust, and sometimes exempt, some sources.</summary>
    public static Gen<Policy> Policy(string check) =>
        Gen.Select(
            Trusted,
            Gen.Select(Service, Block).Array[0, 1],
            (trusted, exempted) =>
                Sample.Policy(trusted) with
                {
                    Exemptions = [.. exempted.Select(traffic => Exempt(check, traffic.Item1, traffic.Item2))],
                }
        );

    public static Exemption Exempt(string check, Service service, Cidr source) =>
        new("EX-1", check, Sample.AclId, new DateOnly(2027, 3, 31), "netsec@example.com", "vendor support, CHG-1")
        {
            Traffic = TrafficSet.Of(new TrafficRule(service, source)),
        };

    /// <summary>What a check's evidence takes away in one direction.</summary>
    public static TrafficSet Withdrawn(CheckEvaluation evaluation, Direction direction) =>
        evaluation
            .Result.Evidence.Select(evidence => (TrafficWithdrawal)evidence.Withdrawal!)
            .Where(withdrawal => withdrawal.Direction == direction)
            .Aggregate(TrafficSet.Empty, (all, withdrawal) => all.Union(withdrawal.Traffic));

    public static NetworkAcl Fixed(CheckEvaluation evaluation, ResourceState state)
    {
        var desired = evaluation.Check.Desired(state, evaluation.Context);
        Assert.True(desired.Exists, desired.Reason);
        return (NetworkAcl)desired.State;
    }

    public static IEnumerable<NetworkAclEntry> Own(NetworkAcl acl, Direction direction) =>
        acl.EntriesOf(direction).Where(entry => !entry.IsDefault);

    /// <summary>One direction's entries without those of AWS, as people read them.</summary>
    public static string[] Lines(NetworkAcl acl, Direction direction) =>
        [.. Own(acl, direction).Select(entry => entry.ToString())];

    private static Gen<NetworkAclEntry[]> Entries(Direction direction) =>
        from numbers in Numbers
        let distinct = numbers.Distinct().ToArray()
        from entries in Gen.Select(Action, Service, Block).Array[distinct.Length]
        select (NetworkAclEntry[])
            [
                .. entries.Zip(
                    distinct,
                    (entry, number) => new NetworkAclEntry(direction, number, entry.Item1, entry.Item2, entry.Item3)
                ),
                Last(direction, Cidr.AnyIPv4),
                Last(direction, Cidr.AnyIPv6),
            ];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static NetworkAclEntry Last(Direction direction, Cidr block) =>
        new(direction, NetworkAclEntry.DefaultRuleNumber, NetworkAclAction.Deny, Core.Traffic.Service.All, block);
}
