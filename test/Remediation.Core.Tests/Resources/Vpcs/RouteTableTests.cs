using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;
using static Remediation.Core.Tests.Resources.Vpcs.RouteTables;

namespace Remediation.Core.Tests.Resources.Vpcs;

public sealed class RouteTableTests
{
    [Fact]
    public void Parse_Whole_TellsAll()
    {
        var table = Of("rtb-1", $"{MainOf("rtbassoc-0")}, {Of("subnet-1")}", Local, ToGateway, ToEgressOnly);

        Assert.Equal(new(ResourceTypes.RouteTable, "rtb-1", "111122223333", "eu-central-1"), table.Id);
        Assert.Equal(("private", "vpc-1", true), (table.Name, table.VpcId, table.IsMain));
        Assert.Equal(
            ["10.0.0.0/16 → local", "0.0.0.0/0 → igw-1", "::/0 → eigw-1"],
            table.Routes.Select(route => route.ToString())
        );
        Assert.Equal([false, true, false], table.Routes.Select(route => route.Target!.IsInternetGateway));
        Assert.Equal(["", "subnet-1"], table.Associations.Select(association => association.SubnetId));
        Assert.Equal(["vgw-1"], table.PropagatingGateways);
        Assert.Empty(table.Unreadable);
    }

    [Theory]
    [InlineData("""{ "GatewayId": "igw-1" }""", "a route names no destination")]
    [InlineData(
        """{ "DestinationCidrBlock": "everywhere", "GatewayId": "igw-1" }""",
        "'everywhere' of a route is no CIDR block"
    )]
    [InlineData(
        """{ "DestinationCidrBlock": "0.0.0.0/0", "WormholeId": "wh-1" }""",
        "0.0.0.0/0 leads to a kind of target"
    )]
    public void Parse_WhatCannotBeUnderstood_IsTold(string route, string problem) =>
        Assert.Contains(problem, Assert.Single(Of("rtb-1", "", route).Unreadable), StringComparison.Ordinal);

    [Fact]
    public void CallsTo_GatewayInsteadOfNat_IsReplaced() =>
        Assert.Equal(
            ["""ReplaceRoute {"RouteTableId":"rtb-1","DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1"}"""],
            Calls(Of("rtb-1", "", Local, ToGateway), Of("rtb-1", "", Local, ToNat))
        );

    [Fact]
    public void CallsTo_OneMoreAndOneLess_CreatesBeforeItDeletes() =>
        Assert.Equal(
            [
                """CreateRoute {"RouteTableId":"rtb-1","DestinationIpv6CidrBlock":"::/0","EgressOnlyInternetGatewayId":"eigw-1"}""",
                """DeleteRoute {"RouteTableId":"rtb-1","DestinationCidrBlock":"0.0.0.0/0"}""",
            ],
            Calls(Of("rtb-1", "", Local, ToGateway), Of("rtb-1", "", Local, ToEgressOnly))
        );

    [Fact]
    public void CallsTo_OfRoutesThatNoCallMakes_IsImpossible()
    {
        var propagated =
            """{ "DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation" }""";
        var ofEndpoint = """{ "DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1", "Origin": "CreateRoute" }""";
        var blackhole = ToNat.Replace("active", "blackhole", StringComparison.Ordinal);

        Assert.Contains("not one that a call made", Impossible([Local, propagated], [Local]), StringComparison.Ordinal);
        Assert.Contains("gateway endpoint's", Impossible([Local], [Local, ofEndpoint]), StringComparison.Ordinal);
        Assert.Contains("led nowhere", Impossible([Local], [Local, blackhole]), StringComparison.Ordinal);
    }

    [Fact]
    public void CallsTo_OtherAssociation_IsImpossible() =>
        Assert.Contains(
            "Associations",
            Of("rtb-1", Of("subnet-1"), Local).CallsTo(Of("rtb-1", Of("subnet-2"), Local)).Impossible,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("CreateRoute", "0.0.0.0/0", "RouteAlreadyExists")]
    [InlineData("DeleteRoute", "10.9.0.0/16", "InvalidRoute.NotFound")]
    [InlineData("DeleteRoute", "10.0.0.0/16", CallError.InvalidParameter)]
    [InlineData("ModifyRoute", "0.0.0.0/0", CallError.UnknownOperation)]
    public void Apply_WhatEc2Refuses_IsRefusedAlike(string operation, string destination, string code)
    {
        var call = ApiCall.Create(
            "ec2",
            operation,
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                writer.WriteString("RouteTableId", "rtb-1");
                writer.WriteString("DestinationCidrBlock", destination);
                writer.WriteString("GatewayId", "igw-1");
            }
        );

        Assert.Equal(code, Of("rtb-1", "", Local, ToGateway).Apply(call).Error?.Code);
    }

    [Fact]
    public void Apply_OfPlan_KeepsWhatNobodyKnows()
    {
        var table = Of("rtb-1", "", Local, ToGateway);

        var after = (RouteTable)Run(table, Of("rtb-1", "", Local, ToNat));

        Assert.Equal(["10.0.0.0/16 → local", "0.0.0.0/0 → nat-1"], after.Routes.Select(route => route.ToString()));
        Assert.Contains("NotYetKnown", after.Parts[RouteTable.DescribeRouteTables].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ToNat, ToGateway, ChangeEffect.Weaker, "route 0.0.0.0/0 → nat-1 now leads to igw-1")]
    [InlineData(ToGateway, ToNat, ChangeEffect.Stronger, "route 0.0.0.0/0 → igw-1 now leads to nat-1")]
    [InlineData(ToNat, Local, ChangeEffect.Unknown, "route 0.0.0.0/0 → nat-1 removed")]
    public void ChangesSince_OtherTarget_SaysWhatItMeans(string was, string becomes, ChangeEffect effect, string text)
    {
        var change = Of("rtb-1", "", Local, becomes)
            .ChangesSince(Of("rtb-1", "", Local, was))!
            .Single(change => change.Rule == "0.0.0.0/0");

        Assert.Equal((effect, text), (change.Effect, change.Text));
    }

    [Fact]
    public void ChangesSince_SameContent_IsNothing() =>
        Assert.Empty(
            Of("rtb-1", Of("subnet-1"), ToNat, Local).ChangesSince(Of("rtb-1", Of("subnet-1"), Local, ToNat))!
        );

    private static string[] Calls(RouteTable from, RouteTable to) =>
        [.. from.CallsTo(to).Calls.Select(call => $"{call.Operation} {call.ParametersJson}")];

    private static string? Impossible(string[] from, string[] to) =>
        Of("rtb-1", "", from).CallsTo(Of("rtb-1", "", to)).Impossible;

    private static DocumentState Run(RouteTable from, RouteTable to) =>
        from.CallsTo(to).Calls.Aggregate((DocumentState)from, (state, call) => (DocumentState)state.Apply(call).State!);
}
