using Remediation.Engine.Records;

namespace Remediation.Engine.Tests.Records;

/// <summary>What every store of records has to do. Derived in the tests of each.</summary>
public abstract class RecordStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RecordKey Key = new(
        "lease/arn:aws:ec2:us-east-1:123456789012:security-group/sg-1",
        "lease"
    );

    /// <summary>An empty store, or the same one again as another process would open it.</summary>
    protected abstract ValueTask<IRecordStore> OpenAsync();

    [Fact]
    public async Task Read_NothingWritten_IsAbsent()
    {
        var store = await OpenAsync();

        Assert.Equal(StoredRecord.Absent(Key), (await store.ReadAsync(Key, None)).Value);
        Assert.Empty((await store.ListAsync(Key.Collection, None)).Value!);
    }

    [Fact]
    public async Task Write_New_IsReadByAnotherAsItWasWritten()
    {
        var written = await WriteAsync(StoredRecord.Absent(Key), """{ "é" : "a\nb" }""");

        Assert.Equal(1, written.Revision);
        Assert.Equal(written, (await (await OpenAsync()).ReadAsync(Key, None)).Value);
    }

    [Fact]
    public async Task Write_InThePlaceOfWhatWasRead_CountsItsRevisionUp()
    {
        var first = await WriteAsync(StoredRecord.Absent(Key), "{}");
        var second = await WriteAsync(first, """{"n":2}""");

        Assert.Equal(new(Key, 2, """{"n":2}"""), second);
        Assert.Equal(second, (await (await OpenAsync()).ReadAsync(Key, None)).Value);
    }

    [Fact]
    public async Task Write_AfterSomebodyElse_IsAConflictAndChangesNothing()
    {
        var store = await OpenAsync();
        var first = await WriteAsync(StoredRecord.Absent(Key), "{}");
        var second = await WriteAsync(first, """{"n":2}""");

        foreach (var stale in new[] { StoredRecord.Absent(Key), first, second with { Revision = 3 } })
        {
            var answer = await store.WriteAsync(stale, """{"n":9}""", null, None);
            Assert.Equal(IRecordStore.Conflict, answer.Error?.Code);
        }
        Assert.Equal(second, (await store.ReadAsync(Key, None)).Value);
    }

    [Fact]
    public async Task Write_ManyAtOnce_TakesExactlyOneOfEachRevision()
    {
        await OpenAsync();
        var written = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(async i => await CountUpAsync(await OpenAsync(), i))
        );

        var last = (await (await OpenAsync()).ReadAsync(Key, None)).Value!;
        Assert.Equal(written.Sum(), last.Revision);
        Assert.Equal(24, last.Revision);
    }

    [Fact]
    public async Task Delete_WhatWasRead_TakesItAwayAndRevisionsStartAnew()
    {
        var store = await OpenAsync();
        var first = await WriteAsync(StoredRecord.Absent(Key), "{}");
        var second = await WriteAsync(first, "{}");

        Assert.Equal(IRecordStore.Conflict, (await store.DeleteAsync(first, None))?.Code);
        Assert.Null(await store.DeleteAsync(second, None));

        Assert.False((await store.ReadAsync(Key, None)).Value!.Exists);
        Assert.Equal(1, (await WriteAsync(StoredRecord.Absent(Key), "{}")).Revision);
    }

    [Fact]
    public async Task Delete_WhatWasNeverThere_IsNoError() =>
        Assert.Null(await (await OpenAsync()).DeleteAsync(StoredRecord.Absent(Key), None));

    [Fact]
    public async Task List_OneCollection_HasItsRecordsByNameAndNoOthers()
    {
        var store = await OpenAsync();
        foreach (var name in new[] { "sg/b", "sg-b", "..", "a", "A" })
        {
            await WriteAsync(StoredRecord.Absent(new("tickets/x", name)), $$"""{"name":"{{name}}"}""");
        }
        await WriteAsync(StoredRecord.Absent(new("tickets/x/y", "other")), "{}");
        await WriteAsync(StoredRecord.Absent(new("tickets_x", "other")), "{}");

        var listed = (await store.ListAsync("tickets/x", None)).Value!;

        Assert.Equal(["..", "A", "a", "sg-b", "sg/b"], listed.Select(record => record.Key.Name));
        Assert.All(listed, record => Assert.Equal($$"""{"name":"{{record.Key.Name}}"}""", record.Json));
    }

    private static async Task<int> CountUpAsync(IRecordStore store, int writer)
    {
        var written = 0;
        while (written < 3)
        {
            var read = (await store.ReadAsync(Key, None)).Value!;
            var answer = await store.WriteAsync(read, $$"""{"writer":{{writer}}}""", null, None);
            written += answer.IsAnswered ? 1 : 0;
        }
        return written;
    }

    private async Task<StoredRecord> WriteAsync(StoredRecord read, string json)
    {
        var answer = await (await OpenAsync()).WriteAsync(read, json, null, None);
        Assert.Null(answer.Error);
        return answer.Value!;
    }
}
