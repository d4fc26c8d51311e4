using Remediation.Checks.Vpcs;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Testing;
using static Remediation.Checks.Tests.Vpcs.VpcSample;

namespace Remediation.Checks.Tests.Vpcs;

public sealed class SubnetAutoPublicIpTests
{
    private const string On = """, "MapPublicIpOnLaunch": true, "MapCustomerOwnedIpOnLaunch": false""";
    private static readonly SubnetAutoPublicIp Check = new();

    [Fact]
    public void Evaluate_PrivateSubnetThatAssigns_Fails()
    {
        var evidence = Assert.Single(Evaluate("10.0.2.0/25", On, PrivateData).Evidence);

        Assert.Equal("it is in the private tier 'data'", evidence.Note);
        Assert.Equal(Severity.Medium, evidence.Severity);
    }

    [Fact]
    public void Evaluate_PrivateSubnetThatDoesNot_Passes() =>
        Assert.Same(CheckResult.Pass, Evaluate("10.0.2.0/24", """, "MapPublicIpOnLaunch": false""", PrivateData));

    [Fact]
    public void Evaluate_AwsDidNotSay_IsUnknown() =>
        Assert.True(Evaluate("10.0.2.0/24", "", PrivateData) is { IsUnknown: true, IsFail: false });

    [Fact]
    public void Evaluate_NeitherTrueNorFalse_IsUnknown() =>
        Assert.True(Evaluate("10.0.2.0/24", """, "MapPublicIpOnLaunch": "perhaps" """, PrivateData).IsUnknown);

    [Fact]
    public void Evaluate_SubnetOfNoPrivateTier_IsNotApplicable()
    {
        Assert.NotNull(Evaluate("10.0.1.0/24", On, PrivateData).NotApplicableReason);
        Assert.NotNull(Evaluate("10.0.2.0/24", On, Sample.Policy()).NotApplicableReason);
    }

    [Fact]
    public void Evaluate_AllSubnets_NeedsNoTier() => Assert.True(Evaluate("10.0.1.0/24", On, AllSubnets).IsFail);

    [Fact]
    public void Plan_Failing_IsOneValidCallThatTouchesNothingElse()
    {
        var planned = Planned.For(Subnet("subnet-2", "10.0.2.0/24", On), PrivateData, null, Check);

        Assert.Empty(planned.Validate().Objections);
        var call = Assert.Single(planned.Result.Plan!.Calls);
        Assert.Equal("""{"SubnetId":"subnet-2","MapPublicIpOnLaunch":{"Value":false}}""", call.ParametersJson);
        Assert.Contains(
            "MapCustomerOwnedIpOnLaunch",
            ((Core.Resources.Vpcs.Subnet)planned.After()).Parts.Values.Single().Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plan_Ipv6AskedFor_SetsBothOff()
    {
        var policy = PrivateData with
        {
            Checks = PrivateData.Checks.SetItem(
                Check.Metadata.Id,
                new CheckSettings
                {
                    Respond = Response.Revert,
                    Parameters = CheckSettings.Nothing.Parameters.Add("allFamilies", ParameterValue.Of(true)),
                }
            ),
        };
        var subnet = Subnet("subnet-2", "10.0.2.0/24", On + """, "AssignIpv6AddressOnCreation": true""");

        var planned = Planned.For(subnet, policy, null, Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(2, planned.Result.Plan!.Calls.Length);
        Assert.False(((Core.Resources.Vpcs.Subnet)planned.After()).AssignIpv6AddressOnCreation);
        Assert.True(
            Evaluate(
                "10.0.2.0/24",
                """, "MapPublicIpOnLaunch": false, "AssignIpv6AddressOnCreation": true""",
                PrivateData
            ).IsPass
        );
    }

    private static Policy AllSubnets =>
        Sample.Policy(
            checks:
            [
                (
                    Check.Metadata.Id,
                    new CheckSettings
                    {
                        Parameters = CheckSettings.Nothing.Parameters.Add("allSubnets", ParameterValue.Of(true)),
                    }
                ),
            ]
        );

    private static CheckResult Evaluate(string block, string more, Policy policy) =>
        Sample.Evaluate(Check, Subnet("subnet-2", block, more), policy).Result;
}
