using CsCheck;
using Remediation.Checks.Vpcs;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;
using static Remediation.Checks.Tests.Vpcs.VpcSample;

namespace Remediation.Checks.Tests.Vpcs;

public sealed class RouteInternetFromPrivateTierTests
{
    private static readonly RouteInternetFromPrivateTier Check = new();

    [Theory]
    [InlineData("0.0.0.0/0", "High")]
    [InlineData("::/0", "High")]
    [InlineData("0.0.0.0/1", "High")]
    [InlineData("198.51.100.0/24", "Medium")]
    public void Evaluate_PrivateSubnetWithRouteToGateway_Fails(string destination, string severity)
    {
        var table = Table("rtb-1", ["subnet-2"], Local, Route(destination, "igw-1"));

        var evidence = Assert.Single(Evaluate(table, Known(null, Data, Web)).Evidence);

        Assert.Equal($"{destination} → igw-1", evidence.Traffic);
        Assert.Equal($"data has a way to and from the internet at {destination}", evidence.Offending);
        Assert.Equal(
            (destination, severity, "used by subnet-2"),
            (evidence.Rule, $"{evidence.Severity}", evidence.Note)
        );
    }

    [Theory]
    [InlineData("0.0.0.0/0", "nat-1")]
    [InlineData("::/0", "eigw-1")]
    [InlineData("10.8.0.0/16", "igw-1")]
    public void Evaluate_NoWayIn_Passes(string destination, string target) =>
        Assert.Same(
            CheckResult.Pass,
            Evaluate(Table("rtb-1", ["subnet-2"], Local, Route(destination, target)), Known(null, Data))
        );

    [Fact]
    public void Evaluate_GatewayDetached_Passes()
    {
        var dead = Route("0.0.0.0/0", "igw-1").Replace("active", "blackhole", StringComparison.Ordinal);

        Assert.Same(CheckResult.Pass, Evaluate(Table("rtb-1", ["subnet-2"], Local, dead), Known(null, Data)));
    }

    [Fact]
    public void Evaluate_HalvesOfTheInternet_AreTheWhole()
    {
        var table = Table("rtb-1", ["subnet-2"], Route("0.0.0.0/1", "igw-1"), Route("128.0.0.0/1", "igw-1"));

        var evidence = Evaluate(table, Known(null, Data)).Evidence;

        Assert.Equal(["0.0.0.0/1", "128.0.0.0/1"], evidence.Select(item => item.Rule));
        Assert.All(evidence, item => Assert.Equal(Severity.High, item.Severity));
    }

    [Fact]
    public void Evaluate_MainTable_IsUsedByWhomNoOtherNames()
    {
        var main = Table("rtb-0", ["*"], Local, Route("0.0.0.0/0", "igw-1"));
        var own = Table("rtb-2", ["subnet-2"], Local);

        Assert.True(Evaluate(main, Known(null, Data, Web, main)).IsFail);
        Assert.NotNull(Evaluate(main, Known(null, Data, Web, main, own)).NotApplicableReason);
    }

    [Fact]
    public void Evaluate_PublicSubnetOnly_IsNotApplicable() =>
        Assert.Equal(
            "no subnet of a private tier uses it",
            Evaluate(
                Table("rtb-1", ["subnet-1"], Route("0.0.0.0/0", "igw-1")),
                Known(null, Data, Web)
            ).NotApplicableReason
        );

    [Fact]
    public void Evaluate_PolicyWithoutPrivateTier_IsNotApplicable() =>
        Assert.NotNull(
            Sample
                .Evaluate(Check, Table("rtb-1", ["subnet-2"], Route("0.0.0.0/0", "igw-1")), Sample.Policy())
                .Result.NotApplicableReason
        );

    [Fact]
    public void Evaluate_WhatCannotBeTold_IsUnknown()
    {
        var table = Table("rtb-1", ["subnet-2"], Local, Route("0.0.0.0/0", "igw-1"));
        var main = Table("rtb-0", ["*"], Local, Route("0.0.0.0/0", "igw-1"));
        var list = Table("rtb-1", ["subnet-2"], Local, Route("pl-0a1", "igw-1"));

        Assert.Equal(
            ["which subnets use it: the subnets were not read"],
            Evaluate(table, Surroundings.Unknown).Unknowns
        );
        Assert.Equal(
            ["which subnets have no table of their own: the route tables were not read"],
            Evaluate(main, Known(null, Data) with { RouteTables = Surroundings.Unknown.RouteTables }).Unknowns
        );
        Assert.Equal(
            ["subnet-2 uses it and is not among the subnets that were read"],
            Evaluate(table, Known(null)).Unknowns
        );
        Assert.Equal(
            ["what pl-0a1 → igw-1 holds was not read, and it leads to an internet gateway"],
            Evaluate(list, Known(null, Data)).Unknowns
        );
    }

    [Fact]
    public void Plan_BaselineLedToNat_LeadsThereAgain() =>
        Assert.Equal(
            ["""ReplaceRoute {"RouteTableId":"rtb-1","DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1"}"""],
            Calls(
                Table("rtb-1", ["subnet-2"], Local, Route("0.0.0.0/0", "igw-1"), Route("10.9.0.0/16", "nat-2")),
                Table("rtb-1", ["subnet-2"], Local, Route("0.0.0.0/0", "nat-1"), Route("10.8.0.0/16", "nat-2"))
            )
        );

    [Fact]
    public void Plan_BaselineHadNone_DeletesEach() =>
        Assert.Equal(
            [
                """DeleteRoute {"RouteTableId":"rtb-1","DestinationCidrBlock":"0.0.0.0/1"}""",
                """DeleteRoute {"RouteTableId":"rtb-1","DestinationCidrBlock":"128.0.0.0/1"}""",
            ],
            Calls(
                Table("rtb-1", ["subnet-2"], Local, Route("0.0.0.0/1", "igw-1"), Route("128.0.0.0/1", "igw-1")),
                Table("rtb-1", ["subnet-2"], Local)
            )
        );

    [Fact]
    public void Desired_NoBaselineOrRouteWasThere_IsATicketThatSaysWhy()
    {
        var table = Table("rtb-1", ["subnet-2"], Local, Route("0.0.0.0/0", "igw-1"));

        Assert.Contains("there is no baseline", Desired(table, null).Reason, StringComparison.Ordinal);
        Assert.Contains("was in the baseline as well", Desired(table, table).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AnyRoutes_ChangesOffendingDestinationsAlone()
    {
        var target = OneOf("igw-1", "igw-2", "nat-1", "nat-2");
        var destination = OneOf("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "198.51.100.0/24", "10.9.0.0/16");
        var routes = Gen.Select(destination, target).Array[0, 5].Select(items => items.DistinctBy(item => item.Item1));
        Gen.Select(routes, routes)
            .Sample(
                (was, now) =>
                {
                    var table = Of(now);
                    var planned = Planned.For(table, PrivateData, Known(Of(was), Data), Check);
                    if (planned.Result.Plan is null)
                    {
                        return;
                    }
                    Assert.Empty(planned.Validate().Objections);
                    var offending = planned
                        .Evaluations[0]
                        .Result.Evidence.Select(evidence => evidence.Rule)
                        .ToHashSet();
                    var after = ((RouteTable)planned.After()).Routes.Where(route =>
                        !offending.Contains(route.Destination)
                    );
                    Assert.Equal(
                        table.Routes.Where(route => !offending.Contains(route.Destination)).Select(route => $"{route}"),
                        after.Select(route => $"{route}")
                    );
                },
                iter: 500
            );

        static RouteTable Of(IEnumerable<(string, string)> routes) =>
            Table("rtb-1", ["subnet-2"], [Local, .. routes.Select(route => Route(route.Item1, route.Item2))]);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static CheckResult Evaluate(RouteTable table, Surroundings surroundings) =>
        Sample.Evaluate(Check, table, PrivateData, surroundings).Result;

    private static DesiredState Desired(RouteTable table, RouteTable? baseline) =>
        Check.Desired(table, Sample.Evaluate(Check, table, PrivateData, Known(baseline, Data)).Context);

    private static string[] Calls(RouteTable table, RouteTable baseline)
    {
        var planned = Planned.For(table, PrivateData, Known(baseline, Data), Check);
        Assert.Empty(planned.Validate().Objections);
        return [.. planned.Result.Plan!.Calls.Select(call => $"{call.Operation} {call.ParametersJson}")];
    }
}
