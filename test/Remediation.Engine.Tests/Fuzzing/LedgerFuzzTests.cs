using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Engine.Undo;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

/// <summary>
/// A ledger that somebody has edited is listed, verified, and undone from as far as it can be read: without an exception, and never
/// round in a circle.
/// </summary>
public sealed class LedgerFuzzTests
{
    private static readonly Lazy<(byte[] File, byte[] Head, string Name, ResourceId Id)> Sound = new(Recorded);

    [Fact]
    public void EveryUse_AnyDamageOfAFile_EndsInAnAnswer() =>
        Gen.Select(Damage.Of([Sound.Value.File]), Damage.Of([Sound.Value.Head]), Gen.Int[0, 3])
            .Sample((file, head, which) => IsUsable(file, which == 0 ? head : Sound.Value.Head), iter: 1_000);

    // As an edit of one entry leaves the lines of all others whole.
    [Fact]
    public void EveryUse_AnyDamageOfAnEntry_EndsInAnAnswer()
    {
        var lines = Encoding.UTF8.GetString(Sound.Value.File).TrimEnd('\n').Split('\n');
        Gen.Int[0, lines.Length - 1]
            .SelectMany(line => Damage.Of([Encoding.UTF8.GetBytes(lines[line])]).Select(text => (line, text)))
            .Sample(
                (line, text) =>
                {
                    byte[] file =
                    [
                        .. lines.SelectMany(
                            (other, index) =>
                                index == line ? text.Append((byte)'\n') : Encoding.UTF8.GetBytes(other + "\n")
                        ),
                    ];
                    return IsUsable(file, Sound.Value.Head);
                },
                iter: 1_500
            );
    }

    [Theory]
    [InlineData("undoes")]
    [InlineData("resumes")]
    public void Undo_EntriesThatLeadRoundInACircle_Ends(string member)
    {
        var text = Encoding.UTF8.GetString(Sound.Value.File);
        var ids = text.Split("\"id\":\"2")
            .Skip(1)
            .Select(rest => $"2{rest[..rest.IndexOf('"', StringComparison.Ordinal)]}")
            .Distinct()
            .ToList();
        Assert.True(ids.Count >= 2, "the sample ledger has fewer than two operations");
        foreach (var (id, other) in new[] { (ids[0], ids[1]), (ids[1], ids[0]) })
        {
            text = string.Join(
                '\n',
                text.Split('\n')
                    .Select(line =>
                        line.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal)
                            ? line.Replace($"\"{member}\":null", $"\"{member}\":\"{other}\"", StringComparison.Ordinal)
                                .Replace("\"action\":\"revert\"", "\"action\":\"undo\"", StringComparison.Ordinal)
                            : line
                    )
            );
        }
        Assert.Contains($"\"{member}\":\"{ids[0]}\"", text, StringComparison.Ordinal);
        Assert.True(IsUsable(Encoding.UTF8.GetBytes(text), Sound.Value.Head));
    }

    private static bool IsUsable(byte[] file, byte[] head) =>
        Bounded.Read(
            file,
            () =>
            {
                using var folder = new SnapshotFolder();
                File.WriteAllBytes(Path.Combine(folder.Path, Sound.Value.Name), file);
                File.WriteAllBytes(Path.Combine(folder.Path, $"{Sound.Value.Name}.head"), head);
                return UseAsync(folder.Path).GetAwaiter().GetResult();
            }
        );

    private static async Task<bool> UseAsync(string folder)
    {
        var ledger = new FileLedger(folder);
        var listed = await ledger.ListAsync(CancellationToken.None);
        Assert.True((await ledger.VerifyAsync(CancellationToken.None)).IsAnswered);
        foreach (var operation in LedgerOperation.Of(listed.Value!))
        {
            if (LedgerReplay.Of(operation.Intent).TryGet(out var replay, out var reason))
            {
                Assert.NotNull(StateComparison.Between(replay.Prior, replay.Made));
            }
            else
            {
                Assert.NotEmpty(reason);
            }
            var ports = new EnginePorts
            {
                Account = new ScriptedAccount(Group()),
                Ledger = ledger,
                Time = new VirtualTime(Sample.Now),
            };
            var undoer = new Undoer(ports, new(), [TimeSpan.Zero]);
            var result = await undoer.ProposeAsync(new(operation.Id, "carol"), CancellationToken.None);
            Assert.True(result.Failure is not null || result.Proposal is not null);
        }
        var entry = new LedgerEntry
        {
            Id = "x",
            Kind = LedgerEntryKind.Outcome,
            Resource = Sound.Value.Id,
            Time = Sample.Now,
            PlanHash = "",
        };
        // Whatever stands there, what comes after it can be recorded.
        return await ledger.RecordAsync(entry, CancellationToken.None) is null;
    }

    private static ResourceState Group() =>
        Sample.Group("in tcp/20-25 from 0.0.0.0/0 \"oops\"", "in tcp/443 from 10.0.0.0/8");

    // A revert, its undo, and the undo of that.
    private static (byte[], byte[], string, ResourceId) Recorded()
    {
        using var folder = new SnapshotFolder();
        var ledger = new FileLedger(folder.Path);
        RecordAsync(ledger).GetAwaiter().GetResult();
        var path = ledger.PathOf(Group().Id);
        return (File.ReadAllBytes(path), File.ReadAllBytes($"{path}.head"), Path.GetFileName(path), Group().Id);
    }

    private static async Task RecordAsync(FileLedger ledger)
    {
        var time = new VirtualTime(Sample.Now);
        var ports = new EnginePorts
        {
            Account = new ScriptedAccount(Group()),
            Ledger = ledger,
            Time = time,
        };
        var loop = new Loop(Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]));
        var engine = new Reconciler(
            ports,
            new(loop.Policy, Checks.CheckCatalog.All),
            Checks.CheckCatalog.All,
            loop.Options
        );
        var done = Assert.Single(await engine.HandleAsync([loop.By("Developer")], CancellationToken.None));
        Assert.Equal(Decision.Reverted, done.Decision);
        var id = done.LedgerId!;
        for (var undo = 0; undo < 2; undo++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            var result = await new Undoer(ports, new(), [TimeSpan.Zero]).ApplyAsync(
                new(id, "carol"),
                CancellationToken.None
            );
            Assert.Null(result.Failure);
            id = result.LedgerId!;
        }
    }
}
