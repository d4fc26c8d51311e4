using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Remediation.Core.Quarantines;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Core.Tests.Quarantines;

public sealed class QuarantinePlannerTests
{
    // Whatever stands in an ACL: either the addresses are denied and nothing else changes, or it says why not.
    [Fact]
    public void ForAcl_AnyEntries_DeniesExactlyTheAddresses()
    {
        string[] blocks = ["10.0.0.0/8", "10.1.0.0/16", "10.1.0.10/32", "0.0.0.0/0", "192.0.2.0/24"];
        var cidrs = Gen.Int[0, blocks.Length - 1].Select(at => blocks[at]);
        var entry = Gen.Select(
            Gen.Bool,
            Gen.Int[1, 12],
            Gen.Bool,
            cidrs,
            (isIngress, number, isAllow, cidr) =>
                new NetworkAclEntry(
                    isIngress ? Direction.Ingress : Direction.Egress,
                    number,
                    isAllow ? NetworkAclAction.Allow : NetworkAclAction.Deny,
                    Service.All,
                    Cidr.Parse(cidr).Value
                )
        );
        entry
            .Array[0, 14]
            .Sample(entries =>
            {
                var acl = Sample.Acl().WithEntries(entries.DistinctBy(item => (item.Direction, item.RuleNumber)));
                var addresses = Sample.Addresses("10.1.0.10/32");

                var planning = QuarantinePlanner.ForAcl(acl, addresses);

                if (planning.Problem is not null)
                {
                    Assert.Contains("no free", planning.Problem, StringComparison.Ordinal);
                    return;
                }
                var after = (NetworkAcl?)planning.Plan?.Desired ?? acl;
                foreach (var direction in new[] { Direction.Ingress, Direction.Egress })
                {
                    var was = acl.AllowedTraffic(direction);
                    Assert.Equal(was.Except(was.Within(addresses)), after.AllowedTraffic(direction));
                }
                Assert.Null(QuarantinePlanner.ForAcl(after, addresses).Plan);
            });
    }

    [Fact]
    public void ForAcl_BeyondTheQuota_SaysSo()
    {
        var entries = Enumerable
            .Range(100, NetworkAcl.DefaultEntryQuota)
            .Select(number =>
                Sample.Entry(string.Create(CultureInfo.InvariantCulture, $"in {number} allow all from 0.0.0.0/0"))
            )
            .ToArray();

        var planning = QuarantinePlanner.ForAcl(Sample.Acl().WithEntries(entries), Sample.Addresses("10.1.0.10/32"));

        Assert.Contains("do not fit", planning.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"RequesterManaged":true,"RequesterId":"amazon-elb","Description":"ELB app/front/1"}""",
        "amazon-elb"
    )]
    [InlineData("""{"RequesterManaged":false,"InterfaceType":"nat_gateway"}""", "nat_gateway")]
    [InlineData("""{"RequesterManaged":false,"InterfaceType":"lambda"}""", "lambda")]
    [InlineData("""{"RequesterManaged":false,"InterfaceType":"vpc_endpoint"}""", "vpc_endpoint")]
    [InlineData("""{"RequesterManaged":false,"InterfaceType":"trunk"}""", "trunk")]
    [InlineData("""{"RequesterManaged":false,"Operator":{"Managed":true,"Principal":"eks.amazonaws.com"}}""", "eks")]
    [InlineData("""{"RequesterManaged":false,"TagSet":[{"Key":"aws:eks:cluster-name","Value":"c"}]}""", "EKS")]
    [InlineData("""{"RequesterManaged":false,"Attachment":{"InstanceOwnerId":"amazon-rds"}}""", "amazon-rds")]
    [InlineData("""{"RequesterManaged":false,"Attachment":{"InstanceOwnerId":"123456789012"}}""", "no instance")]
    [InlineData("{}", "not known")]
    public void ForInterface_OfAServiceOrShared_IsRefused(string members, string why)
    {
        var planning = QuarantinePlanner.ForInterface(Interface(members), "sg-0f");

        Assert.Null(planning.Plan);
        Assert.Contains(why, planning.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"RequesterManaged":false}""")]
    [InlineData("""{"RequesterManaged":false,"InterfaceType":"efa"}""")]
    [InlineData("""{"RequesterManaged":false,"Attachment":{"InstanceId":"i-1","InstanceOwnerId":"123456789012"}}""")]
    public void ForInterface_OfAWorkload_TagsItAndMovesIt(string members)
    {
        var planning = QuarantinePlanner.ForInterface(Interface(members), "sg-0f");

        Assert.Null(planning.Problem);
        Assert.Equal(["CreateTags", "ModifyNetworkInterfaceAttribute"], planning.Plan!.Calls.Select(c => c.Operation));
        Assert.All(planning.Plan.Calls, call => Assert.Contains(call.IamAction, QuarantinePlanner.Actions));
    }

    [Fact]
    public void ForInterface_InSixteenGroups_TellsOfAllInTagsThatAwsTakes()
    {
        var ids = Enumerable.Range(0, 16).Select(n => $"sg-{n:x17}").ToArray();
        var groups = string.Join(',', ids.Select(id => $$"""{"GroupId":"{{id}}"}"""));

        var planning = QuarantinePlanner.ForInterface(
            Interface($$"""{"RequesterManaged":false,"Groups":[{{groups}}]}"""),
            "sg-0f"
        );

        var tags = planning.Plan!.Desired.Tags;
        Assert.All(tags, tag => Assert.InRange(tag.Value.Length, 1, 256));
        Assert.Equal(ids, tags.SelectMany(tag => tag.Value.Split(' ')));
    }

    [Fact]
    public void IsClosed_OnlyWithNameTagAndExactRules()
    {
        var group = Sample.NamedGroup("sg-0f", IsolationGroup.GroupName);

        Assert.False(QuarantinePlanner.IsClosed(group, new()));
        var own = IsolationGroup.Of("vpc-1", [], "123456789012", "us-east-1").AsPlanned();
        Assert.False(QuarantinePlanner.IsClosed(own, new()));
        Assert.True(QuarantinePlanner.IsClosed(own.WithRules([]), new()));
        Assert.False(QuarantinePlanner.IsClosed(own.WithRules([Sample.Rule("in tcp/22 from 10.0.0.0/8")]), new()));
    }

    // What the members do not say is as a plain interface has it, but whether a service manages it.
    private static ElasticInterface Interface(string members)
    {
        var element = (JsonObject)
            JsonNode.Parse("""{"NetworkInterfaceId":"eni-1","OwnerId":"123456789012","VpcId":"vpc-1"}""")!;
        element["Groups"] = new JsonArray(new JsonObject { ["GroupId"] = "sg-1" });
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(members)!)
        {
            element[name] = value?.DeepClone();
        }
        using var document = JsonDocument.Parse(element.ToJsonString());
        return ElasticInterface.Parse(document.RootElement, "123456789012", "us-east-1").Value;
    }
}
