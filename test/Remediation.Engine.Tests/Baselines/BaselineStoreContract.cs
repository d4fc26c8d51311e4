using Remediation.Core.Resources;
using Remediation.Engine.Baselines;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Baselines;

/// <summary>What every store of baselines has to do. Derived in the tests of each.</summary>
public abstract class BaselineStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>An empty store, or the same one again as another process would open it.</summary>
    protected abstract ValueTask<IBaselineStore> OpenAsync(string name);

    [Fact]
    public async Task Read_NothingKept_IsAbsent()
    {
        var store = await OpenAsync(nameof(Read_NothingKept_IsAbsent));

        Assert.True((await store.ReadAsync(Sample.Group().Id, None)).IsAbsent);
        Assert.Empty((await store.HistoryAsync(Sample.Group().Id, None)).Value!);
        Assert.Empty((await store.ListAsync(None)).Value!);
    }

    [Fact]
    public async Task Keep_State_IsReadBackTheSameByAnother()
    {
        var state = Sample.Group("in tcp/443 from 10.0.0.0/8 \"corp\"", "out -1 from 0.0.0.0/0");
        var store = await OpenAsync(nameof(Keep_State_IsReadBackTheSameByAnother));

        Assert.Null(await store.KeepAsync(state, BaselineReason.Compliant, None));

        var other = await OpenAsync(nameof(Keep_State_IsReadBackTheSameByAnother));
        var baseline = await other.ReadAsync(state.Id, None);
        Assert.Equal(state.Fingerprint, baseline.Value?.Fingerprint);
    }

    [Fact]
    public async Task Keep_SameStateAgain_AddsNoVersion()
    {
        var state = Sample.Group("in tcp/443 from 10.0.0.0/8");
        var store = await OpenAsync(nameof(Keep_SameStateAgain_AddsNoVersion));

        await store.KeepAsync(state, BaselineReason.Compliant, None);
        await store.KeepAsync(state, BaselineReason.Compliant, None);

        Assert.Single((await store.HistoryAsync(state.Id, None)).Value!);
    }

    [Fact]
    public async Task Keep_ApprovalOfWhatWasFoundCompliant_IsAVersionOfItsOwn()
    {
        var state = Sample.Group("in tcp/443 from 10.0.0.0/8");
        var store = await OpenAsync(nameof(Keep_ApprovalOfWhatWasFoundCompliant_IsAVersionOfItsOwn));

        await store.KeepAsync(state, BaselineReason.Compliant, None);
        await store.KeepAsync(state, BaselineReason.Approved("alice"), None);
        await store.KeepAsync(state, BaselineReason.Compliant, None);

        var history = (await store.HistoryAsync(state.Id, None)).Value!;
        Assert.Equal([false, true], history.Select(version => version.Reason.IsApproval));
        Assert.Equal("approved by alice", history[1].Reason.Text);
        Assert.Equal(history[0].Sha256, history[1].Sha256);
    }

    [Fact]
    public async Task Keep_SeveralStates_KeepsEveryVersionAndTheLastIsTheBaseline()
    {
        ResourceState[] states =
        [
            Sample.Group("in tcp/443 from 10.0.0.0/8"),
            Sample.Group("in tcp/443 from 10.0.0.0/8", "in tcp/80 from 10.0.0.0/8"),
            Sample.Group("in tcp/443 from 10.0.0.0/9"),
        ];
        var store = await OpenAsync(nameof(Keep_SeveralStates_KeepsEveryVersionAndTheLastIsTheBaseline));

        foreach (var state in states)
        {
            Assert.Null(await store.KeepAsync(state, BaselineReason.Compliant, None));
        }

        var history = (await store.HistoryAsync(states[0].Id, None)).Value!;
        Assert.Equal([1, 2, 3], history.Select(version => version.Number));
        Assert.Equal(states.Select(state => state.Fingerprint), history.Select(version => version.Fingerprint));
        foreach (var (version, state) in history.Zip(states))
        {
            Assert.Equal(state.Fingerprint, (await store.StateAsync(version, None)).Value?.Fingerprint);
        }
        Assert.Equal(states[2].Fingerprint, (await store.ReadAsync(states[0].Id, None)).Value?.Fingerprint);
    }

    [Fact]
    public async Task List_SeveralResources_GivesTheLastVersionOfEach()
    {
        var store = await OpenAsync(nameof(List_SeveralResources_GivesTheLastVersionOfEach));
        await store.KeepAsync(Sample.Group("in tcp/443 from 10.0.0.0/8"), BaselineReason.Compliant, None);
        await store.KeepAsync(Sample.Group("in tcp/80 from 10.0.0.0/8"), BaselineReason.Compliant, None);
        await store.KeepAsync(Sample.Acl("in 100 allow tcp/443 from 0.0.0.0/0"), BaselineReason.Compliant, None);

        var listed = (await store.ListAsync(None)).Value!;

        Assert.Equal(
            [(Sample.Acl().Id, 1), (Sample.Group().Id, 2)],
            listed
                .Select(version => (version.Resource, version.Number))
                .OrderBy(item => item.Resource.Id, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Keep_ManyAtOnce_LosesNothingAndKeepsTheNumbersWhole()
    {
        var name = nameof(Keep_ManyAtOnce_LosesNothingAndKeepsTheNumbersWhole);
        await OpenAsync(name);
        var states = Enumerable.Range(1, 6).Select(i => Sample.Group($"in tcp/{i} from 10.0.0.0/8")).ToList();

        var errors = await Task.WhenAll(
            states.Select(async state => await (await OpenAsync(name)).KeepAsync(state, BaselineReason.Compliant, None))
        );

        // Who could not keep his state was told; who was not told has a version of his own.
        var history = (await (await OpenAsync(name)).HistoryAsync(states[0].Id, None)).Value!;
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(version => version.Number));
        Assert.Equal(errors.Count(error => error is null), history.Count);
        Assert.NotEmpty(history);
    }
}
