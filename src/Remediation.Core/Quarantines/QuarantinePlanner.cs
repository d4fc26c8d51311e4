using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Quarantines;

/// <summary>
/// Plans what cuts a workload off, resource by resource: the group of its VPC, each of its interfaces, and (hard) network ACLs. Pure,
/// and the same however often it is asked: what is done already is nothing to do.
/// </summary>
public static class QuarantinePlanner
{
    /// <summary>The groups that an interface was in, as a tag for whoever looks at it; the ledger has the whole state.</summary>
    public const string GroupsTag = "remediation:quarantined-from";

    /// <summary>The IAM actions that quarantine and release need, beside reading.</summary>
    public static ImmutableArray<string> Actions { get; } =
    [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateNetworkAclEntry",
        "ec2:CreateSecurityGroup",
        "ec2:CreateTags",
        "ec2:DeleteNetworkAclEntry",
        "ec2:DeleteTags",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
    ];

    private const string RuleDescription = "Allowed in quarantine by the policy";

    // A tag's value has room for 256 characters; an interface can be in sixteen groups.
    private const int MostInOneTag = 12;
    private const int MostRuleNumber = NetworkAclEntry.DefaultRuleNumber - 1;

    /// <summary>Whether a group is the engine's own and lets through exactly what the policy leaves to whoever is cut off.</summary>
    public static bool IsClosed(SecurityGroup group, QuarantinePolicy policy) =>
        IsolationGroup.IsEngines(group)
        && group.Unreadable.IsEmpty
        && group.Rules.Select(rule => rule.Key).ToHashSet().SetEquals(RulesOf(policy).Select(rule => rule.Key));

    /// <summary>What makes the group where the VPC has none. One of that name that the engine did not make is not touched.</summary>
    public static QuarantinePlanning ForGroup(IsolationGroup group)
    {
        if (group.Exists)
        {
            return group.IsOwn
                ? QuarantinePlanning.Nothing
                : QuarantinePlanning.Impossible(
                    $"{group.GroupId} in {group.Id.Id} is called {IsolationGroup.GroupName} and does not bear the tag "
                        + $"{IsolationGroup.OwnTag.Key}: somebody else made it, and what is in it is not known to be cut off. "
                        + "Rename or delete it, then ask again"
                );
        }
        var desired = group.Made();
        return QuarantinePlanning.Of(
            new()
            {
                Before = group,
                Desired = desired,
                Calls = group.CallsTo(desired).Calls,
                Targets = [],
            }
        );
    }

    /// <summary>What makes the group let through exactly what the policy leaves, whoever has changed it before.</summary>
    public static QuarantinePlanning ForRules(SecurityGroup group, QuarantinePolicy policy)
    {
        if (!IsolationGroup.IsEngines(group))
        {
            return QuarantinePlanning.Impossible($"{group.Id.Id} is not the engine's own group any more");
        }
        if (!group.Unreadable.IsEmpty)
        {
            return QuarantinePlanning.Impossible(
                $"{group.Id.Id} has rules that cannot be understood: {group.Unreadable[0]}"
            );
        }
        if (IsClosed(group, policy))
        {
            return QuarantinePlanning.Nothing;
        }
        var wanted = RulesOf(policy);
        var keys = wanted.Select(rule => rule.Key).ToHashSet();
        var kept = group.Rules.Where(rule => keys.Contains(rule.Key)).ToImmutableArray();
        var desired = group.WithRules([.. kept, .. wanted.Where(rule => kept.All(other => other.Key != rule.Key))]);
        return QuarantinePlanning.Of(
            new()
            {
                Before = group,
                Desired = desired,
                Calls = SecurityGroupDiff.Between(group, desired),
                Targets = [],
            }
        );
    }

    /// <summary>What moves an interface into the group, and nowhere else.</summary>
    /// <param name="state">One that is a workload's own.</param>
    /// <param name="groupId">The group of its VPC.</param>
    public static QuarantinePlanning ForInterface(ElasticInterface state, string groupId)
    {
        if (state.WhyShared is { } shared)
        {
            return QuarantinePlanning.Impossible($"{state.Id.Id} is not cut off: {shared}");
        }
        if (!state.Unreadable.IsEmpty)
        {
            return QuarantinePlanning.Impossible($"{state.Id.Id} cannot be understood: {state.Unreadable[0]}");
        }
        if (IsIn(state, groupId))
        {
            return QuarantinePlanning.Nothing;
        }
        // Where somebody has put another group beside this one since, those of before are still the ones to tell of.
        var isKept = state.GroupIds.Contains(groupId, StringComparer.Ordinal) && state.Tags.Any(IsGroups);
        var desired = state
            .WithTags(isKept ? state.Tags : state.Tags.Where(tag => !IsGroups(tag)).Concat(GroupTags(state.GroupIds)))
            .WithGroups([groupId], id => id == groupId ? IsolationGroup.GroupName : null);
        return Between(state, desired);
    }

    /// <summary>Whether the interface is in the group and in no other.</summary>
    public static bool IsIn(ElasticInterface state, string groupId) =>
        state.GroupIds.Length > 0 && state.GroupIds.All(id => id == groupId);

    /// <summary>Whether the tag is one that tells of the groups of before.</summary>
    public static bool IsGroups(Tag tag) =>
        tag.Key == GroupsTag || tag.Key.StartsWith(GroupsTag + "-", StringComparison.Ordinal);

    /// <summary>
    /// What denies addresses as the other side of whatever a network ACL decides on: the lowest numbers that are free, before anything
    /// that lets them through.
    /// </summary>
    public static QuarantinePlanning ForAcl(NetworkAcl acl, AddressSet addresses)
    {
        var entries = acl.Entries;
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
        {
            var (more, problem) = Denying(acl, direction, addresses);
            if (problem is not null)
            {
                return QuarantinePlanning.Impossible(problem);
            }
            entries = entries.AddRange(more);
        }
        if (entries.Length == acl.Entries.Length)
        {
            return QuarantinePlanning.Nothing;
        }
        var made = entries.RemoveRange(acl.Entries);
        return QuarantinePlanning.Of(
            new()
            {
                Before = acl,
                Desired = acl.WithEntries(entries),
                Calls = [.. made.Select(entry => NetworkAclCalls.Create(acl, entry))],
                Targets = [],
            }
        );
    }

    internal static QuarantinePlanning Between(ElasticInterface state, ElasticInterface desired)
    {
        var ordered = state.CallsTo(desired);
        return !ordered.IsPossible ? QuarantinePlanning.Impossible(ordered.Impossible)
            : ordered.Calls.IsEmpty ? QuarantinePlanning.Nothing
            : QuarantinePlanning.Of(
                new()
                {
                    Before = state,
                    Desired = desired,
                    Calls = ordered.Calls,
                    Targets = [],
                }
            );
    }

    private static (ImmutableArray<NetworkAclEntry> Entries, string? Problem) Denying(
        NetworkAcl acl,
        Direction direction,
        AddressSet addresses
    )
    {
        var word = direction == Direction.Ingress ? "ingress" : "egress";
        if (!acl.Unreadable.IsEmpty)
        {
            return ([], $"{acl.Id.Id} cannot be understood: {acl.Unreadable[0]}");
        }
        var open = acl.AllowedTraffic(direction).Within(addresses);
        var present = acl.EntriesOf(direction).Where(entry => !entry.IsDefault).ToList();
        var taken = present.Select(entry => entry.RuleNumber).ToHashSet();
        var made = ImmutableArray.CreateBuilder<NetworkAclEntry>();
        var next = 1;
        foreach (var cidr in open.Addresses.ToCidrs())
        {
            var limit = present
                .Where(entry => entry.Action == NetworkAclAction.Allow && AddressSet.Of(entry.Cidr).Overlaps(cidr))
                .Select(entry => entry.RuleNumber)
                .DefaultIfEmpty(MostRuleNumber)
                .Min();
            while (taken.Contains(next))
            {
                next++;
            }
            if (next >= limit)
            {
                return (
                    [],
                    $"{acl.Id.Id} has no free {word} number before {limit}, which lets {cidr} through; give that entry a higher number"
                );
            }
            made.Add(new(direction, next, NetworkAclAction.Deny, Service.All, cidr));
            taken.Add(next);
        }
        return present.Count + made.Count > NetworkAcl.DefaultEntryQuota
            ? (
                [],
                $"{acl.Id.Id} has {present.Count} {word} entries, and {made.Count} more do not fit: "
                    + $"{NetworkAcl.DefaultEntryQuota} are allowed"
            )
            : (made.DrainToImmutable(), null);
    }

    private static ImmutableArray<SecurityGroupRule> RulesOf(QuarantinePolicy policy) =>
        [.. Rules(Direction.Ingress, policy.Ingress), .. Rules(Direction.Egress, policy.Egress)];

    private static IEnumerable<SecurityGroupRule> Rules(Direction direction, TrafficSet traffic) =>
        traffic
            .ToRules()
            .Select(rule => new SecurityGroupRule(direction, rule.Service, new CidrPeer(rule.Cidr))
            {
                Description = RuleDescription,
            });

    private static IEnumerable<Tag> GroupTags(ImmutableArray<string> groups) =>
        groups
            .Chunk(MostInOneTag)
            .Select((ids, n) => new Tag(n == 0 ? GroupsTag : $"{GroupsTag}-{n + 1}", string.Join(' ', ids)));
}
