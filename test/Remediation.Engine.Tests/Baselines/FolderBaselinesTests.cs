using System.Runtime.CompilerServices;
using Remediation.Engine.Baselines;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Baselines;

public sealed class FolderBaselinesTests : BaselineStoreContract, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("remediation-baselines-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    protected override ValueTask<IBaselineStore> OpenAsync(string name) =>
        ValueTask.FromResult<IBaselineStore>(new FolderBaselines(Path.Combine(_root, name), TimeProvider.System));

    [Fact]
    public async Task Read_EditedState_IsUnknownAndSaysWhichFile()
    {
        var (store, folder) = await KeptAsync();
        var file = Directory.GetFiles(Path.Combine(folder, "states"), "*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(
                "10.0.0.0/8",
                "0.0.0.0/0",
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );

        var fact = await store.ReadAsync(Sample.Group().Id, CancellationToken.None);

        Assert.Null(fact.Value);
        Assert.Contains(Path.GetFileName(file), fact.UnknownReason, StringComparison.Ordinal);
        Assert.Contains("was changed", fact.UnknownReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("{}\n")]
    [InlineData("{\"schema\":\"remediation.baseline/1\",\"version\":\"x\"}\n")]
    [InlineData("[]\n")]
    public async Task Read_BrokenVersions_IsUnknownAndNeverAbsent(string line)
    {
        var (store, folder) = await KeptAsync();
        var file = Directory.GetFiles(Path.Combine(folder, "versions")).Single();
        await File.AppendAllTextAsync(file, line, TestContext.Current.CancellationToken);

        var fact = await store.ReadAsync(Sample.Group().Id, CancellationToken.None);

        Assert.False(fact.IsAbsent);
        Assert.Contains("line 2", fact.UnknownReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_AfterALineThatACrashLeftUnfinished_GoesOnWhereTheLastWholeOneEnded()
    {
        var (store, folder) = await KeptAsync();
        var file = Directory.GetFiles(Path.Combine(folder, "versions")).Single();
        await File.AppendAllTextAsync(file, "{\"schema\":\"remed", TestContext.Current.CancellationToken);

        Assert.NotNull((await store.ReadAsync(Sample.Group().Id, CancellationToken.None)).Value);
        await store.KeepAsync(
            Sample.Group("in tcp/1 from 10.0.0.0/8"),
            BaselineReason.Compliant,
            CancellationToken.None
        );

        var history = (await store.HistoryAsync(Sample.Group().Id, CancellationToken.None)).Value!;
        Assert.Equal([1, 2], history.Select(version => version.Number));
    }

    [Fact]
    public async Task Read_StateGone_IsUnknown()
    {
        var (store, folder) = await KeptAsync();
        Directory.Delete(Path.Combine(folder, "states"), recursive: true);

        var fact = await store.ReadAsync(Sample.Group().Id, CancellationToken.None);

        Assert.False(fact.IsAbsent);
        Assert.NotNull(fact.UnknownReason);
    }

    private async Task<(FolderBaselines Store, string Folder)> KeptAsync([CallerMemberName] string test = "")
    {
        var folder = Path.Combine(_root, test);
        var store = new FolderBaselines(folder, TimeProvider.System);
        Assert.Null(
            await store.KeepAsync(
                Sample.Group("in tcp/443 from 10.0.0.0/8"),
                BaselineReason.Compliant,
                CancellationToken.None
            )
        );
        return (store, folder);
    }
}
