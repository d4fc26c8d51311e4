using System.Globalization;
using Remediation.Engine.Guards;
using Remediation.Engine.Records;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Guards;

public sealed class ChangeBudgetTests
{
    private readonly MemoryRecords _records = new();
    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_MoreThanTheMost_IsHeldAndSaysWhenTheNextMayBe()
    {
        var budget = new ChangeBudget(_records, _time);
        await budget.TakeAsync("a", 2, Token);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Same(GuardVerdict.Proceed, await budget.TakeAsync("b", 2, Token));

        var third = await budget.TakeAsync("c", 2, Token);

        Assert.StartsWith(
            "maxChangesPerHour (2) is reached; the next may be made at 11:00:00Z",
            third.Hold,
            StringComparison.Ordinal
        );
        _time.Advance(TimeSpan.FromMinutes(51));
        Assert.Same(GuardVerdict.Proceed, await budget.TakeAsync("c", 2, Token));
    }

    [Fact]
    public async Task Take_TheSameIdAgain_CountsOnce()
    {
        var budget = new ChangeBudget(_records, _time);
        await budget.TakeAsync("a", 1, Token);

        Assert.Same(GuardVerdict.Proceed, await budget.TakeAsync("a", 1, Token));
        Assert.NotNull((await budget.TakeAsync("b", 1, Token)).Hold);
    }

    [Fact]
    public async Task Take_None_HoldsEverything() =>
        Assert.Equal(
            "maxChangesPerHour (0) is reached",
            (await new ChangeBudget(_records, _time).TakeAsync("a", 0, Token)).Hold
        );

    [Fact]
    public async Task Take_RecordThatNobodyOfUsWrote_ChangesNothing()
    {
        var absent = StoredRecord.Absent(new("budget/changes", "hour"));
        await _records.WriteAsync(absent, "[]", null, Token);

        var verdict = await new ChangeBudget(_records, _time).TakeAsync("a", 5, Token);

        Assert.Contains("cannot be read", verdict.Retry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_ManyEnginesAtOnce_GrantExactlyTheMost()
    {
        const int most = 37;
        var verdicts = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(engine =>
                    Task.Run(async () =>
                    {
                        var (granted, held) = (0, 0);
                        var budget = new ChangeBudget(_records, TimeProvider.System);
                        for (var i = 0; i < 20; i++)
                        {
                            var id = string.Create(CultureInfo.InvariantCulture, $"{engine}-{i}");
                            var verdict = await budget.TakeAsync(id, most, Token);
                            // Where others were always faster, it is asked again later.
                            while (verdict.Retry is not null)
                            {
                                verdict = await budget.TakeAsync(id, most, Token);
                            }
                            granted += verdict == GuardVerdict.Proceed ? 1 : 0;
                            held += verdict.Hold is null ? 0 : 1;
                        }
                        return (granted, held);
                    })
                )
        );

        Assert.Equal(most, verdicts.Sum(item => item.granted));
        Assert.Equal(160 - most, verdicts.Sum(item => item.held));
    }
}
