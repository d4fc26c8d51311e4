using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>
/// Rules of one list that were weakened, and others of the same list that somebody changes meanwhile, come together as if the weakening
/// had never been. The oracle makes the other's change to the list as it was.
/// </summary>
public sealed class RuleGroupMergeTests
{
    private static readonly Gen<(bool[] Weakened, bool[] Theirs, bool Adds)> Case = Gen.Select(
        Gen.Bool.Array[12],
        Gen.Bool.Array[12],
        Gen.Bool
    );

    [Fact]
    public void Handle_OthersChangeOtherRulesOfTheList_Survives() =>
        Case.Sample(
            given =>
            {
                if (!given.Weakened.Contains(true))
                {
                    return;
                }
                var baseline = Group(i => Drop(i), added: false, "token-0");
                var weakened = Group(i => given.Weakened[i] ? Pass(i) : Drop(i), added: false, "token-1");
                var theirs = Group(
                    i =>
                        given.Weakened[i] ? Pass(i)
                        : given.Theirs[i] ? Wider(i)
                        : Drop(i),
                    given.Adds,
                    "token-2"
                );
                var expected = Group(
                    i => given.Theirs[i] && !given.Weakened[i] ? Wider(i) : Drop(i),
                    given.Adds,
                    "token-3"
                );
                var account = new ScriptedAccount(weakened);
                var tokens = new List<string?>();
                account.Intercept = call =>
                {
                    tokens.Add(call.Parameters.GetProperty("UpdateToken").GetString());
                    if (tokens.Count == 1)
                    {
                        account.Put(theirs);
                    }
                    return null;
                };

                var outcome = Handle(account, baseline, new());

                Assert.Equal((Decision.Reverted, outcome.Reason), (outcome.Decision, outcome.Reason));
                Assert.Equal(["token-1", "token-2"], tokens);
                Assert.Empty(account.State<FirewallRuleGroup>(baseline.Id.Id).DifferencesTo(expected));
            },
            iter: 100
        );

    // One rule lets through what it dropped, and tells of what it did not: which of the two is to stay, a person has to say.
    [Fact]
    public void Handle_OthersChangeTheSameRule_IsATicketAndNothingIsWritten()
    {
        var baseline = FirewallSample.Suricata("drop tcp any any -> any 23 (noalert; sid:1;)");
        var account = new ScriptedAccount(FirewallSample.Suricata("alert tcp any any -> any 23 (noalert; sid:1;)"));
        var theirs = With("alert tcp any any -> any 23 (sid:1;)", "token-2");
        account.Intercept = _ =>
        {
            account.Put(theirs);
            return null;
        };
        var tickets = new RecordingTickets();

        var outcome = Handle(account, baseline, tickets);

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Empty(account.Executed);
        Assert.Contains(
            "cannot be put back without undoing something else",
            Assert.Single(tickets.Tickets).Reason,
            StringComparison.Ordinal
        );
    }

    private static string Drop(int i) => Rule("drop", i, $"{1000 + i}");

    private static string Pass(int i) => Rule("pass", i, $"{1000 + i}");

    // Drops more: stronger.
    private static string Wider(int i) => Rule("drop", i, $"{1000 + i}:{2000 + i}");

    private static string Rule(string action, int i, string ports) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{action} tcp any any -> any {ports} (msg:\"r{i}\"; sid:{i + 1};)"
        );

    private static FirewallRuleGroup Group(Func<int, string> rule, bool added, string token)
    {
        var lines = Enumerable.Range(0, 12).Select(i => i == 6 ? $"# six\n{rule(i)}" : rule(i)).ToList();
        if (added)
        {
            lines.Insert(4, Rule("drop", 99, "7777"));
        }
        return With(string.Join('\n', lines), token);
    }

    private static FirewallRuleGroup With(string rules, string token)
    {
        var group = FirewallSample.Suricata(rules);
        var part = group.Parts[FirewallParts.RuleGroup];
        return (FirewallRuleGroup)
            group.WithPart(
                FirewallParts.RuleGroup,
                Core.Resources.Documents.AwsDocument.Parse(
                    part.Text.Replace("token-1", token, StringComparison.Ordinal)
                )
            );
    }

    private static Outcome Handle(ScriptedAccount account, FirewallRuleGroup baseline, RecordingTickets tickets)
    {
        ImmutableArray<Core.Checks.Check> checks = [new NfwWeakened()];
        var policy = Sample.Policy(checks: [("nfw-weakened", new() { Respond = Response.Revert })]);
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = account,
                Ledger = new RecordingLedger(),
                Tickets = [tickets],
                Time = TimeProvider.System,
                Baselines = new MemoryBaselines(baseline),
            },
            new PolicyEvaluator(policy, checks),
            checks,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        var parsed = ParsedEvent.Understood(
            new()
            {
                EventId = "e-1",
                Channel = EventChannel.CloudTrail,
                Resources = [baseline.Id.ToReference()],
                Actor = new() { DisplayName = "alice" },
                Source = "network-firewall.amazonaws.com",
                Name = "UpdateRuleGroup",
                Time = Sample.Now,
                Account = baseline.Id.Account,
                Region = baseline.Id.Region,
            }
        );
        return Assert.Single(reconciler.HandleAsync([parsed], CancellationToken.None).GetAwaiter().GetResult());
    }
}
