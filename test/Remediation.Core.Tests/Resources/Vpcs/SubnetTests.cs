using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Core.Tests.Resources.Vpcs;

public sealed class SubnetTests
{
    private const string Json = """
        { "SubnetId": "subnet-0a1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "OwnerId": "111122223333",
          "SubnetArn": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1", "MapPublicIpOnLaunch": true,
          "AssignIpv6AddressOnCreation": true, "AvailabilityZone": "eu-central-1a", "NotYetKnown": { "Deep": [1, 2] },
          "Ipv6CidrBlockAssociationSet": [
            { "Ipv6CidrBlock": "2001:db8:1:1::/64", "Ipv6CidrBlockState": { "State": "associated" } },
            { "Ipv6CidrBlock": "2001:db8:1:2::/64", "Ipv6CidrBlockState": { "State": "disassociated" } }],
          "Tags": [{ "Key": "Name", "Value": "app-a" }, { "Key": "Layer", "Value": "App" }] }
        """;

    [Fact]
    public void Parse_Whole_TellsAll()
    {
        var subnet = Read(Json);

        Assert.Equal(new(ResourceTypes.Subnet, "subnet-0a1", "111122223333", "eu-central-1"), subnet.Id);
        Assert.Equal(("app-a", "vpc-1", "eu-central-1a"), (subnet.Name, subnet.VpcId, subnet.AvailabilityZone));
        Assert.True(subnet.MapPublicIpOnLaunch);
        Assert.Equal(["10.0.1.0/24", "2001:db8:1:1::/64"], subnet.CidrBlocks.Select(block => block.ToString()));
        Assert.Equal("App", subnet.Tags.Single(tag => tag.Key == "Layer").Value);
        Assert.Empty(subnet.Unreadable);
    }

    [Fact]
    public void Parse_WithoutId_Fails() =>
        Assert.Equal("a subnet has no SubnetId", Subnet.Parse(Element("{}"), "", "").Error);

    [Theory]
    [InlineData(
        """{ "SubnetId": "subnet-1", "CidrBlock": "10.0.0.300/24" }""",
        "its block '10.0.0.300/24' is no CIDR block"
    )]
    [InlineData(
        """{ "SubnetId": "subnet-1", "MapPublicIpOnLaunch": "perhaps" }""",
        "its MapPublicIpOnLaunch is neither true nor false"
    )]
    public void Parse_WhatCannotBeUnderstood_IsTold(string json, string problem) =>
        Assert.Equal(problem, Assert.Single(Read(json).Unreadable));

    [Fact]
    public void CallsTo_BothSwitches_IsOneCallEachThatLeadsThere()
    {
        var subnet = Read(Json);
        var desired = subnet.WithMapPublicIpOnLaunch(false).WithAssignIpv6AddressOnCreation(false);

        var calls = subnet.CallsTo(desired);
        ResourceState after = subnet;
        foreach (var call in calls.Calls)
        {
            after = ((DocumentState)after).Apply(call).State!;
        }

        Assert.Equal(
            [
                """{"SubnetId":"subnet-0a1","AssignIpv6AddressOnCreation":{"Value":false}}""",
                """{"SubnetId":"subnet-0a1","MapPublicIpOnLaunch":{"Value":false}}""",
            ],
            calls.Calls.Select(call => call.ParametersJson).Order(StringComparer.Ordinal)
        );
        Assert.Equal(desired.Fingerprint, after.Fingerprint);
        Assert.Contains("NotYetKnown", ((Subnet)after).Parts[Subnet.DescribeSubnets].Text, StringComparison.Ordinal);
        Assert.Empty(subnet.CallsTo(subnet).Calls);
    }

    [Fact]
    public void CallsTo_OtherBlock_IsImpossible() =>
        Assert.Contains("CidrBlock", Read(Json).CallsTo(Read(Json.Replace("10.0.1.0", "10.0.9.0"))).Impossible);

    [Fact]
    public void ChangesSince_SwitchedOn_IsWeakerAndNamesThePlace()
    {
        var before = Read(Json).WithMapPublicIpOnLaunch(false);

        var change = Assert.Single(Read(Json).ChangesSince(before)!);

        Assert.Equal(ChangeEffect.Weaker, change.Effect);
        Assert.Equal([before.PathOf("MapPublicIpOnLaunch")], change.Paths);
        Assert.Equal(ChangeEffect.Stronger, Assert.Single(before.ChangesSince(Read(Json))!).Effect);
    }

    private static Subnet Read(string json) => Subnet.Parse(Element(json), "", "").Value;

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
