using Remediation.Core.Resources;
using Remediation.Engine.Leases;
using Remediation.Engine.Records;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Leases;

public sealed class LeaseKeeperTests
{
    private static readonly LeaseOptions Options = new();
    private static readonly ResourceId Resource = Sample.Group().Id;
    private readonly MemoryRecords _records = new();
    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acquire_Free_IsGrantedForItsTime()
    {
        var keeper = Keeper("a");

        var lease = await TakeAsync(keeper);

        Assert.False(lease.IsTakenOver);
        Assert.Null(lease.Unfinished);
        Assert.Null(await keeper.WhyLostAsync(lease, Token));
        Assert.True(lease.Until - _time.GetUtcNow() <= Options.Duration);
        Assert.True(lease.Until - _time.GetUtcNow() > Options.Duration - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Acquire_HeldByAnother_IsRefusedAfterItsPatienceAndNamesTheHolder()
    {
        await TakeAsync(Keeper("a"));
        var before = _time.GetUtcNow();

        var answer = await Keeper("b").AcquireAsync(Resource, Token);

        Assert.False(answer.IsGranted);
        Assert.Contains($"another engine (a) is at work on {Resource.Id}", answer.Refusal, StringComparison.Ordinal);
        Assert.InRange(_time.GetUtcNow() - before, Options.Patience - Options.Pause, Options.Patience + Options.Pause);
    }

    [Fact]
    public async Task Acquire_OtherResource_IsGrantedMeanwhile()
    {
        await TakeAsync(Keeper("a"));

        var answer = await Keeper("b").AcquireAsync(Resource with { Id = "sg-0bbbbbbbbbbbbbbbb" }, Token);

        Assert.True(answer.IsGranted);
    }

    [Fact]
    public async Task Acquire_AfterItRanOut_IsTakenOverAndTheFirstIsTold()
    {
        var (first, second) = (Keeper("a"), Keeper("b"));
        var lost = await TakeAsync(first);
        _time.Advance(Options.Duration);

        Assert.Contains("ran out", await first.WhyLostAsync(lost, Token), StringComparison.Ordinal);
        var lease = await TakeAsync(second);

        Assert.True(lease.IsTakenOver);
        Assert.Null(await second.WhyLostAsync(lease, Token));
    }

    [Fact]
    public async Task WhyLost_TakenOverWhileItsOwnClockStillGivesTime_NamesAnotherEngine()
    {
        // The first engine's clock is behind.
        var slow = new VirtualTime(_time.GetUtcNow() - TimeSpan.FromMinutes(1));
        var first = new LeaseKeeper(_records, "a", slow, Options);
        var lost = await TakeAsync(first);
        _time.Advance(Options.Duration);
        await TakeAsync(Keeper("b"));

        Assert.True(first.HasTime(lost));
        Assert.Contains("another engine", await first.WhyLostAsync(lost, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_WithNothingLeft_TheNextHasNothingToSettle()
    {
        var first = Keeper("a");
        await first.ReleaseAsync(await TakeAsync(first));

        var lease = await TakeAsync(Keeper("b"));

        Assert.False(lease.IsTakenOver);
        Assert.Null(lease.Unfinished);
    }

    [Fact]
    public async Task Release_WithUnfinishedWork_IsToldToTheNextUntilSomebodyFinishesIt()
    {
        var (first, second) = (Keeper("a"), Keeper("b"));
        await first.ReleaseAsync(await TakeAsync(first), "r-1");

        var next = await TakeAsync(second);
        Assert.Equal((false, "r-1"), (next.IsTakenOver, next.Unfinished));
        _time.Advance(Options.Duration);
        var afterACrash = await TakeAsync(first);
        Assert.Equal((true, "r-1"), (afterACrash.IsTakenOver, afterACrash.Unfinished));
        await first.ReleaseAsync(afterACrash);

        Assert.Null((await TakeAsync(second)).Unfinished);
    }

    [Fact]
    public async Task Release_AfterAnotherTookOver_LeavesTheOthersLeaseAlone()
    {
        var (first, second) = (Keeper("a"), Keeper("b"));
        var lost = await TakeAsync(first);
        _time.Advance(Options.Duration);
        var held = await TakeAsync(second);

        await first.ReleaseAsync(lost);

        Assert.Null(await second.WhyLostAsync(held, Token));
    }

    [Fact]
    public async Task Abandon_TheNextTakesItAtOnceAndSettles()
    {
        var first = Keeper("a");
        await first.AbandonAsync(await TakeAsync(first));

        var answer = await Keeper("b").AcquireAsync(Resource, Token);

        Assert.True(answer.Lease!.IsTakenOver);
    }

    [Fact]
    public async Task Acquire_ManyAtOnce_IsGrantedToOne()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(() => Keeper($"e{i}").AcquireAsync(Resource, Token), Token))
        );

        Assert.Single(answers, answer => answer.IsGranted);
    }

    [Fact]
    public async Task Acquire_RecordThatNoEngineWrote_IsTakenOver()
    {
        var key = new RecordKey($"lease/{Resource.Arn}", "lease");
        await _records.WriteAsync(StoredRecord.Absent(key), "[1]", null, Token);

        Assert.True((await TakeAsync(Keeper("a"))).IsTakenOver);
    }

    private LeaseKeeper Keeper(string owner) => new(_records, owner, _time, Options);

    private static async Task<Lease> TakeAsync(LeaseKeeper keeper)
    {
        var answer = await keeper.AcquireAsync(Resource, Token);
        Assert.True(answer.IsGranted, answer.Refusal);
        return answer.Lease;
    }
}
