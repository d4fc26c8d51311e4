using System.Diagnostics;
using System.Text;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Ledgers;

public sealed class FileLedgerContractTests : LedgerContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("remediation-ledger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ValueTask<ILedger> OpenAsync() => ValueTask.FromResult<ILedger>(new FileLedger(_folder));

    [Fact]
    public async Task Verify_AnyFlippedByte_IsFoundAtItsEntry()
    {
        var file = await RecordedAsync(5);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        for (var at = 0; at < bytes.Length; at += 3)
        {
            var broken = bytes.ToArray();
            broken[at] ^= 0x01;
            await File.WriteAllBytesAsync(file, broken, TestContext.Current.CancellationToken);

            var faults = await FaultsAsync();

            var line = bytes.AsSpan(0, at).Count((byte)'\n') + 1;
            Assert.True(faults.Length > 0, $"byte {at} of entry {line} was flipped, and it did not show");
            // A fault shows at the entry itself, at the one that is chained to it, or at the head that names the last.
            Assert.Contains(faults, fault => IsAt(fault, line));
        }
    }

    [Fact]
    public async Task Verify_AnyEntryTakenOut_IsFound()
    {
        var file = await RecordedAsync(5);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        for (var i = 0; i < lines.Length; i++)
        {
            await WriteAsync(file, lines.Where((_, at) => at != i));

            Assert.NotEmpty(await FaultsAsync());
        }
    }

    [Fact]
    public async Task Verify_AnyTwoEntriesChangedAbout_IsFound()
    {
        var file = await RecordedAsync(5);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        for (var i = 0; i < lines.Length; i++)
        {
            for (var j = i + 1; j < lines.Length; j++)
            {
                var moved = lines.ToArray();
                (moved[i], moved[j]) = (moved[j], moved[i]);
                await WriteAsync(file, moved);

                Assert.NotEmpty(await FaultsAsync());
            }
        }
    }

    [Fact]
    public async Task Verify_WholeHistoryTakenOut_IsFound()
    {
        File.Delete(await RecordedAsync(2));

        Assert.Contains("whole history", Assert.Single(await FaultsAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_CrashBetweenAnEntryAndItsHead_IsNoFault()
    {
        var file = await RecordedAsync(2);
        var head = await File.ReadAllTextAsync(file + ".head", TestContext.Current.CancellationToken);
        await RecordedAsync(1);
        await File.WriteAllTextAsync(file + ".head", head, TestContext.Current.CancellationToken);

        Assert.Empty(await FaultsAsync());
    }

    [Fact]
    public async Task Verify_ThousandRemediations_TakesLessThanASecond()
    {
        var ledger = new FileLedger(_folder);
        for (var i = 0; i < 1000; i++)
        {
            var id = Sample.Group().Id with { Id = $"sg-{i % 50:x17}" };
            await ledger.RecordAsync(Entry($"r-{i}") with { Resource = id }, CancellationToken.None);
            await ledger.RecordAsync(
                Entry($"r-{i}") with
                {
                    Resource = id,
                    Kind = LedgerEntryKind.Outcome,
                    Succeeded = true,
                },
                CancellationToken.None
            );
        }
        var watch = Stopwatch.StartNew();

        var verification = (await ledger.VerifyAsync(CancellationToken.None)).Value!;

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"it took {watch.Elapsed}");
        Assert.Equal((50, 2000, true), (verification.Resources, verification.Entries, verification.IsSound));
    }

    private static bool IsAt(Engine.Ledgers.LedgerFault fault, int line) =>
        fault.Place.EndsWith($"entry {line}", StringComparison.Ordinal)
        || fault.Place.EndsWith($"entry {line + 1}", StringComparison.Ordinal)
        || fault.Problem.StartsWith($"entry {line} ", StringComparison.Ordinal)
        || fault.Problem.Contains("missing at the end", StringComparison.Ordinal)
        || fault.Problem.Contains("were added", StringComparison.Ordinal);

    private static Task WriteAsync(string file, IEnumerable<string> lines) =>
        File.WriteAllTextAsync(
            file,
            string.Concat(lines.Select(line => line + "\n")),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            TestContext.Current.CancellationToken
        );

    private async Task<string> RecordedAsync(int count)
    {
        var ledger = new FileLedger(_folder);
        for (var i = 0; i < count; i++)
        {
            Assert.Null(await ledger.RecordAsync(Entry($"r-{i}"), CancellationToken.None));
        }
        return ledger.PathOf(Sample.Group().Id);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<Engine.Ledgers.LedgerFault>> FaultsAsync() =>
        (await new FileLedger(_folder).VerifyAsync(CancellationToken.None)).Value!.Faults;
}
