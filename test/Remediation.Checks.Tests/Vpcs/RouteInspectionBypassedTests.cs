using Remediation.Checks.Vpcs;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;
using static Remediation.Checks.Tests.Vpcs.VpcSample;

namespace Remediation.Checks.Tests.Vpcs;

public sealed class RouteInspectionBypassedTests
{
    private const string Endpoint = "vpce-0a1b2c3d4e5f60001";

    private static readonly RouteInspectionBypassed Check = new();
    private static readonly RouteTable Inspected = Table("rtb-1", ["subnet-1"], Local, Route("0.0.0.0/0", Endpoint));

    [Theory]
    [InlineData("0.0.0.0/0", "igw-1")]
    [InlineData("0.0.0.0/0", "nat-1")]
    public void Plan_RouteReplaced_PutsItBack(string destination, string target)
    {
        var planned = Plan(Table("rtb-1", ["subnet-1"], Local, Route(destination, target)));

        Assert.Equal("ec2:ReplaceRoute", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Empty(planned.Validate().Objections);
        Assert.Empty(planned.After().ChangesSince(Inspected)!);
    }

    [Fact]
    public void Plan_RouteDeleted_MakesItAnew()
    {
        var planned = Plan(Table("rtb-1", ["subnet-1"], Local));

        Assert.Equal("ec2:CreateRoute", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Empty(planned.Validate().Objections);
    }

    [Fact]
    public void Plan_HalvesOfTheInternetTaken_DeletesThem()
    {
        var planned = Plan(
            Table(
                "rtb-1",
                ["subnet-1"],
                Local,
                Route("0.0.0.0/0", Endpoint),
                Route("0.0.0.0/1", "nat-1"),
                Route("128.0.0.0/1", "nat-1")
            )
        );

        Assert.Equal(["ec2:DeleteRoute", "ec2:DeleteRoute"], planned.Result.Plan!.Calls.Select(call => call.IamAction));
        Assert.Empty(planned.Validate().Objections);
    }

    [Fact]
    public void Plan_IngressToASubnetNoLongerInspected_MakesTheRouteAnew()
    {
        var edge = Table("rtb-1", [], Local, Route("10.0.1.0/24", Endpoint));

        var planned = Planned.For(Table("rtb-1", [], Local), Sample.Policy(), Known(edge, Web), Check);

        Assert.Equal("ec2:CreateRoute", Assert.Single(planned.Result.Plan!.Calls).IamAction);
    }

    [Theory]
    [InlineData("0.0.0.0/0", "vpce-0a1b2c3d4e5f60002")]
    [InlineData("10.5.0.0/16", "nat-1")]
    [InlineData("pl-0e5f60718293a4b5c", "nat-1")]
    public void Evaluate_OtherEndpointOrPrivateOrList_IsUnknown(string destination, string target)
    {
        var routes = destination == "0.0.0.0/0" ? [] : (string[])[Route("0.0.0.0/0", Endpoint)];

        Assert.True(Evaluate(Table("rtb-1", ["subnet-1"], [Local, .. routes, Route(destination, target)])).IsUnknown);
    }

    [Theory]
    [InlineData("pl-63a5400a", "vpce-0a1b2c3d4e5f60009")]
    [InlineData("198.51.100.0/24", Endpoint)]
    public void Evaluate_GatewayEndpointOrTheSameFirewall_Passes(string destination, string target)
    {
        var result = Evaluate(
            Table("rtb-1", ["subnet-1"], Local, Route("0.0.0.0/0", Endpoint), Route(destination, target))
        );

        Assert.Equal(destination.StartsWith("pl-", StringComparison.Ordinal), result.IsPass);
        Assert.False(result.IsFail);
    }

    [Fact]
    public void Evaluate_SubnetMovedToATableThatLeadsPast_FailsAndIsLeftToAPerson()
    {
        var other = Table("rtb-2", ["subnet-1"], Local, Route("0.0.0.0/0", "nat-1"));
        var now = Table("rtb-1", [], Local, Route("0.0.0.0/0", Endpoint));

        var planned = Planned.For(now, Sample.Policy(), Known(Inspected, Web, other, now), Check);

        Assert.Null(planned.Result.Plan);
        Assert.Contains(
            "subnet-1 uses rtb-2 now",
            Assert.Single(planned.Result.Unplanned).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Evaluate_SubnetMovedToATableThatInspectsAsWell_Passes()
    {
        var other = Table("rtb-2", ["subnet-1"], Local, Route("0.0.0.0/0", "vpce-0a1b2c3d4e5f60002"));
        var now = Table("rtb-1", [], Local, Route("0.0.0.0/0", Endpoint));

        Assert.True(Evaluate(now, Known(Inspected, Web, other, now)).IsPass);
    }

    [Fact]
    public void Evaluate_NoRouteOfTheBaselineToAnEndpoint_DoesNotApply() =>
        Assert.NotNull(
            Evaluate(Inspected, Known(Table("rtb-1", [], Local, Route("0.0.0.0/0", "nat-1")))).NotApplicableReason
        );

    private static Planned Plan(RouteTable state) =>
        Planned.For(state, Sample.Policy(), Known(Inspected, Web, state), Check);

    private static CheckResult Evaluate(RouteTable state, Surroundings? around = null) =>
        Sample.Evaluate(Check, state, Sample.Policy(), around ?? Known(Inspected, Web, state)).Result;
}
