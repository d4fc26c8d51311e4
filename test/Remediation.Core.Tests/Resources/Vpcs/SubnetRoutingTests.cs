using System.Text.Json;
using Remediation.Core.Resources.Vpcs;
using static Remediation.Core.Tests.Resources.Vpcs.RouteTables;

namespace Remediation.Core.Tests.Resources.Vpcs;

public sealed class SubnetRoutingTests
{
    private static readonly RouteTable MainTable = Of("rtb-main", MainOf("rtbassoc-0"), Local);
    private static readonly RouteTable Own = Of("rtb-own", Of("subnet-1"), Local);

    [Theory]
    [InlineData("subnet-1", "rtb-own")]
    [InlineData("subnet-2", "rtb-main")]
    public void TableOf_Subnet_IsItsOwnElseTheMainOne(string subnet, string table) =>
        Assert.Equal(table, SubnetRouting.TableOf(Subnet(subnet, "vpc-1"), [MainTable, Own])?.Id.Id);

    [Fact]
    public void TableOf_SubnetOfAnotherVpc_IsNone() =>
        Assert.Null(SubnetRouting.TableOf(Subnet("subnet-1", "vpc-2"), [MainTable, Own]));

    [Fact]
    public void SubnetsOf_MainTable_AreThoseThatNoOtherNames()
    {
        Subnet[] subnets = [Subnet("subnet-1", "vpc-1"), Subnet("subnet-2", "vpc-1"), Subnet("subnet-3", "vpc-2")];

        Assert.Equal("subnet-2", Assert.Single(SubnetRouting.SubnetsOf(MainTable, subnets, [MainTable, Own])).Id.Id);
        Assert.Equal("subnet-1", Assert.Single(SubnetRouting.SubnetsOf(Own, subnets, [MainTable])).Id.Id);
    }

    private static Subnet Subnet(string id, string vpcId) =>
        Core
            .Resources.Vpcs.Subnet.Parse(
                JsonDocument.Parse($$"""{ "SubnetId": "{{id}}", "VpcId": "{{vpcId}}" }""").RootElement,
                "",
                ""
            )
            .Value;
}
