using Remediation.Checks.VpcEndpoints;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Testing;

namespace Remediation.Checks.Tests.VpcEndpoints;

public sealed class VpcePrivateDnsOffTests
{
    private static readonly VpcePrivateDnsOff Check = new();
    private static readonly string Off = VpcSample.Endpoint(privateDns: false);

    [Fact]
    public void Plan_VpcPermitsIt_EnablesIt()
    {
        var planned = Plan(Off, VpcSample.Vpc());

        Assert.Equal(
            """{"VpcEndpointId":"vpce-0a1b2c3d4e5f60001","PrivateDnsEnabled":true}""",
            Assert.Single(planned.Result.Plan!.Calls).ParametersJson
        );
        Assert.True(planned.Validate().IsValid, string.Join("; ", planned.Validate().Objections));
        Assert.True(((VpcEndpoint)planned.After()).Endpoint.PrivateDnsEnabled);
    }

    [Theory]
    [InlineData(false, "enableDnsHostnames of vpc-0d4f00000000000a1 is off", false)]
    [InlineData(null, "is not known", true)]
    public void Plan_VpcForbidsOrIsUnknown_LeavesIt(bool? dns, string reason, bool isUnknown)
    {
        var planned = Plan(Off, VpcSample.Vpc(dns: dns));

        Assert.Null(planned.Result.Plan);
        Assert.Contains(reason, Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
        Assert.Equal(isUnknown, planned.Evaluations[0].Result.IsUnknown);
    }

    [Fact]
    public void Evaluate_VpcNotRead_FailsAndIsUnknown()
    {
        var result = Sample.Evaluate(Check, VpcSample.Read(Off), Sample.Policy()).Result;

        Assert.True(result.IsFail);
        Assert.True(result.IsUnknown);
    }

    [Fact]
    public void Evaluate_On_Passes() => Assert.True(Evaluate(VpcSample.Endpoint(), VpcSample.Vpc()).IsPass);

    [Fact]
    public void Evaluate_OnInVpcThatForbidsIt_Fails() =>
        Assert.Contains(
            "enableDnsHostnames",
            Assert.Single(Evaluate(VpcSample.Endpoint(), VpcSample.Vpc(dns: false)).Evidence).Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_AnotherEndpointHasTheName_IsNotApplicable() =>
        Assert.Contains(
            "vpce-2",
            Evaluate(Off, VpcSample.Vpc(endpoints: [Off, VpcSample.Endpoint(id: "vpce-2")])).NotApplicableReason,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Gateway", "com.amazonaws.us-east-1.s3")]
    [InlineData("Interface", "com.amazonaws.vpce.us-east-1.vpce-svc-0a1b2c3d")]
    public void Evaluate_NoInterfaceToAws_IsNotApplicable(string type, string service) =>
        Assert.NotNull(
            Evaluate(VpcSample.Endpoint(service, type: type, privateDns: false), VpcSample.Vpc()).NotApplicableReason
        );

    private static Planned Plan(string endpoint, ResourceState vpc) =>
        Planned.For(VpcSample.Read(endpoint), Sample.Policy(), VpcSample.Neighbours(vpc), Check);

    private static CheckResult Evaluate(string endpoint, ResourceState vpc) =>
        Sample.Evaluate(Check, VpcSample.Read(endpoint), Sample.Policy(), VpcSample.Neighbours(vpc)).Result;
}
