using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwOrderMismatchTests
{
    private const string Rules =
        "pass tcp any any -> 10.0.0.0/24 80 (sid:1;)\ndrop tcp any any -> 10.0.0.0/16 any (sid:2;)";
    private static readonly NfwOrderMismatch Check = new();

    [Fact]
    public void Evaluate_StrictThroughout_Passes() =>
        Assert.True(Check.On(FirewallSample.Policy(), FirewallSample.Beside(FirewallSample.Suricata(Rules))).IsPass);

    [Fact]
    public void Evaluate_ActionOrderWithoutPriorities_Passes()
    {
        var policy = Loose(content =>
        {
            content["StatefulDefaultActions"] = new JsonArray();
            content["StatefulRuleGroupReferences"] = new JsonArray(
                new JsonObject { ["ResourceArn"] = FirewallSample.GroupArn }
            );
        });

        Assert.True(Check.On(policy, FirewallSample.Beside(FirewallSample.Suricata(Rules, isStrict: false))).IsPass);
    }

    [Fact]
    public void Evaluate_StrictWordsWithoutStrictOrder_AreToldOneByOne()
    {
        var result = Check.On(Loose(), FirewallSample.Beside(FirewallSample.Suricata(Rules, isStrict: false)));

        Assert.Equal(
            [
                "aws:drop_strict without RuleOrder STRICT_ORDER is not heeded",
                "aws:alert_strict without RuleOrder STRICT_ORDER is not heeded",
                "priority 1 of ThreatSignaturesMalwareStrictOrder without RuleOrder STRICT_ORDER is not heeded",
                "ThreatSignaturesMalwareStrictOrder is made for STRICT_ORDER, and the policy asks in DEFAULT_ACTION_ORDER",
                "priority 2 of rules without RuleOrder STRICT_ORDER is not heeded",
            ],
            result.Evidence.Select(evidence => evidence.Offending)
        );
        Assert.Contains(
            "pass rule sid 1 of rules comes before drop rule sid 2 of rules",
            result.Evidence[0].Note,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Evaluate_GroupOfAnotherOrder_Fails() =>
        Assert.Equal(
            "rules is made for DEFAULT_ACTION_ORDER, and the policy asks in STRICT_ORDER",
            Assert
                .Single(
                    Check
                        .On(
                            FirewallSample.Policy(),
                            FirewallSample.Beside(FirewallSample.Suricata(Rules, isStrict: false))
                        )
                        .Evidence
                )
                .Offending
        );

    [Fact]
    public void Evaluate_StrictWithoutPriority_Fails() =>
        Assert.Contains(
            "has no priority",
            Assert
                .Single(
                    Check
                        .On(
                            FirewallSample.Policy(content =>
                                content["StatefulRuleGroupReferences"]![1]!.AsObject().Remove("Priority")
                            ),
                            FirewallSample.Beside(FirewallSample.Suricata(Rules))
                        )
                        .Evidence
                )
                .Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_GroupUnread_IsUnknown()
    {
        var result = Check.On(FirewallSample.Policy());

        Assert.False(result.IsFail);
        Assert.Contains("rule group rules", Assert.Single(result.Unknowns), StringComparison.Ordinal);
    }

    private static FirewallPolicy Loose(Action<JsonNode>? edit = null) =>
        FirewallSample.Policy(content =>
        {
            content.AsObject().Remove("StatefulEngineOptions");
            edit?.Invoke(content);
        });
}
