using Remediation.Core.Checks;
using Remediation.Core.Policies;

namespace Remediation.Core.Tests.Policies;

public sealed class QuarantinePolicyTests
{
    [Fact]
    public void Load_Quarantine_SaysWhatStaysAndForWhichFindings()
    {
        var policy = Load(
            """
            version: 1
            quarantine:
              hard: true
              waitForChangeWindows: true
              maxInterfaces: 3
              allow:
                - { from: 10.9.0.10, allow: [tcp/22] }
                - { to: [10.9.0.11, 10.9.0.12], allow: [tcp/443] }
              findings:
                - { types: ["UnauthorizedAccess:EC2/*"], minSeverity: medium }
                - { types: "CryptoCurrency:*" }
            """
        ).Policy!;

        var quarantine = policy.Quarantine;
        Assert.True(quarantine.IsHard);
        Assert.True(quarantine.WaitsForWindows);
        Assert.Equal(3, quarantine.MaxInterfaces);
        Assert.Equal("tcp/22 from 10.9.0.10/32", quarantine.Ingress.ToString());
        Assert.Equal("10.9.0.11/32, 10.9.0.12/32", quarantine.Egress.Addresses.ToString());
        Assert.True(quarantine.AsksFor(["UnauthorizedAccess:EC2/X"], Severity.Medium));
        Assert.False(quarantine.AsksFor(["UnauthorizedAccess:EC2/X"], Severity.Low));
        Assert.False(quarantine.AsksFor(["CryptoCurrency:EC2/X"], Severity.Medium));
        Assert.True(quarantine.AsksFor(["CryptoCurrency:EC2/X"], Severity.Critical));
    }

    [Fact]
    public void Load_Nothing_AsksForNoFindingAndLeavesNothing()
    {
        var quarantine = Load("version: 1").Policy!.Quarantine;

        Assert.True(quarantine.Ingress.IsEmpty && quarantine.Egress.IsEmpty);
        Assert.False(quarantine.WaitsForWindows);
        Assert.False(quarantine.AsksFor(["UnauthorizedAccess:EC2/X"], Severity.Critical));
    }

    [Theory]
    [InlineData("{ allow: [ { allow: [tcp/22] } ] }", "Give from or to")]
    [InlineData("{ allow: [ { from: 10.0.0.1, to: 10.0.0.2, allow: [tcp/22] } ] }", "Give from or to")]
    [InlineData("{ allow: [ { from: 10.0.0.1 } ] }", "allow")]
    [InlineData("{ findings: [ { minSeverity: high } ] }", "types")]
    [InlineData("{ findings: [ { types: [x], minSeverity: bad } ] }", "not known here")]
    [InlineData("{ maxInterfaces: 0 }", "maxInterfaces")]
    [InlineData("{ soft: true }", "soft")]
    [InlineData("{ waitForChangeWindows: monday }", "waitForChangeWindows")]
    public void Load_WhatMakesNoSense_IsAnError(string quarantine, string why)
    {
        var loaded = Load($"version: 1\nquarantine: {quarantine}");

        Assert.Null(loaded.Policy);
        Assert.Contains(
            loaded.Diagnostics,
            diagnostic => diagnostic.ToString().Contains(why, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Load_AllowOfTheInternet_IsWarnedOf()
    {
        var loaded = Load("version: 1\nquarantine: { allow: [ { from: 0.0.0.0/0, allow: [tcp/22] } ] }");

        Assert.NotNull(loaded.Policy);
        Assert.Contains(
            loaded.Diagnostics,
            diagnostic => diagnostic.ToString().Contains("of the internet", StringComparison.Ordinal)
        );
    }

    private static PolicyLoadResult Load(string text) => PolicyLoader.Load(text, "policy.yaml", "test", []);
}
