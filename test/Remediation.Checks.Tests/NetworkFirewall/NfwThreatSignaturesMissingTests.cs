using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwThreatSignaturesMissingTests
{
    private static readonly NfwThreatSignaturesMissing Check = new();

    [Fact]
    public void Evaluate_ManagedSignatures_Pass() => Assert.True(Check.On(FirewallSample.Policy()).IsPass);

    [Fact]
    public void Evaluate_None_Fails() =>
        Assert.True(
            Check
                .On(FirewallSample.Policy(policy => policy["StatefulRuleGroupReferences"]!.AsArray().RemoveAt(0)))
                .IsFail
        );

    [Fact]
    public void Evaluate_OnlyAlerting_Fails() =>
        Assert.Contains(
            "only alerts",
            Assert
                .Single(
                    Check
                        .On(
                            FirewallSample.Policy(policy =>
                                policy["StatefulRuleGroupReferences"]![0]!["Override"] = new JsonObject
                                {
                                    ["Action"] = "DROP_TO_ALERT",
                                }
                            )
                        )
                        .Evidence
                )
                .Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_Names_AreAParameter() =>
        Assert.True(
            Check
                .On(
                    FirewallSample.Policy(),
                    Surroundings.Unknown,
                    ("groups", ParameterValue.Of("AttackInfrastructure*", "Malware*"))
                )
                .IsFail
        );

    [Fact]
    public void Evaluate_ReferencesThatAreNoList_IsUnknown() =>
        Assert.True(Check.On(FirewallSample.Policy(policy => policy["StatefulRuleGroupReferences"] = "all")).IsUnknown);
}
