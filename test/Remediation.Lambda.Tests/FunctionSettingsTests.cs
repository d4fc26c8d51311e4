using Remediation.Core.Policies;

namespace Remediation.Lambda.Tests;

public sealed class FunctionSettingsTests
{
    [Fact]
    public void Read_Nothing_IsTheFoundationalPolicyInObserveMode()
    {
        var settings = FunctionSettings.Read(Variables()).Value;

        Assert.Equal(("foundational", EnforcementMode.Observe), (settings.Policy.Name, settings.Policy.Mode));
        Assert.Null(settings.PolicyAddress);
    }

    [Fact]
    public void Read_PolicyUriThatIsNone_SaysWhichVariableAndWhatWouldBeRight()
    {
        var error = FunctionSettings.Read(Variables(("REMEDIATION_POLICY_URI", "policy.yaml"))).Error;

        Assert.StartsWith("REMEDIATION_POLICY_URI: 'policy.yaml'", error, StringComparison.Ordinal);
        Assert.Contains("s3://BUCKET/KEY", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("observe", EnforcementMode.Observe)]
    [InlineData("enforce", EnforcementMode.Enforce)]
    public void LoadPolicy_GivenAMode_IsOfThatWhateverTheDocumentSays(string mode, EnforcementMode expected)
    {
        var settings = FunctionSettings
            .Read(Variables(("REMEDIATION_MODE", mode), ("REMEDIATION_LEDGER_TABLE", "t")))
            .Value;

        Assert.Equal(expected, settings.LoadPolicy("version: 1\nmode: observe\n", "p").Policy?.Mode);
        Assert.Equal(expected, settings.LoadPolicy("version: 1\nmode: enforce\n", "p").Policy?.Mode);
    }

    [Fact]
    public void LoadPolicy_EnforceWithoutALedger_IsNotValid()
    {
        var loaded = FunctionSettings.Read(Variables()).Value.LoadPolicy("version: 1\nmode: enforce\n", "p");

        Assert.Null(loaded.Policy);
        Assert.Contains("REMEDIATION_LEDGER_TABLE is not set", loaded.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("keep", true)]
    [InlineData("read", false)]
    public void Read_PolicyCopy_IsKeptUnlessItIsOnlyRead(string value, bool expected) =>
        Assert.Equal(
            expected,
            FunctionSettings.Read(Variables(("REMEDIATION_POLICY_COPY", value))).Value.KeepsPolicyCopy
        );

    [Fact]
    public void Read_PolicyCopyThatIsNeither_SaysWhatWouldBeRight() =>
        Assert.Equal(
            "REMEDIATION_POLICY_COPY is 'never'; it can be keep or read",
            FunctionSettings.Read(Variables(("REMEDIATION_POLICY_COPY", "never"))).Error
        );

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal);
}
