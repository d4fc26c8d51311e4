using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Testing;

/// <summary>States and contexts for tests, written as people say them: <c>in tcp/20-25 from 0.0.0.0/0 "oops"</c>.</summary>
public static class Sample
{
    public const string Account = "123456789012";
    public const string Region = "us-east-1";
    public const string GroupId = "sg-0a1b2c3d4e5f60718";
    public const string AclId = "acl-0a1b2c3d4e5f60718";

    public static DateTimeOffset Now { get; } = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static SecurityGroup Group(params string[] rules) => NamedGroup(GroupId, "app-servers", rules);

    public static SecurityGroup NamedGroup(string id, string name, params string[] rules) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, id, Account, Region),
            Name = name,
            VpcId = "vpc-0d4f",
            Rules =
            [
                .. rules.Select(
                    (rule, i) =>
                        Rule(rule) with
                        {
                            RuleId = string.Create(CultureInfo.InvariantCulture, $"sgr-{i + 1:D4}"),
                        }
                ),
            ],
        };

    public static NetworkAcl Acl(params string[] entries) =>
        new NetworkAcl
        {
            Id = new(ResourceTypes.NetworkAcl, AclId, Account, Region),
            VpcId = "vpc-0d4f",
            Associations = [new("aclassoc-1", "subnet-1")],
        }.WithEntries(entries.Select(Entry));

    /// <summary>Reads <c>in|out SERVICE from|to PEER "description"</c>; the peer is a CIDR, pl-... or sg-....</summary>
    public static SecurityGroupRule Rule(string text)
    {
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        var parts = (quote < 0 ? text : text[..quote]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(DirectionOf(parts[0]), ServiceOf(parts[1]), PeerOf(parts[3]))
        {
            Description = quote < 0 ? null : text[(quote + 1)..].TrimEnd('"'),
        };
    }

    /// <summary>Reads <c>in|out NUMBER allow|deny SERVICE from|to CIDR</c>.</summary>
    public static NetworkAclEntry Entry(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(
            DirectionOf(parts[0]),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2] == "allow" ? NetworkAclAction.Allow : NetworkAclAction.Deny,
            ServiceOf(parts[3]),
            Cidr.Parse(parts[5]).Value
        );
    }

    /// <summary>Reads <c>all</c>, <c>tcp</c>, <c>tcp/22</c>, <c>tcp/20-25</c>, <c>icmp/8</c> (a type), <c>50</c> (a protocol).</summary>
    public static Service ServiceOf(string text)
    {
        var parts = text.Split('/', '-');
        if (text == "-1" || !IpProtocol.TryParse(parts[0], out var protocol))
        {
            return Service.All;
        }
        var from = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : -1;
        var to = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : from;
        return Service.FromPermission(protocol, from, protocol.IsIcmp ? -1 : to).Value;
    }

    public static AddressSet Addresses(params string[] cidrs) =>
        AddressSet.Of(cidrs.Select(text => Cidr.Parse(text).Value));

    /// <summary>A policy that says nothing but what is given.</summary>
    public static Policy Policy(
        string[]? trusted = null,
        (string Check, CheckSettings Settings)[]? checks = null,
        EnforcementMode mode = EnforcementMode.Enforce
    ) =>
        new()
        {
            Name = "test",
            Sha256 = "0",
            Mode = mode,
            TrustedSources = Addresses(trusted ?? []),
            Checks = (checks ?? []).ToImmutableSortedDictionary(
                check => check.Check,
                check => check.Settings,
                StringComparer.Ordinal
            ),
        };

    /// <summary>Surroundings with prefix lists, each as its id and its CIDR blocks.</summary>
    public static Surroundings PrefixLists(params (string Id, string[] Cidrs)[] lists) =>
        new()
        {
            PrefixLists = lists.ToImmutableDictionary(
                list => list.Id,
                list =>
                    Fact<PrefixList>.Known(new(list.Id, "list", [.. list.Cidrs.Select(text => Cidr.Parse(text).Value)]))
            ),
        };

    /// <summary>One check's evaluation under a policy.</summary>
    public static CheckEvaluation Evaluate(
        Check check,
        ResourceState state,
        Policy policy,
        Surroundings? surroundings = null
    ) => new PolicyEvaluator(policy, [check]).Evaluate(state, surroundings ?? Surroundings.Unknown, Now).Single();

    private static Direction DirectionOf(string text) => text == "in" ? Direction.Ingress : Direction.Egress;

    private static Peer PeerOf(string text) =>
        text.StartsWith("pl-", StringComparison.Ordinal) ? new PrefixListPeer(text)
        : text.StartsWith("sg-", StringComparison.Ordinal) ? new SecurityGroupPeer(text)
        : new CidrPeer(Cidr.Parse(text).Value);
}
