using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Remediation.Core.Policies;
using Remediation.Engine.Records;
using Remediation.Engine.Undo;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

/// <summary>
/// Leases, holds, covers, approvals, tickets, the outbox, counts, what is to be looked at again: whatever somebody wrote into any of
/// these records, an engine goes on, and what it cannot do for that it tells.
/// </summary>
public sealed class RecordFuzzTests
{
    private const string Check = "sg-open-admin-port";
    private static readonly string[] Junk =
    [
        "",
        "null",
        "[]",
        "{",
        "{\"until\":\"9999-12-31T23:59:59.9999999Z\",\"owner\":\"x\",\"owner\":\"y\"}",
        "{\"until\":\"0001-01-01T00:00:00Z\"}",
        "{\"due\":\"0001-01-01T00:00:00Z\",\"type\":\"\",\"id\":\"\"}",
        "{\"a\":\"9999-12-31T23:59:59.9999999Z\"}",
        "{\"Version\":2147483647}",
        "{\"\\ud800\":\"\\ud800\"}",
    ];

    private static readonly Gen<string> Any = Gen.OneOf(Junk);

    [Fact]
    public async Task Handle_JunkInAnyRecord_IsNeverADefect()
    {
        var kept = await KeptAsync();
        foreach (
            var (which, text) in Enumerable
                .Range(0, kept.Length)
                .SelectMany(which => Junk.Select(text => (which, text)))
        )
        {
            var told = await HandleAsync(kept, [(which, text)]);
            Assert.All(told, reason => Assert.DoesNotContain("defect", reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Handle_AnyValueOfARecordGoneOrOther_IsNeverADefect()
    {
        var kept = await KeptAsync();
        var spoilt = kept.Select((record, which) => (record, which))
            .SelectMany(item =>
                Damage.EachValue(Encoding.UTF8.GetBytes(item.record.Json)).Select(text => (item.which, text))
            )
            .ToList();
        Assert.True(spoilt.Count > 1_000);
        Parallel.ForEach(
            spoilt,
            item =>
            {
                var text = Encoding.UTF8.GetString(item.text);
                AssertNoDefect(kept, [(item.which, text)], Handle(kept, [(item.which, text)]));
            }
        );
    }

    [Fact]
    public async Task Handle_AnyDamageOfTheRecords_IsNeverADefect()
    {
        var kept = await KeptAsync();
        var collections = kept.Select(record => record.Key.Collection.Split('/')[0]).Distinct().ToList();
        foreach (
            var collection in new[]
            {
                "lease",
                "hold",
                "break-glass",
                "approval",
                "budget",
                "recheck",
                "ticket",
                "outbox",
            }
        )
        {
            Assert.Contains(collections, name => name.StartsWith(collection, StringComparison.Ordinal));
        }
        Gen.Int[0, kept.Length - 1]
            .SelectMany(which =>
                Gen.OneOf(Damage.Of([Encoding.UTF8.GetBytes(kept[which].Json)]).Select(Encoding.UTF8.GetString), Any)
                    .Select(text => (which, text))
            )
            .Array[1, 2]
            .Sample(
                spoilt =>
                {
                    var input = Encoding.UTF8.GetBytes(string.Concat(spoilt.Select(item => item.text)));
                    var told = Bounded.Read(input, () => Handle(kept, spoilt));
                    AssertNoDefect(kept, spoilt, told);
                },
                iter: 1_500
            );
    }

    private static void AssertNoDefect(
        ImmutableArray<StoredRecord> kept,
        (int Which, string Text)[] spoilt,
        IReadOnlyList<string> told
    ) =>
        Assert.False(
            told.Any(reason => reason.Contains("defect", StringComparison.Ordinal)),
            $"{string.Join('\n', spoilt.Select(item => $"{kept[item.Which].Key}: {item.Text}"))}\n{string.Join('\n', told)}"
        );

    private static IReadOnlyList<string> Handle(ImmutableArray<StoredRecord> kept, (int Which, string Text)[] spoilt) =>
        HandleAsync(kept, spoilt).GetAwaiter().GetResult();

    // The whole round: an event, what is due, an approval, an undo.
    private static async Task<IReadOnlyList<string>> HandleAsync(
        ImmutableArray<StoredRecord> kept,
        (int Which, string Text)[] spoilt
    )
    {
        var loop = NewLoop();
        foreach (var (record, index) in kept.Select((record, index) => (record, index)))
        {
            var text = spoilt.FirstOrDefault(item => item.Which == index).Text ?? record.Json;
            await loop.Records.WriteAsync(StoredRecord.Absent(record.Key), text, null, CancellationToken.None);
        }
        loop.Time.Advance(TimeSpan.FromHours(2));
        var outcomes = (await loop.HandleAsync(loop.By("Developer"))).AddRange(await loop.HandleDueAsync());
        var approved = await loop.ApproveAsync(PlanOf(kept));
        return [.. outcomes.AddRange(approved.Outcomes).Select(outcome => outcome.Reason), approved.Refusal ?? ""];
    }

    private static string PlanOf(ImmutableArray<StoredRecord> kept) =>
        kept.First(record => record.Key.Collection.StartsWith("approval/", StringComparison.Ordinal)).Key.Collection[
            "approval/".Length..
        ];

    private static Loop NewLoop()
    {
        var loop = new Loop(Policy(Response.Revert), Open())
        {
            Options = new()
            {
                Apply = true,
                VerifyDelays = [TimeSpan.Zero],
                Leases = new() { Patience = TimeSpan.FromSeconds(1) },
            },
        };
        return loop;
    }

    private static Policy Policy(Response response) =>
        Sample.Policy(checks: [(Check, new() { Respond = response })]) with
        {
            Guardrails = new()
            {
                BreakGlassPrincipals = ["arn:aws:iam::*:role/BreakGlass"],
                BreakGlassFor = TimeSpan.FromHours(1),
                MaxChangesPerHour = 10,
            },
        };

    private static Core.Resources.SecurityGroups.SecurityGroup Open() =>
        Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/443 from 10.0.0.0/8");

    // One record of each kind at least, as engines wrote them.
    private static async Task<ImmutableArray<StoredRecord>> KeptAsync()
    {
        var loop = NewLoop();
        await loop.HandleAsync(loop.By("BreakGlass"));
        loop.Policy = Policy(Response.Ask);
        loop.Time.Advance(TimeSpan.FromMinutes(1));
        await loop.HandleAsync(loop.By("Developer"));
        loop.Time.Advance(TimeSpan.FromHours(2));
        await loop.HandleAsync(loop.By("Developer"));
        loop.Policy = Policy(Response.Revert);
        var done = Assert.Single(await loop.HandleAsync(loop.By("Developer")));
        Assert.Equal(Decision.Reverted, done.Decision);
        var ports = new EnginePorts
        {
            Account = loop.Account,
            Ledger = loop.Ledger,
            Records = loop.Records,
            Time = loop.Time,
        };
        var undone = await new Undoer(ports, new(), [TimeSpan.Zero]).ApplyAsync(
            new(done.LedgerId!, "carol"),
            CancellationToken.None
        );
        Assert.Null(undone.Failure);
        // A sink that is down leaves a pointer in the outbox.
        loop.Tickets.Refusal = new("Unreachable", "nobody answered");
        loop.Time.Advance(TimeSpan.FromMinutes(1));
        await loop.HandleAsync(loop.By("Developer"));
        return loop.Records.All();
    }
}
