using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>
/// The law of a restoration beside others: what was weakened and what somebody else changed meanwhile are put together as if the
/// weakening had never been. The oracle makes the other's change to the web ACL as it was; it knows nothing of merging.
/// </summary>
public sealed class WebAclMergeTests
{
    private const int Iterations = 30;

    [Fact]
    public void Handle_FiveWeakeningsOfThirtyRules_AreOneUpdateWithTheTokenRead() =>
        Gen.Int.Sample(
            seed =>
            {
                var given = new WafMergeCase(seed);
                var account = new ScriptedAccount(given.Weakened);

                var outcome = Handle(account, given.Baseline, new());

                Assert.Equal((Decision.Reverted, outcome.Reason), (outcome.Decision, outcome.Reason));
                var call = Assert.Single(account.Executed);
                Assert.Equal(
                    ("UpdateWebACL", "edited"),
                    (call.Operation, call.Parameters.GetProperty("LockToken").GetString())
                );
                Assert.Equal(30, call.Parameters.GetProperty("Rules").GetArrayLength());
                Assert.Empty(account.State<WebAcl>(WafSample.AclArn).DifferencesTo(given.Baseline));
                AssertInvented(given, call);
            },
            iter: Iterations
        );

    [Fact]
    public void Handle_OthersChangeBetweenReadAndUpdate_EndsAsIfNothingHadBeenWeakened() =>
        Gen.Int.Sample(
            seed =>
            {
                var given = new WafMergeCase(seed);
                var edits = given.Legitimate();
                var account = new ScriptedAccount(given.Weakened);
                var tokens = new List<string?>();
                account.Intercept = call =>
                {
                    tokens.Add(call.Parameters.GetProperty("LockToken").GetString());
                    if (tokens.Count == 1)
                    {
                        account.Put(WafMergeCase.Edited(given.Weakened, "theirs", edits));
                    }
                    return null;
                };

                var outcome = Handle(account, given.Baseline, new());

                Assert.Equal((Decision.Reverted, outcome.Reason), (outcome.Decision, outcome.Reason));
                Assert.Equal(["edited", "theirs"], tokens);
                var expected = WafMergeCase.Edited(given.Baseline, "oracle", edits);
                Assert.Empty(account.State<WebAcl>(WafSample.AclArn).DifferencesTo(expected));
                AssertInvented(given, Assert.Single(account.Executed));
            },
            iter: Iterations
        );

    // A rule of theirs stands where one that was removed has to come back to: either of the two would have to give way.
    [Fact]
    public void Handle_OthersChangeInTheSamePlace_IsATicketAndNothingIsWritten() =>
        Gen.Select(Gen.Int, Gen.Int[0, 29])
            .Sample(
                (seed, gone) =>
                {
                    var given = new WafMergeCase(seed);
                    if (given.Baseline.Rules[gone].Effect == WafRuleEffect.Allows)
                    {
                        return;
                    }
                    var (name, priority) = (
                        given.Baseline.Rules[gone].Name,
                        given.Baseline.Rules[gone].Priority!.Value
                    );
                    var weakened = WafMergeCase.Edited(
                        given.Baseline,
                        "edited",
                        [output => output["WebACL"]!["Rules"]!.AsArray().Remove(WafSample.RuleIn(output, name))]
                    );
                    var theirs = WafMergeCase.Edited(
                        weakened,
                        "theirs",
                        [
                            output =>
                                output["WebACL"]!["Rules"]!
                                    .AsArray()
                                    .Add(JsonNode.Parse(WafSample.Rule("theirs", priority, WafSample.Geo("CX")))),
                        ]
                    );
                    var account = new ScriptedAccount(weakened);
                    account.Intercept = _ =>
                    {
                        account.Put(theirs);
                        return null;
                    };
                    var tickets = new RecordingTickets();

                    var outcome = Handle(account, given.Baseline, tickets);

                    Assert.Equal(Decision.Ticketed, outcome.Decision);
                    Assert.Empty(account.Executed);
                    Assert.Same(theirs, account.State<WebAcl>(WafSample.AclArn));
                    Assert.Contains("place is now taken by theirs", Assert.Single(tickets.Tickets).Reason);
                },
                iter: Iterations
            );

    private static void AssertInvented(WafMergeCase given, ApiCall call)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(call.Parameters, sent);
        Assert.Equal(
            given.InventedMembers.Select(member => (member.Key, Written(member.Value))).Order(),
            sent.Select(member => (member.Key, member.Value)).Order()
        );
        Assert.All(
            given.InventedMembers,
            member =>
                Assert.Contains(
                    $"\"{member.Key}\":{Written(member.Value)}",
                    call.ParametersJson,
                    StringComparison.Ordinal
                )
        );
    }

    // Every byte of the value; only a letter that was escaped without need stands there plainly.
    private static string Written(string json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.RootElement.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Collect(JsonElement element, Dictionary<string, string> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, found);
            }
        }
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (member.Name.StartsWith("Invented", StringComparison.Ordinal))
            {
                found.Add(member.Name, member.Value.GetRawText());
            }
            else
            {
                Collect(member.Value, found);
            }
        }
    }

    private static Outcome Handle(ScriptedAccount account, WebAcl baseline, RecordingTickets tickets)
    {
        ImmutableArray<Core.Checks.Check> checks = [new WafWeakened()];
        var policy = Sample.Policy(checks: [("waf-weakened", new() { Respond = Response.Revert })]);
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
                Resources = [new(ResourceTypes.WebAcl, Sample.Account, Sample.Region) { Id = WafSample.AclArn }],
                Actor = new() { DisplayName = "alice" },
                Source = "wafv2.amazonaws.com",
                Name = "UpdateWebACL",
                Time = Sample.Now,
                Account = Sample.Account,
                Region = Sample.Region,
            }
        );
        return Assert.Single(reconciler.HandleAsync([parsed], CancellationToken.None).GetAwaiter().GetResult());
    }
}
