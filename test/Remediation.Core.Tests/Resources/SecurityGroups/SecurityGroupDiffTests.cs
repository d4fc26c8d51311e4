using CsCheck;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing.Generators;

namespace Remediation.Core.Tests.Resources.SecurityGroups;

public sealed class SecurityGroupDiffTests
{
    [Fact]
    public void Between_EqualStates_IsEmpty() =>
        SecurityGroupGen.One.Sample(group => SecurityGroupDiff.Between(group, group).IsEmpty);

    [Fact]
    public void Between_AppliedToTheFirst_GivesTheSecond() =>
        SecurityGroupGen.Pair.Sample(pair =>
        {
            var (before, after) = pair;
            Assert.Equal(Content(after), Content(ApplyAll(before, SecurityGroupDiff.Between(before, after))));
        });

    [Fact]
    public void Between_SwappedArguments_Undoes() =>
        SecurityGroupGen.Pair.Sample(pair =>
        {
            var applied = ApplyAll(pair.Before, SecurityGroupDiff.Between(pair.Before, pair.After));
            var undone = ApplyAll(applied, SecurityGroupDiff.Between(applied, pair.Before));
            Assert.Equal(Content(pair.Before), Content(undone));
        });

    [Fact]
    public void Between_AnyPrefixOfTheCalls_CutsNothingThatBothAllowAndAddsNothingThatNeitherDoes() =>
        SecurityGroupGen.Pair.Sample(pair =>
        {
            var (state, after) = pair;
            var before = Keys(state);
            foreach (var call in SecurityGroupDiff.Between(state, after))
            {
                state = Apply(state, call);
                Assert.Subset(before.Concat(Keys(after)).ToHashSet(), Keys(state));
                var least = Allowed(pair.Before).Intersect(Allowed(after));
                Assert.True(least.IsSubsetOf(Allowed(state)), $"{call} cuts what stays");
            }
        });

    [Fact]
    public void Between_TightQuota_NeverPassesIt() =>
        SecurityGroupGen.Pair.Sample(pair =>
        {
            var (state, after) = pair;
            var quota = new[] { state, after }
                .SelectMany(group => new[] { Used(group, Direction.Ingress), Used(group, Direction.Egress) })
                .Max();
            foreach (var call in SecurityGroupDiff.Between(state, after, quota))
            {
                state = Apply(state, call, quota);
                Assert.True(Math.Max(Used(state, Direction.Ingress), Used(state, Direction.Egress)) <= quota);
            }
            Assert.Equal(Content(after), Content(state));
        });

    [Fact]
    public void Between_RuleOfAGroupedPermissionNarrowed_AuthorizesTheRestThenRevokesItById()
    {
        var current = Group(
            Tcp(20, 25, "0.0.0.0/0") with
            {
                RuleId = "sgr-0f12",
                Description = "oops",
            },
            Tcp(20, 25, "10.0.0.0/8") with
            {
                RuleId = "sgr-0f13",
                Description = "corp transfer",
            }
        );
        var desired = current.WithRules([
            Tcp(20, 21, "0.0.0.0/0") with
            {
                Description = "oops",
            },
            Tcp(23, 25, "0.0.0.0/0") with
            {
                Description = "oops",
            },
            current.Rules[1],
        ]);

        var calls = SecurityGroupDiff.Between(current, desired);

        Assert.Equal(
            [
                "authorize ingress tcp/20-21, tcp/23-25 from 0.0.0.0/0 \"oops\"",
                "revoke sgr-0f12 tcp/20-25 from 0.0.0.0/0",
            ],
            calls.Select(call => call.Summary)
        );
        Assert.Equal(
            """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"tcp","FromPort":20,"ToPort":21,"IpRanges":[{"Description":"oops","CidrIp":"0.0.0.0/0"}]},{"IpProtocol":"tcp","FromPort":23,"ToPort":25,"IpRanges":[{"Description":"oops","CidrIp":"0.0.0.0/0"}]}]}""",
            calls[0].ParametersJson
        );
        Assert.Equal("""{"GroupId":"sg-0a1b2c3d","SecurityGroupRuleIds":["sgr-0f12"]}""", calls[1].ParametersJson);
        Assert.Equal([ApiCallEffect.Adds, ApiCallEffect.Removes], calls.Select(call => call.Effect));
    }

    [Fact]
    public void Between_RuleWithoutId_RevokesExactlyTheOneRangeInItsOwnText()
    {
        var current = Group(
            new SecurityGroupRule(
                Direction.Ingress,
                Service.Of(IpProtocol.Tcp, 22, 22),
                new CidrPeer(Cidr.AnyIPv4) { Text = "208.236.235.254/0" }
            ),
            Tcp(22, 22, "10.0.0.0/8")
        );

        var call = Assert.Single(SecurityGroupDiff.Between(current, current.WithRules([current.Rules[1]])));

        Assert.Equal(
            """{"GroupId":"sg-0a1b2c3d","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"208.236.235.254/0"}]}]}""",
            call.ParametersJson
        );
    }

    [Fact]
    public void Between_OnlyDescriptionDiffers_UpdatesItAndKeepsTheRule()
    {
        var current = Group(Tcp(443, 443, "0.0.0.0/0") with { RuleId = "sgr-1", Description = "old" });

        var call = Assert.Single(
            SecurityGroupDiff.Between(current, current.WithRules([current.Rules[0] with { Description = "new" }]))
        );

        Assert.Equal("UpdateSecurityGroupRuleDescriptionsIngress", call.Operation);
        Assert.Equal("describe tcp/443 from 0.0.0.0/0 \"new\"", call.Summary);
        Assert.Equal("sgr-1", Apply(current, call).Rules[0].RuleId);
    }

    [Fact]
    public void Between_NewRulesDoNotFitBesideTheOld_RevokesFirst()
    {
        var current = Group([.. Enumerable.Range(1, 60).Select(port => Tcp(port, port, "10.0.0.0/8"))]);
        var desired = current.WithRules([.. current.Rules.Skip(1), Tcp(99, 99, "10.0.0.0/8")]);

        var operations = SecurityGroupDiff.Between(current, desired).Select(call => call.Operation);

        Assert.Equal(["RevokeSecurityGroupIngress", "AuthorizeSecurityGroupIngress"], operations);
    }

    internal static SecurityGroup Group(params SecurityGroupRule[] rules) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, "sg-0a1b2c3d", "123456789012", "us-east-1"),
            Name = "app-servers",
            Rules = [.. rules],
        };

    internal static SecurityGroupRule Tcp(int first, int last, string cidr) =>
        new(Direction.Ingress, Service.Of(IpProtocol.Tcp, first, last), new CidrPeer(Cidr.Parse(cidr).Value));

    private static SecurityGroup Apply(SecurityGroup group, ApiCall call, int quota = 1000)
    {
        var applied = SecurityGroupCalls.Apply(group, call, quota);
        Assert.True(applied.IsSuccess, $"{call} was refused: {applied.Error}");
        return applied.State;
    }

    private static SecurityGroup ApplyAll(SecurityGroup group, IEnumerable<ApiCall> calls) =>
        calls.Aggregate(group, (state, call) => Apply(state, call));

    private static string[] Content(SecurityGroup group) =>
        [
            .. group
                .Rules.Select(rule => $"{rule.Direction} {rule} {rule.Description} {string.Join(',', rule.Tags)}")
                .Order(StringComparer.Ordinal),
        ];

    private static HashSet<(Direction, Service, Peer)> Keys(SecurityGroup group) =>
        [.. group.Rules.Select(rule => rule.Key)];

    private static TrafficSet Allowed(SecurityGroup group) =>
        group
            .Rules.Where(rule => rule.Direction == Direction.Ingress)
            .Select(rule =>
                rule.Peer is CidrPeer peer ? TrafficSet.Of(rule.Service, AddressSet.Of(peer.Cidr)) : TrafficSet.Empty
            )
            .Aggregate(TrafficSet.Empty, (all, one) => all.Union(one));

    private static int Used(SecurityGroup group, Direction direction) => RuleQuota.Used(group.Rules, direction);
}
