using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Waf;

public sealed class WafUpdateTests
{
    private static readonly WebAcl Acl = WafSample.Acl(
        new WafAclText
        {
            Rules =
            [
                WafSample.Rule(
                    "rate",
                    1,
                    WafSample.Rate(2000, ""","InventedOfRate":{"Deep":[1,null]}"""),
                    more: ""","InventedOfRule":"r" """
                ),
                WafSample.GroupRule("common", 2, WafSample.Managed("AWSManagedRulesCommonRuleSet")),
            ],
            More =
                ""","InventedOfAcl":{"X":1.50},"CustomResponseBodies":{"no":{"ContentType":"TEXT_PLAIN","Content":"no"}}""",
        }
    );

    private static readonly WebAcl Desired = WafSample.Edited(
        Acl,
        WebAcl.DocumentPart,
        output => WafSample.RuleIn(output, "rate")["Statement"]!["RateBasedStatement"]!["Limit"] = 100
    );

    [Fact]
    public void CallsTo_SameState_IsEmpty() => Assert.Empty(Acl.CallsTo(Acl).Calls);

    [Fact]
    public void CallsTo_ChangedRule_IsOneUpdateOfTheWholeWithTheTokenOfTheCurrentState()
    {
        var call = Assert.Single(Acl.CallsTo(Desired).Calls);

        Assert.Equal("wafv2:UpdateWebACL", call.IamAction);
        var sent = call.Parameters;
        Assert.Equal("shop", sent.GetProperty("Name").GetString());
        Assert.Equal("REGIONAL", sent.GetProperty("Scope").GetString());
        Assert.Equal("11111111-2222-4333-8444-555555555555", sent.GetProperty("Id").GetString());
        Assert.Equal("t-1", sent.GetProperty("LockToken").GetString());
        Assert.Equal(2, sent.GetProperty("Rules").GetArrayLength());
        Assert.Contains("Limit", call.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void CallsTo_ChangedRule_SendsWhatTheUpdateTakesAndNothingElse() =>
        Assert.Equal(
            [
                "Name",
                "Scope",
                "Id",
                "DefaultAction",
                "Rules",
                "VisibilityConfig",
                "InventedOfAcl",
                "CustomResponseBodies",
                "LockToken",
            ],
            Acl.CallsTo(Desired).Calls[0].Parameters.EnumerateObject().Select(member => member.Name)
        );

    [Fact]
    public void Apply_Update_KeepsFieldsNeverHeardOfAtEveryLevelAndGivesAnotherToken()
    {
        var after = Applied(Acl, Acl.CallsTo(Desired).Calls[0]);

        Assert.Empty(after.DifferencesTo(Desired));
        var text = after.Parts[WebAcl.DocumentPart].Text;
        Assert.Contains("\"InventedOfAcl\":{\"X\":1.50}", text, StringComparison.Ordinal);
        Assert.Contains("\"InventedOfRule\":\"r\"", text, StringComparison.Ordinal);
        Assert.Contains("\"InventedOfRate\":{\"Deep\":[1,null]}", text, StringComparison.Ordinal);
        Assert.Contains("\"Capacity\":700", text, StringComparison.Ordinal);
        Assert.NotEqual("t-1", after.LockToken);
    }

    [Fact]
    public void Apply_UpdateWithAnOldToken_IsRefused()
    {
        var call = Acl.CallsTo(Desired).Calls[0];

        Assert.Equal("WAFOptimisticLockException", Applied(Acl, call).Apply(call).Error!.Code);
    }

    [Fact]
    public void Apply_UpdateOfAnotherAcl_IsRefused()
    {
        var call = Acl.CallsTo(Desired).Calls[0];
        var other = Edited(call, sent => sent["Id"] = "another");

        Assert.Equal("WAFNonexistentItemException", Acl.Apply(other).Error!.Code);
    }

    [Fact]
    public void Apply_TwoRulesOfOnePriority_IsRefused()
    {
        var call = Edited(Acl.CallsTo(Desired).Calls[0], sent => sent["Rules"]![1]!["Priority"] = 1);

        Assert.Equal("WAFInvalidParameterException", Acl.Apply(call).Error!.Code);
    }

    [Fact]
    public void CallsTo_OtherName_IsImpossible()
    {
        var other = WafSample.Edited(Acl, WebAcl.DocumentPart, output => output["WebACL"]!["Name"] = "other");

        Assert.Contains("Name", Acl.CallsTo(other).Impossible, StringComparison.Ordinal);
    }

    [Fact]
    public void CallsTo_WithoutALockToken_IsImpossible()
    {
        var untokened = WafSample.Edited(Acl, WebAcl.DocumentPart, output => output.AsObject().Remove("LockToken"));

        Assert.Contains("LockToken", untokened.CallsTo(Desired).Impossible, StringComparison.Ordinal);
    }

    [Fact]
    public void CallsTo_LoggingLost_PutsItWholeAndApplyGivesItBack()
    {
        var logged = WafSample.Acl(
            new WafAclText { Logging = WafSample.Logging(""","InventedOfLogging":[{"A":1}]""") }
        );
        var unlogged = WafSample.Acl();

        var put = Assert.Single(unlogged.CallsTo(logged).Calls);

        Assert.Equal("wafv2:PutLoggingConfiguration", put.IamAction);
        Assert.True(put.Parameters.GetProperty("LoggingConfiguration").TryGetProperty("InventedOfLogging", out _));
        Assert.Empty(Applied(unlogged, put).DifferencesTo(logged));
        var delete = Assert.Single(logged.CallsTo(unlogged).Calls);
        Assert.Equal("wafv2:DeleteLoggingConfiguration", delete.IamAction);
        Assert.Empty(Applied(logged, delete).DifferencesTo(unlogged));
        Assert.Equal("WAFNonexistentItemException", unlogged.Apply(delete).Error!.Code);
    }

    [Fact]
    public void CallsTo_OfSetsAndGroups_AreTheirOwnUpdates()
    {
        var set = WafSample.Set(default, "203.0.113.0/24");
        var changed = WafSample.Set(default, "203.0.113.0/25");
        var group = WafSample.Group(WafSample.Rule("r", 1, WafSample.Geo("AQ")));
        var without = WafSample.Group();

        var update = Assert.Single(set.CallsTo(changed).Calls);
        var regroup = Assert.Single(group.CallsTo(without).Calls);

        Assert.Equal("wafv2:UpdateIPSet", update.IamAction);
        Assert.Equal(
            ["Name", "Scope", "Id", "Addresses", "LockToken"],
            update.Parameters.EnumerateObject().Select(member => member.Name)
        );
        Assert.Empty(((DocumentState)set.Apply(update).State!).DifferencesTo(changed));
        Assert.Equal("wafv2:UpdateRuleGroup", regroup.IamAction);
        Assert.False(regroup.Parameters.TryGetProperty("Capacity", out _));
        Assert.Equal(CallError.UnknownOperation, set.Apply(regroup).Error!.Code);
    }

    private static WebAcl Applied(WebAcl acl, ApiCall call) => (WebAcl)acl.Apply(call).State!;

    private static ApiCall Edited(ApiCall call, Action<JsonNode> edit)
    {
        var node = JsonNode.Parse(call.ParametersJson)!;
        edit(node);
        using var document = JsonDocument.Parse(node.ToJsonString());
        var root = document.RootElement;
        return ApiCall.Create(
            call.Service,
            call.Operation,
            call.Effect,
            call.Summary,
            writer =>
            {
                foreach (var member in root.EnumerateObject())
                {
                    member.WriteTo(writer);
                }
            }
        );
    }
}
