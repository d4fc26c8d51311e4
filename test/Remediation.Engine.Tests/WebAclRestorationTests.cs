using System.Collections.Immutable;
using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

public sealed class WebAclRestorationTests
{
    private readonly RecordingTickets _tickets = new();

    [Fact]
    public async Task Handle_ThirtyRulesWeakenedInFiveWays_IsRestoredInOneUpdateWithTheTokenThatWasRead()
    {
        var account = new ScriptedAccount(WafCase.Weakened);

        var outcome = await HandleAsync(account, WafCase.Baseline);

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(5, Assert.Single(outcome.Findings).Evidence.Length);
        var call = Assert.Single(account.Executed);
        Assert.Equal("UpdateWebACL", call.Operation);
        Assert.Equal("edited", call.Parameters.GetProperty("LockToken").GetString());
        Assert.Equal(30, call.Parameters.GetProperty("Rules").GetArrayLength());
        Assert.Empty(account.State<WebAcl>(WafSample.AclArn).DifferencesTo(WafCase.Baseline));
        Assert.Empty(_tickets.Tickets);
    }

    [Fact]
    public async Task Handle_LegitimateChangeBetweenReadAndUpdate_Survives()
    {
        var account = new ScriptedAccount(WafCase.Weakened);
        var tokens = new List<string?>();
        account.Intercept = call =>
        {
            tokens.Add(call.Parameters.GetProperty("LockToken").GetString());
            if (tokens.Count == 1)
            {
                account.Put(WafCase.WithOneMoreBlock(WafCase.Weakened));
            }
            return null;
        };

        var outcome = await HandleAsync(account, WafCase.Baseline);

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(["edited", "theirs"], tokens);
        Assert.Single(account.Executed);
        Assert.Empty(account.State<WebAcl>(WafSample.AclArn).DifferencesTo(WafCase.WithOneMoreBlock(WafCase.Baseline)));
        Assert.Empty(_tickets.Tickets);
    }

    [Fact]
    public async Task Handle_ConflictingChangeBetweenReadAndUpdate_IsATicketAndNothingIsWritten()
    {
        var baseline = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ", "BV")));
        var account = new ScriptedAccount(WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ"))));
        var theirs = WafSample.Acl(
            new WafAclText { Rules = [WafSample.Rule("r", 1, WafSample.Geo("AQ", "CX"))], LockToken = "theirs" }
        );
        account.Intercept = _ =>
        {
            account.Put(theirs);
            return null;
        };

        var outcome = await HandleAsync(account, baseline);

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Empty(account.Executed);
        Assert.Same(theirs, account.State<WebAcl>(WafSample.AclArn));
        Assert.Contains("countries removed: BV", Assert.Single(_tickets.Tickets).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_AclOfFirewallManager_IsATicket()
    {
        var managed = new WafAclText
        {
            More = ""","ManagedByFirewallManager":true""",
            Rules = [WafSample.Rule("r", 1, WafSample.Geo("AQ"))],
        };
        var account = new ScriptedAccount(WafSample.Acl(managed with { Rules = [] }));

        var outcome = await HandleAsync(account, WafSample.Acl(managed));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Empty(account.Executed);
    }

    [Fact]
    public async Task Handle_OnASnapshot_RestoresWhatIsThenWrittenAndReadAgain()
    {
        using var folder = new SnapshotFolder(
            ("snapshot.json", """{"account":"123456789012","region":"us-east-1"}"""),
            ("wafv2.get-web-acl.shop.json", WafCase.Weakened.Parts[WebAcl.DocumentPart].Text),
            ("wafv2.list-logging-configurations.json", """{"LoggingConfigurations":[]}""")
        );
        using var written = new SnapshotFolder();
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);

        var outcome = await HandleAsync(account, WafCase.Baseline);
        SnapshotWriter.Write(account.Content, written.Path);

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(["PutLoggingConfiguration", "UpdateWebACL"], outcome.Plan!.Calls.Select(call => call.Operation));
        var again = (WebAcl)Assert.Single(SnapshotReader.Load(written.Path).Snapshot.Documents.Values);
        Assert.Empty(
            again
                .DifferencesTo(WafCase.Baseline)
                .Where(difference => difference.Path.Steps[0].Member == WebAcl.DocumentPart)
        );
    }

    private async Task<Outcome> HandleAsync(IAccount account, WebAcl baseline)
    {
        ImmutableArray<Check> checks = [new WafWeakened()];
        var policy = Sample.Policy(checks: [("waf-weakened", new() { Respond = Response.Revert })]);
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = account,
                Ledger = new RecordingLedger(),
                Tickets = [_tickets],
                Time = TimeProvider.System,
                Baselines = new MemoryBaselines(baseline),
            },
            new PolicyEvaluator(policy, checks),
            checks,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        return Assert.Single(await reconciler.HandleAsync([Event()], TestContext.Current.CancellationToken));
    }

    private static ParsedEvent Event() =>
        ParsedEvent.Understood(
            new()
            {
                EventId = "e-1",
                Channel = EventChannel.CloudTrail,
                Resources = [new(ResourceTypes.WebAcl, Sample.Account, Sample.Region) { Id = WafSample.AclArn }],
                Actor = new() { DisplayName = "mallory" },
                Source = "wafv2.amazonaws.com",
                Name = "UpdateWebACL",
                Time = Sample.Now,
                Account = Sample.Account,
                Region = Sample.Region,
            }
        );
}
