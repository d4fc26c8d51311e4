using System.Text.Json;
using Remediation.Core.Policies;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Core.Tests.Policies;

public sealed class TierMapTests
{
    private static readonly TierMap Map = Load(
        """
        tiers:
          web:  { securityGroups: { tags: { Layer: Web } }, subnets: { names: ["public-*"] } }
          app:  { securityGroups: { names: ["app-*"] }, subnets: { tags: { Layer: App }, vpcs: [vpc-0d4f] }, private: true }
          data: { securityGroups: { ids: [sg-0db] }, cidrs: [10.0.21.0/24, 10.0.22.0/24], private: true }
          lab:  { vpcs: [vpc-0lab] }
        """
    );

    [Theory]
    [InlineData("app-one", "vpc-0d4f", "app")]
    [InlineData("other", "vpc-0d4f", "")]
    [InlineData("app-two", "vpc-0lab", "app lab")]
    public void OfGroup_NameAndVpc_AreTheTiersThatSaySo(string name, string vpc, string tiers)
    {
        var group = Sample.Group();
        var named = new Core.Resources.SecurityGroups.SecurityGroup
        {
            Id = group.Id,
            Name = name,
            VpcId = vpc,
        };

        Assert.Equal(tiers, string.Join(' ', Map.OfGroup(named).Select(tier => tier.Name)));
    }

    [Theory]
    [InlineData("public-a", "10.0.1.0/24", "vpc-0d4f", "", "web")]
    [InlineData("a", "10.0.1.0/24", "vpc-0d4f", "App", "app")]
    [InlineData("a", "10.0.1.0/24", "vpc-0other", "App", "")]
    [InlineData("a", "10.0.21.0/25", "vpc-0d4f", "", "data")]
    [InlineData("a", "10.0.20.0/23", "vpc-0d4f", "", "")]
    [InlineData("a", "10.0.22.0/24", "vpc-0lab", "", "data lab")]
    public void OfSubnet_NameTagsAddressesAndVpc_AreTheTiersThatSaySo(
        string name,
        string block,
        string vpc,
        string layer,
        string tiers
    )
    {
        var subnet = Subnet(name, block, vpc, layer);

        Assert.Equal(tiers, string.Join(' ', Map.OfSubnet(subnet).Select(tier => tier.Name)));
    }

    [Theory]
    [InlineData("public-a", "10.0.1.0/24", null)]
    [InlineData("public-a", "10.0.21.0/24", "data")]
    public void PrivateTierOf_Subnet_IsThePrivateOneOnly(string name, string block, string? tier) =>
        Assert.Equal(tier, Map.PrivateTierOf(Subnet(name, block, "vpc-0d4f", ""))?.Name);

    [Fact]
    public void NeedsSubnets_OnlyGroupsAndRanges_IsFalse() =>
        Assert.False(Load("tiers: { web: { securityGroups: { ids: [sg-1] }, cidrs: [10.0.0.0/8] } }").NeedsSubnets);

    private static TierMap Load(string tiers) =>
        TierMap.Of(
            SampleChecks.Load("version: 1\n" + tiers).Policy ?? throw new InvalidOperationException("it does not load")
        );

    private static Subnet Subnet(string name, string block, string vpc, string layer)
    {
        using var json = JsonDocument.Parse(
            $$"""
            {
              "SubnetId": "subnet-0a1", "CidrBlock": "{{block}}", "VpcId": "{{vpc}}",
              "Tags": [ { "Key": "Name", "Value": "{{name}}" }, { "Key": "Layer", "Value": "{{layer}}" } ]
            }
            """
        );
        return Core.Resources.Vpcs.Subnet.Parse(json.RootElement.Clone(), Sample.Account, Sample.Region).Value;
    }
}
