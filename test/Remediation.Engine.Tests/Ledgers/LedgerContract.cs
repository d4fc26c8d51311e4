using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Ledgers;

/// <summary>What every ledger has to do. Derived in the tests of each.</summary>
public abstract class LedgerContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>An empty ledger, or the same one again as another process would open it.</summary>
    protected abstract ValueTask<ILedger> OpenAsync();

    [Fact]
    public async Task History_NothingRecorded_IsEmptyAndSound()
    {
        var ledger = await OpenAsync();

        Assert.Empty((await ledger.HistoryAsync(Sample.Group().Id, None)).Value!);
        Assert.Empty((await ledger.ListAsync(None)).Value!);
        var verification = (await ledger.VerifyAsync(None)).Value!;
        Assert.True(verification.IsSound);
        Assert.Equal((0, 0), (verification.Resources, verification.Entries));
    }

    [Fact]
    public async Task Record_Entries_AreReadBackWholeAndInOrderByAnother()
    {
        var ledger = await OpenAsync();
        var intent = Entry("20261120T100000Z-a");
        var outcome = intent with
        {
            Kind = LedgerEntryKind.Outcome,
            PriorState = null,
            Succeeded = false,
            CallsDone = 1,
            Error = "call 2 of 2 was not taken: Throttling: slow \"down\" é",
        };

        Assert.Null(await ledger.RecordAsync(intent, None));
        Assert.Null(await ledger.RecordAsync(outcome, None));

        var records = (await (await OpenAsync()).HistoryAsync(intent.Resource, None)).Value!;
        Assert.Equal([1, 2], records.Select(record => record.Number));
        Assert.Equal([LedgerHead.NoPrevious, records[0].Hash], records.Select(record => record.Previous));
        AssertSame(intent, records[0].Entry);
        AssertSame(outcome, records[1].Entry);
    }

    [Fact]
    public async Task Recent_IsTheEndOfTheHistoryInTheOrderRecorded()
    {
        var ledger = await OpenAsync();
        Assert.Empty((await ledger.RecentAsync(Sample.Group().Id, 3, None)).Value!);
        // Two engines whose clocks differ: the ids do not follow one another.
        for (var i = 0; i < 14; i++)
        {
            Assert.Null(await ledger.RecordAsync(Entry($"2026112{i % 2}T{i:D6}Z-a"), None));
        }

        foreach (var most in (int[])[1, 5, 14, 100])
        {
            var recent = (await ledger.RecentAsync(Sample.Group().Id, most, None)).Value!;
            Assert.Equal(Enumerable.Range(1, 14).TakeLast(most), recent.Select(record => record.Number));
        }
        var whole = (await ledger.HistoryAsync(Sample.Group().Id, None)).Value!;
        Assert.Equal(Enumerable.Range(1, 14), whole.Select(record => record.Number));
    }

    [Fact]
    public async Task Following_IsWhatComesAfterAnEntryInTheOrderRecorded()
    {
        var ledger = await OpenAsync();
        Assert.Empty((await ledger.FollowingAsync(Sample.Group().Id, 0, 3, None)).Value!);
        for (var i = 0; i < 14; i++)
        {
            Assert.Null(await ledger.RecordAsync(Entry($"2026112{i % 2}T{i:D6}Z-a"), None));
        }

        foreach (var (after, most) in ((int, int)[])[(0, 3), (0, 14), (0, 100), (9, 4), (12, 5), (14, 5), (20, 5)])
        {
            var following = (await ledger.FollowingAsync(Sample.Group().Id, after, most, None)).Value!;
            Assert.Equal(Enumerable.Range(1, 14).Skip(after).Take(most), following.Select(record => record.Number));
        }
    }

    [Fact]
    public async Task Verify_WhatWasRecorded_IsSoundAndTheRootMovesWithEveryEntry()
    {
        var ledger = await OpenAsync();
        var roots = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            var entry = Entry($"r-{i}");
            var id = entry.Resource with { Id = $"sg-0000000{i % 2}" };
            Assert.Null(await ledger.RecordAsync(entry with { Resource = id }, None));

            var verification = (await ledger.VerifyAsync(None)).Value!;
            Assert.Empty(verification.Faults);
            Assert.Equal(i + 1, verification.Entries);
            Assert.True(roots.Add(verification.Root));
        }
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => $"r-{i}"),
            (await ledger.ListAsync(None)).Value!.Select(record => record.Entry.Id)
        );
    }

    [Fact]
    public async Task Record_HugePriorState_IsKeptWhole()
    {
        var ledger = await OpenAsync();
        var state = "{\"Parts\":{\"x\":\"" + new string('x', 900_000) + "\"}}";

        Assert.Null(await ledger.RecordAsync(Entry("r-1") with { PriorState = state }, None));

        var record = Assert.Single((await ledger.HistoryAsync(Sample.Group().Id, None)).Value!);
        Assert.Equal(state, record.Entry.PriorState);
        Assert.True((await ledger.VerifyAsync(None)).Value!.IsSound);
    }

    [Fact]
    public async Task Record_ByManyAtOnce_KeepsWhatItAcknowledgedAndOneChain()
    {
        await OpenAsync();
        var errors = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(async i => await (await OpenAsync()).RecordAsync(Entry($"r-{i}"), None))
        );

        var ledger = await OpenAsync();
        var records = (await ledger.HistoryAsync(Sample.Group().Id, None)).Value!;
        Assert.Equal(errors.Count(error => error is null), records.Count);
        Assert.NotEmpty(records);
        Assert.Empty((await ledger.VerifyAsync(None)).Value!.Faults);
    }

    protected static LedgerEntry Entry(string id) =>
        new()
        {
            Id = id,
            Kind = LedgerEntryKind.Intent,
            Resource = Sample.Group().Id,
            Time = Sample.Now,
            PlanHash = "abc",
            Events = ["e-1", "e-2"],
            Actor = "arn:aws:iam::123456789012:user/alice",
            Checks = ["sg-open-admin-port"],
            Calls =
            [
                ApiCall.Create(
                    "ec2",
                    "RevokeSecurityGroupIngress",
                    ApiCallEffect.Removes,
                    "revoke",
                    writer => writer.WriteString("GroupId", "sg-1")
                ),
            ],
            PriorState = """{"SecurityGroup":{"GroupId":"sg-1"},"SecurityGroupRules":[]}""",
        };

    private static void AssertSame(LedgerEntry expected, LedgerEntry actual)
    {
        Assert.Equal(expected with { Events = actual.Events, Checks = actual.Checks, Calls = actual.Calls }, actual);
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Checks, actual.Checks);
        Assert.Equal(expected.Calls, actual.Calls);
    }
}
