using CsCheck;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkFirewall;

public sealed class WholeUpdateTests
{
    private static readonly Gen<FirewallPolicy> Policies = Gen.Select(
        Gen.Int[0, 2].Select(i => new[] { "aws:pass", "aws:drop", "aws:forward_to_sfe" }[i]),
        Gen.Bool,
        Gen.Int[0, 3],
        (action, isStrict, invented) =>
            FirewallSample.Policy(policy =>
            {
                policy["StatelessDefaultActions"]![0] = action;
                policy["StatefulEngineOptions"]!["RuleOrder"] = isStrict ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER";
                policy["Invented"]!["Kept"] = invented;
            })
    );

    private static readonly Gen<FirewallRuleGroup> Groups = Gen.Select(
        Gen.Int[0, 5],
        Gen.Bool,
        (count, isStrict) =>
            FirewallSample.Suricata(
                string.Join(
                    '\n',
                    Enumerable.Range(1, count).Select(sid => $"drop tcp any any -> any {sid} (sid:{sid};)")
                ),
                isStrict
            )
    );

    [Fact]
    public void CallsTo_Policies_AreOneCallThatGivesTheDesiredState() =>
        Laws(Policies.Select(policy => (DocumentState)policy));

    [Fact]
    public void CallsTo_RuleGroups_AreOneCallThatGivesTheDesiredState() =>
        Laws(Groups.Select(group => (DocumentState)group));

    [Fact]
    public void CallsTo_Policy_SendsTheWholeDocumentWithItsToken()
    {
        var call = Assert.Single(
            FirewallSample
                .Policy(policy => policy["StatelessDefaultActions"]![0] = "aws:pass")
                .CallsTo(FirewallSample.Policy())
                .Calls
        );

        Assert.Equal("network-firewall:UpdateFirewallPolicy", call.IamAction);
        Assert.Equal("token-1", call.Parameters.GetProperty("UpdateToken").GetString());
        Assert.Equal(FirewallSample.PolicyArn, call.Parameters.GetProperty("FirewallPolicyArn").GetString());
        Assert.Equal("for the edge", call.Parameters.GetProperty("Description").GetString());
        Assert.Equal(
            """{"Kept":"yes"}""",
            AwsDocument.Of(call.Parameters.GetProperty("FirewallPolicy").GetProperty("Invented")).Text
        );
    }

    [Theory]
    [InlineData("UpdateFirewallPolicy", """{ "FirewallPolicy": {} }""", "InvalidTokenException")]
    [InlineData(
        "UpdateFirewallPolicy",
        """{ "UpdateToken": "token-0", "FirewallPolicy": {} }""",
        "InvalidTokenException"
    )]
    [InlineData("UpdateFirewallPolicy", """{ "UpdateToken": "token-1" }""", "InvalidRequestException")]
    [InlineData("DeleteFirewallPolicy", "{}", "InvalidAction")]
    public void Apply_WhatAwsWouldRefuse_IsRefused(string operation, string parameters, string code)
    {
        var named = parameters.Insert(
            1,
            $"\"FirewallPolicyArn\": \"{FirewallSample.PolicyArn}\"{(parameters == "{}" ? "" : ",")}"
        );

        Assert.Equal(code, FirewallSample.Policy().Apply(FirewallCallsTests.Call(operation, named)).Error?.Code);
    }

    [Fact]
    public void Apply_OtherPolicy_IsNotFound() =>
        Assert.Equal(
            "ResourceNotFoundException",
            FirewallSample
                .Policy()
                .Apply(FirewallCallsTests.Call("UpdateFirewallPolicy", """{ "FirewallPolicyArn": "arn:x" }"""))
                .Error?.Code
        );

    [Fact]
    public void CallsTo_WithoutToken_SaysSo()
    {
        var policy = FirewallSample.Policy();
        var blind = policy.WithPart(
            FirewallParts.Policy,
            policy.Parts[FirewallParts.Policy].Without(DocumentPath.Of("UpdateToken"))
        );

        Assert.Contains(
            "UpdateToken",
            blind.CallsTo(FirewallSample.Policy(content => content["Invented"] = 1)).Impossible,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void CallsTo_NameChanged_SaysThatNoCallDoesIt()
    {
        var policy = FirewallSample.Policy();
        var renamed = policy.WithPart(
            FirewallParts.Policy,
            policy
                .Parts[FirewallParts.Policy]
                .With(DocumentPath.Of("FirewallPolicyResponse", "FirewallPolicyName"), AwsDocument.Parse("\"x\""))
        );

        Assert.Contains("FirewallPolicyName", policy.CallsTo(renamed).Impossible, StringComparison.Ordinal);
    }

    private static void Laws(Gen<DocumentState> states) =>
        Gen.Select(states, states)
            .Sample(
                (from, to) =>
                {
                    Assert.Empty(from.CallsTo(from).Calls);
                    var calls = from.CallsTo(to);
                    Assert.True(calls.IsPossible, calls.Impossible);
                    Assert.True(calls.Calls.Length <= 1);
                    var after = calls.Calls.Aggregate(from, (state, call) => (DocumentState)state.Apply(call).State!);
                    Assert.Empty(after.DifferencesTo(to));
                    if (calls.Calls.Length == 1)
                    {
                        Assert.Equal("InvalidTokenException", after.Apply(calls.Calls[0]).Error?.Code);
                    }
                }
            );
}
