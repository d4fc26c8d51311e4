using System.Text.Json.Nodes;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>A firewall takes several calls to restore, and each of them is made on what was seen.</summary>
public sealed class FirewallRestorationTests
{
    private static readonly Firewall Baseline = FirewallSample.Firewall();

    private static readonly Firewall Weakened = FirewallSample.Firewall(Weaken);

    [Fact]
    public async Task Handle_SeveralCalls_EachCarriesTheTokenThatTheOneBeforeLeft()
    {
        var account = new ScriptedAccount(Weakened, FirewallSample.Policy());
        var held = new List<string?>();
        var sent = new List<string?>();
        account.Intercept = call =>
        {
            held.Add(TokenOf(account));
            sent.Add(call.Parameters.GetProperty("UpdateToken").GetString());
            return null;
        };

        var outcome = await HandleAsync(account);

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.True(account.Executed.Count > 2);
        Assert.Equal(held, sent);
        Assert.Equal(held.Count, held.Distinct().Count());
        Assert.Equal(Baseline.Fingerprint, account.State<Firewall>(FirewallSample.FirewallArn).Fingerprint);
    }

    [Fact]
    public async Task Handle_ChangeBetweenTwoCalls_IsSeenBeforeAnythingMoreIsWritten()
    {
        var account = new ScriptedAccount(Weakened, FirewallSample.Policy());
        var seen = new List<string>();
        account.Intercept = call =>
        {
            seen.Add(call.Operation);
            if (seen.Count == 2)
            {
                account.Put(Moved(account.State<Firewall>(FirewallSample.FirewallArn)));
            }
            return null;
        };

        var outcome = await HandleAsync(account);

        Assert.Equal(Decision.Reverted, outcome.Decision);
        // The second was refused; what was still to be done was planned anew, on the firewall as it was then.
        Assert.Equal(account.Executed.Count + 1, seen.Count);
        var after = account.State<Firewall>(FirewallSample.FirewallArn);
        Assert.Equal(
            "theirs",
            after.Parts[FirewallParts.Firewall].Root.GetProperty("Firewall").GetProperty("Description").GetString()
        );
        Assert.Equal(FirewallSample.PolicyArn, after.PolicyArn);
        Assert.True(after.DeleteProtection);
    }

    private static void Weaken(JsonNode settings)
    {
        settings["FirewallPolicyArn"] = FirewallSample.Prefix + "firewall-policy/open";
        settings["DeleteProtection"] = false;
    }

    private static string? TokenOf(ScriptedAccount account) =>
        account
            .State<Firewall>(FirewallSample.FirewallArn)
            .Parts[FirewallParts.Firewall]
            .At(DocumentPath.Of("UpdateToken"))
            ?.Root.GetString();

    private static Firewall Moved(Firewall firewall)
    {
        var node = JsonNode.Parse(firewall.Parts[FirewallParts.Firewall].Text)!;
        node["UpdateToken"] = "theirs";
        node["Firewall"]!["Description"] = "theirs";
        return FirewallSample.Of<Firewall>(
            Firewall.Of(
                AwsDocument.Parse(node.ToJsonString()),
                Fact<AwsDocument>.Known(firewall.Parts[FirewallParts.Logging])
            )
        );
    }

    private static async Task<Outcome> HandleAsync(ScriptedAccount account)
    {
        var ports = new EnginePorts
        {
            Account = account,
            Ledger = new MemoryLedger(),
            Baselines = new MemoryBaselines(Baseline),
            Time = new VirtualTime(),
        };
        var policy = Scenarios.Reverting(["nfw-policy-replaced", "nfw-delete-protection-off"]);
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = Baseline.Id.Account,
            Region = Baseline.Id.Region,
        };
        var engine = new Reconciler(ports, new PolicyEvaluator(policy, CheckCatalog.All), CheckCatalog.All, options);
        var handled = await engine.HandleAsync(
            [FaultRun.Event("e-1", Baseline.Id)],
            TestContext.Current.CancellationToken
        );
        return Assert.Single(Defects.None(handled));
    }
}
