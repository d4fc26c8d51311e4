using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwWeakenedTests
{
    private static readonly NfwWeakened Check = new();

    [Fact]
    public void Evaluate_NoBaseline_IsNotApplicable() =>
        Assert.NotNull(
            Check.On(FirewallSample.Policy(), new() { Baseline = Fact<ResourceState>.Absent }).NotApplicableReason
        );

    [Fact]
    public void Evaluate_Stronger_Passes() =>
        Assert.True(
            Check
                .On(
                    FirewallSample.Policy(policy => policy["StatelessDefaultActions"]![0] = "aws:drop"),
                    FirewallSample.Since(FirewallSample.Policy())
                )
                .IsPass
        );

    [Fact]
    public void Evaluate_WhatCannotBeTold_IsUnknown() =>
        Assert.True(
            Check
                .On(
                    FirewallSample.Policy(policy => policy["Invented"] = 1),
                    FirewallSample.Since(FirewallSample.Policy())
                )
                .IsUnknown
        );

    [Fact]
    public void Desired_PolicyWeakenedInFiveWays_IsRestoredInOneCallAndKeepsOtherChanges()
    {
        var weak = FirewallSample.Policy(policy =>
        {
            policy["StatelessDefaultActions"]![0] = "aws:pass";
            policy["StatelessFragmentDefaultActions"]![0] = "aws:pass";
            policy["StatefulDefaultActions"]!.AsArray().RemoveAt(0);
            policy["StatefulRuleGroupReferences"]!.AsArray().RemoveAt(0);
            policy["StatefulEngineOptions"]!["StreamExceptionPolicy"] = "CONTINUE";
            policy.AsObject().Remove("TLSInspectionConfigurationArn");
            policy["Invented"]!["Kept"] = "since";
        });
        var surroundings = FirewallSample.Since(FirewallSample.Policy());
        var planned = Planned.For(weak, FirewallChecks.With(Check), surroundings, Check);

        Assert.Equal(6, planned.Evaluations[0].Result.Evidence.Length);
        Assert.Equal(
            "token-1",
            Assert.Single(planned.Result.Plan!.Calls).Parameters.GetProperty("UpdateToken").GetString()
        );
        var after = (FirewallPolicy)Check.Fixed(weak, surroundings);
        var left = Assert.Single(after.DifferencesTo(FirewallSample.Policy()));
        Assert.Equal(FirewallParts.PolicyContent.Then("Invented", "Kept"), left.Path);
    }

    [Fact]
    public void Desired_RuleTakenOut_IsPutBack()
    {
        var baseline = FirewallSample.Suricata(
            "drop tcp any any -> any 23 (sid:1;)\ndrop tcp any any -> any 21 (sid:2;)"
        );
        var weak = FirewallSample.Suricata("drop tcp any any -> any 23 (sid:1;)");

        var after = (FirewallRuleGroup)Check.Fixed(weak, FirewallSample.Since(baseline));

        Assert.Empty(after.DifferencesTo(baseline));
    }

    [Fact]
    public void Desired_RuleTakenOutAndAnotherPutIn_BringsTheOneBackAndKeepsTheOther()
    {
        var planned = Planned.For(
            FirewallSample.Suricata("drop udp any any -> any 69 (sid:3;)"),
            FirewallChecks.With(Check),
            FirewallSample.Since(FirewallSample.Suricata("drop tcp any any -> any 23 (sid:1;)")),
            Check
        );

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(
            ["sid 1", "sid 3"],
            ((FirewallRuleGroup)planned.After()).Rules.Select(rule => rule.Label).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Desired_FirewallLaidOpen_IsRestored()
    {
        var weak = FirewallSample.Firewall(
            settings =>
            {
                settings["DeleteProtection"] = false;
                settings["SubnetChangeProtection"] = false;
                settings["FirewallPolicyChangeProtection"] = false;
                settings["SubnetMappings"]!.AsArray().RemoveAt(0);
                settings["Description"] = "since";
            },
            logging: ""
        );

        var after = (Firewall)Check.Fixed(weak, FirewallSample.Since(FirewallSample.Firewall()));

        Assert.Equal(
            FirewallParts.FirewallSettings.Then("Description"),
            Assert.Single(after.DifferencesTo(FirewallSample.Firewall())).Path
        );
    }
}
