using CsCheck;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing.Generators;

namespace Remediation.Core.Tests.Resources.NetworkAcls;

public sealed class NetworkAclDiffTests
{
    private static readonly Direction[] Directions = [Direction.Ingress, Direction.Egress];

    [Fact]
    public void Between_EqualStates_IsEmpty() =>
        NetworkAclGen.One.Sample(acl =>
        {
            var ordered = NetworkAclDiff.Between(acl, acl);
            return ordered.IsPossible && ordered.Calls.IsEmpty;
        });

    [Fact]
    public void Between_AppliedToTheFirst_GivesTheSecondAndSwappedUndoes() =>
        NetworkAclGen.Pair.Sample(pair =>
        {
            var (before, after) = pair;
            var applied = ApplyAll(before, Calls(before, after));
            Assert.Equal(after.Entries.AsEnumerable(), applied.Entries);
            Assert.Equal(before.Entries.AsEnumerable(), ApplyAll(applied, Calls(applied, before)).Entries);
        });

    [Fact]
    public void Between_AnyPrefixOfTheCalls_LetsNothingThroughThatNeitherStateDoesAndKeepsTheQuota() =>
        NetworkAclGen.Pair.Sample(
            pair =>
            {
                var (state, after) = pair;
                var quota = Directions.Max(direction => Math.Max(Own(state, direction), Own(after, direction)));
                var ordered = NetworkAclDiff.Between(state, after, quota);
                if (!ordered.IsPossible)
                {
                    Assert.Contains($"within {quota} entries", ordered.Impossible, StringComparison.Ordinal);
                    return;
                }
                foreach (var call in ordered.Calls)
                {
                    state = Apply(state, call, quota);
                    Assert.All(
                        Directions,
                        direction =>
                        {
                            var most = pair.Before.AllowedTraffic(direction).Union(after.AllowedTraffic(direction));
                            Assert.True(state.AllowedTraffic(direction).IsSubsetOf(most), $"{call} opens more");
                            Assert.True(Own(state, direction) <= quota, $"{call} passes the quota");
                        }
                    );
                }
                Assert.Equal(after.Entries.AsEnumerable(), state.Entries);
            },
            iter: 400
        );

    [Fact]
    public void Between_DenyPutBeforeAnAllow_IsOneCreate()
    {
        var before = Acl("100 allow all 0.0.0.0/0");
        var after = Acl("90 deny 22 0.0.0.0/0", "100 allow all 0.0.0.0/0");

        var call = Assert.Single(Calls(before, after));

        Assert.Equal("create ingress entry 90 deny tcp/22 from 0.0.0.0/0", call.Summary);
        Assert.Equal(
            """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":90,"Protocol":"6","RuleAction":"deny","CidrBlock":"0.0.0.0/0","PortRange":{"From":22,"To":22}}""",
            call.ParametersJson
        );
    }

    [Fact]
    public void Between_DenyMovedToAnotherNumber_IsCreatedBeforeTheOldIsDeleted()
    {
        var before = Acl("90 deny 22 0.0.0.0/0", "100 allow all 0.0.0.0/0");
        var after = Acl("95 deny 22 0.0.0.0/0", "100 allow all 0.0.0.0/0");

        Assert.Equal(
            [
                "create ingress entry 95 deny tcp/22 from 0.0.0.0/0",
                "delete ingress entry 90 deny tcp/22 from 0.0.0.0/0",
            ],
            Calls(before, after).Select(call => call.Summary)
        );
    }

    [Fact]
    public void Between_AtTheQuota_DeletesWhatIsSafeToDeleteFirst()
    {
        var before = Acl("100 allow 443 0.0.0.0/0", "110 allow 80 0.0.0.0/0");
        var after = Acl("100 allow 443 0.0.0.0/0", "105 allow 8080 0.0.0.0/0");

        var ordered = NetworkAclDiff.Between(before, after, quota: 2);

        Assert.Equal(["DeleteNetworkAclEntry", "CreateNetworkAclEntry"], ordered.Calls.Select(call => call.Operation));
    }

    [Fact]
    public void Between_DeniesSwapNumbers_GuardsTheWhileAndCutsNothing()
    {
        var before = Acl("100 deny 22 0.0.0.0/0", "110 deny 23 0.0.0.0/0", "200 allow all 0.0.0.0/0");
        var after = Acl("100 deny 23 0.0.0.0/0", "110 deny 22 0.0.0.0/0", "200 allow all 0.0.0.0/0");

        var state = before;
        foreach (var call in Calls(before, after))
        {
            state = Apply(state, call);
            Assert.Equal(before.AllowedTraffic(Direction.Ingress), state.AllowedTraffic(Direction.Ingress));
        }

        Assert.Equal(after.Entries.AsEnumerable(), state.Entries);
    }

    [Fact]
    public void Between_NoRoomForAnySafeOrder_TellsWhy()
    {
        var before = Acl("100 deny 22 0.0.0.0/0", "110 deny 23 0.0.0.0/0", "200 allow all 0.0.0.0/0");
        var after = Acl("100 deny 23 0.0.0.0/0", "110 deny 22 0.0.0.0/0", "200 allow all 0.0.0.0/0");

        var ordered = NetworkAclDiff.Between(before, after, quota: 3);

        Assert.False(ordered.IsPossible);
        Assert.Empty(ordered.Calls);
        Assert.Contains("ingress entries", ordered.Impossible, StringComparison.Ordinal);
        Assert.Contains("within 3 entries", ordered.Impossible, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_WantedStatePassesTheQuota_TellsWhy()
    {
        var wanted = Acl("1 deny 1 0.0.0.0/0", "2 deny 2 0.0.0.0/0");

        Assert.False(NetworkAclDiff.Between(Acl(), wanted, quota: 1).IsPossible);
        Assert.True(NetworkAclDiff.Between(Acl(), wanted, quota: 2).IsPossible);
    }

    internal static NetworkAcl Acl(params string[] entries) =>
        new()
        {
            Id = new(ResourceTypes.NetworkAcl, "acl-1", "123456789012", "us-east-1"),
            Entries = [.. entries.Select(Entry)],
        };

    private static NetworkAclEntry Entry(string text)
    {
        var parts = text.Split(' ');
        var service =
            parts[2] == "all" ? Service.All : Service.Of(IpProtocol.Tcp, int.Parse(parts[2]), int.Parse(parts[2]));
        var action = parts[1] == "allow" ? NetworkAclAction.Allow : NetworkAclAction.Deny;
        return new(Direction.Ingress, int.Parse(parts[0]), action, service, Cidr.Parse(parts[3]).Value);
    }

    private static IEnumerable<ApiCall> Calls(NetworkAcl before, NetworkAcl after)
    {
        var ordered = NetworkAclDiff.Between(before, after);
        Assert.True(ordered.IsPossible, ordered.Impossible);
        return ordered.Calls;
    }

    private static NetworkAcl Apply(NetworkAcl acl, ApiCall call, int quota = NetworkAcl.DefaultEntryQuota)
    {
        var applied = NetworkAclCalls.Apply(acl, call, quota);
        Assert.True(applied.IsSuccess, $"{call} was refused: {applied.Error}");
        return applied.State;
    }

    private static NetworkAcl ApplyAll(NetworkAcl acl, IEnumerable<ApiCall> calls) =>
        calls.Aggregate(acl, (state, call) => Apply(state, call));

    private static int Own(NetworkAcl acl, Direction direction) =>
        acl.EntriesOf(direction).Count(entry => !entry.IsDefault);
}
