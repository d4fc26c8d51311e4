using System.Collections.Immutable;
using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Testing.Generators;

/// <summary>
/// Security groups as they are met: rules of mixed peers with or without descriptions, and either all with ids (and some with
/// tags) as DescribeSecurityGroupRules gives them, or none as DescribeSecurityGroups does.
/// </summary>
public static class SecurityGroupGen
{
    private static readonly Gen<Peer> Peer = Gen.Frequency<Peer>(
        (6, TrafficGen.Cidr.Select(Peer (cidr) => new CidrPeer(cidr))),
        (
            1,
            Gen.OneOf("sg-0aaaaaaaaaaaaaaa1", "sg-0aaaaaaaaaaaaaaa2", "sg-0bbbbbbbbbbbbbbb1")
                .Select(Peer (id) => new SecurityGroupPeer(id) { UserId = "123456789012" })
        ),
        (1, Gen.OneOf("pl-0ccccccccccccccc1", "pl-0ccccccccccccccc2").Select(Peer (id) => new PrefixListPeer(id)))
    );

    private static readonly Gen<string?> Description = Gen.OneOf<string?>(
        null,
        null,
        "office",
        "partner \"north\" \\ Zürich",
        "legacy"
    );

    private static readonly Gen<ImmutableArray<Tag>> Tags = Gen.Frequency<ImmutableArray<Tag>>(
        (3, Gen.Const(ImmutableArray<Tag>.Empty)),
        (1, Gen.Const<ImmutableArray<Tag>>([new("Owner", "net")])),
        (1, Gen.Const<ImmutableArray<Tag>>([new("Owner", "web"), new("Ticket", "C-17")]))
    );

    /// <summary>One rule without id and tags.</summary>
    public static Gen<SecurityGroupRule> Rule { get; } =
        Gen.Select(
            TrafficGen.Direction,
            TrafficGen.Service,
            Peer,
            Description,
            (direction, service, peer, description) =>
                new SecurityGroupRule(direction, service, peer) { Description = description }
        );

    /// <summary>A group with up to a dozen rules.</summary>
    public static Gen<SecurityGroup> One { get; } =
        Gen.Select(Rule.Array[0, 12], Tags.Array[12], Gen.Bool, (rules, tags, withIds) => Group(rules, tags, withIds));

    /// <summary>Two states of one group: the second is the first with rules taken away, changed and added.</summary>
    public static Gen<(SecurityGroup Before, SecurityGroup After)> Pair { get; } =
        Gen.Select(
            One,
            Gen.Int[0, 5].Array[12],
            Description.Array[12],
            Rule.Array[0, 4],
            (before, actions, descriptions, added) => (before, Change(before, actions, descriptions, added))
        );

    private static SecurityGroup Group(SecurityGroupRule[] rules, ImmutableArray<Tag>[] tags, bool withIds) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, "sg-0123456789abcdef0", "123456789012", "us-east-1"),
            Name = "generated",
            VpcId = "vpc-0123456789abcdef0",
            Rules =
            [
                .. rules
                    .DistinctBy(rule => rule.Key)
                    .Select(
                        (rule, index) => withIds ? rule with { RuleId = $"sgr-0{index:x16}", Tags = tags[index] } : rule
                    ),
            ],
        };

    private static SecurityGroup Change(
        SecurityGroup before,
        int[] actions,
        string?[] descriptions,
        SecurityGroupRule[] added
    )
    {
        var kept = before
            .Rules.Select((rule, index) => (rule, index))
            .Where(item => actions[item.index] > 1)
            .Select(item =>
                actions[item.index] == 2 ? item.rule with { Description = descriptions[item.index] } : item.rule
            )
            .Select((rule, index) => rule.RuleId is not null && index % 4 == 3 ? rule with { Tags = [] } : rule);
        return before.WithRules([.. kept.Concat(added).DistinctBy(rule => rule.Key)]);
    }
}
