using System.Text;
using System.Text.Json;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Tickets.Systems;
using Remediation.Engine.Tickets;
using Remediation.Testing;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>Whatever goes wrong with whatever sink: the secret stands in no record, no ledger entry, no outcome and no message.</summary>
public sealed class SecretLeakTests
{
    public static TheoryData<Trouble> Troubles => [.. Enum.GetValues<Trouble>()];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Engine_AllSinksInTrouble_TellsTheSecretNowhere(Trouble trouble)
    {
        var told = new StringBuilder();
        await using var server = new LocalServer(request => LocalAnswer.Of(500, Echo(request))) { Trouble = trouble };
        var time = new VirtualTime(Sample.Now);
        using var senders = new Senders(time, TimeSpan.FromSeconds(trouble == Trouble.Silence ? 1 : 30));
        senders.Stored.Secret = $"{server.Endpoint}{Senders.TheSecret}";
        var policy = PolicyOf(server.Endpoint);
        var destinations = new PolicyDestinations(
            senders.Stored,
            senders.Web,
            time,
            (name, error) =>
            {
                lock (told)
                {
                    told.AppendLine($"{name} {error}");
                }
            }
        );
        var records = new MemoryRecords();
        var ledger = new MemoryLedger();
        var account = new ScriptedAccount(Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/3306 from 0.0.0.0/0"));
        var engine = new Reconciler(
            new()
            {
                Account = account,
                Ledger = ledger,
                Time = time,
                Records = records,
                Tickets = destinations.Tickets(policy),
                Notifiers = destinations.Notifiers(policy),
            },
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        var target = account.State<SecurityGroup>(Sample.GroupId).Id;

        var outcomes = await engine.HandleAsync(
            [Faults.FaultRun.Event("e-1", target)],
            TestContext.Current.CancellationToken
        );

        told.AppendLine(Json(outcomes)).AppendLine($"{policy}");
        foreach (var collection in (string[])[TicketKeys.Outbox, TicketKeys.Collection(target)])
        {
            foreach (var record in (await records.ListAsync(collection, CancellationToken.None)).Value!)
            {
                told.AppendLine($"{record}");
            }
        }
        foreach (var pointer in (await records.ListAsync(TicketKeys.Outbox, CancellationToken.None)).Value!)
        {
            var parts = pointer.Key.Name.Split('\n');
            told.AppendLine($"{(await records.ReadAsync(new(parts[0], parts[1]), CancellationToken.None)).Value}");
        }
        foreach (var entry in ledger.Entries)
        {
            told.AppendLine($"{entry}").AppendLine(string.Join('\n', entry.Calls));
        }
        var text = told.ToString();
        // The search would find it: everything was sent, failed, and was told of.
        Assert.NotEmpty(server.Requests);
        Assert.Contains("jira 127.0.0.1", text, StringComparison.Ordinal);
        Assert.Contains(
            server.Requests,
            request => request.Target.Contains(Senders.TheSecret, StringComparison.Ordinal)
        );
        Assert.Contains(server.Requests, request => request.Header("Authorization").Length > 0);
        foreach (var secret in Forms(senders.Stored.Secret))
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static string[] Forms(string secret) =>
        [
            Senders.TheSecret,
            secret,
            Uri.EscapeDataString(secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"bot@example.com:{secret}")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"remediation:{secret}")),
        ];

    private static string Echo(LocalRequest request) =>
        $"{request.Target} {string.Join(' ', request.Headers.Values)} {request.Text}";

    private static string Json(IReadOnlyCollection<Outcome> outcomes)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            OutcomesJson.Write(writer, outcomes);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Policy PolicyOf(Uri url)
    {
        var text = $$"""
            version: 1
            mode: enforce
            checks:
              "*": { respond: observe }
              sg-open-admin-port: { respond: revert }
              sg-open-high-risk-port: { respond: ticket }
            tickets:
              - jira: { url: "{{url}}", project: SEC, user: bot@example.com, token: /remediation/jira }
              - serviceNow: { url: "{{url}}", user: remediation, password: /remediation/servicenow }
              - github: { url: "{{url}}", repository: example/network, token: /remediation/github }
              - webhook: { url: "{{url}}hook", secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:hook-AbCdEf" }
            notify:
              - slack: /remediation/slack
            """;
        var loaded = PolicyLoader.Load(
            text,
            "test.yaml",
            "test",
            [.. CheckCatalog.All.Select(check => check.Metadata)]
        );
        Assert.Empty(loaded.Diagnostics);
        return loaded.Policy!;
    }
}
