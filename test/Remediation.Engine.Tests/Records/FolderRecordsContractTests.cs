using Remediation.Engine.Records;

namespace Remediation.Engine.Tests.Records;

public sealed class FolderRecordsContractTests : RecordStoreContract, IDisposable
{
    private static readonly RecordKey Key = new("lease/a", "lease");
    private readonly string _folder = Directory.CreateTempSubdirectory("remediation-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ValueTask<IRecordStore> OpenAsync() => ValueTask.FromResult<IRecordStore>(Open());

    [Fact]
    public async Task Read_FileThatSomebodyEdited_SaysSoAndIsNotWrittenOver()
    {
        var written = (await Open().WriteAsync(StoredRecord.Absent(Key), "{}", null, CancellationToken.None)).Value!;
        var path = Assert.Single(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(path, "nonsense", TestContext.Current.CancellationToken);

        Assert.Contains("edited", (await Open().ReadAsync(Key, CancellationToken.None)).Error!.Message);
        Assert.NotNull((await Open().ListAsync(Key.Collection, CancellationToken.None)).Error);
        Assert.NotNull((await Open().WriteAsync(written, "{}", null, CancellationToken.None)).Error);
        Assert.Equal("nonsense", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_CrashLeftADraftAndTheLock_GoesOn()
    {
        var first = (await Open().WriteAsync(StoredRecord.Absent(Key), "{}", null, CancellationToken.None)).Value!;
        var path = Assert.Single(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(path + ".new", "half a re", TestContext.Current.CancellationToken);

        Assert.Equal(first, (await Open().ReadAsync(Key, CancellationToken.None)).Value);
        Assert.Equal(first, Assert.Single((await Open().ListAsync(Key.Collection, CancellationToken.None)).Value!));
        Assert.Null((await Open().WriteAsync(first, """{"n":2}""", null, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task Write_FolderThatCannotBeMade_IsAnErrorThatNamesThePlace()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var answer = await new FolderRecords(file, TimeProvider.System).WriteAsync(
            StoredRecord.Absent(Key),
            "{}",
            null,
            CancellationToken.None
        );

        Assert.Equal("RecordUnwritable", answer.Error?.Code);
        Assert.Contains(file, answer.Error!.Message, StringComparison.Ordinal);
    }

    private FolderRecords Open() => new(_folder, TimeProvider.System);
}
