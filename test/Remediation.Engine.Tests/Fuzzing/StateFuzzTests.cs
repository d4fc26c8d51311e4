using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

/// <summary>The states that the ledger and the baselines keep: what cannot be read of one is told, whatever type of resource it is of.</summary>
public sealed class StateFuzzTests
{
    private static readonly ImmutableArray<ResourceState> States =
    [
        .. Directory
            .EnumerateDirectories(Path.Combine(Repository.Samples, "accounts"))
            .Order(StringComparer.Ordinal)
            .SelectMany(StatesOf)
            .GroupBy(state => state.Id.Type)
            .SelectMany(alike => alike.Take(2)),
    ];

    [Fact]
    public void Read_AnyDamageOfAState_IsAStateOrAReason()
    {
        Assert.True(States.Length > 10);
        Gen.Int[0, States.Length - 1]
            .SelectMany(which =>
                Damage.Of([Encoding.UTF8.GetBytes(StateDocument.Write(States[which]))]).Select(text => (which, text))
            )
            .Sample(
                (which, text) =>
                    Bounded.Read(
                        text,
                        () =>
                            StateDocument
                                .Read(States[which].Id, Encoding.UTF8.GetString(text))
                                .TryGet(out var state, out var reason)
                                ? StateDocument.Write(state).Length > 0
                                : reason.Length > 0
                    ),
                iter: 4_000
            );
    }

    [Fact]
    public void Baselines_AnyDamageOfTheirFiles_IsAnAnswer()
    {
        using var sound = new SnapshotFolder();
        var state = Sample.Group("in tcp/443 from 10.0.0.0/8");
        var kept = new FolderBaselines(sound.Path, new VirtualTime(Sample.Now))
            .KeepAsync(state, new(IsApproval: true, "by bob"), CancellationToken.None)
            .AsTask()
            .GetAwaiter()
            .GetResult();
        Assert.Null(kept);
        var files = Directory
            .GetFiles(sound.Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(files.Count >= 2);
        Gen.Int[0, files.Count - 1]
            .SelectMany(which => Damage.Of([File.ReadAllBytes(files[which])]).Select(text => (which, text)))
            .Sample(
                (which, text) =>
                    Bounded.Read(
                        text,
                        () =>
                        {
                            using var copy = new SnapshotFolder();
                            foreach (var (file, index) in files.Select((file, index) => (file, index)))
                            {
                                var path = Path.Combine(copy.Path, Path.GetRelativePath(sound.Path, file));
                                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                                File.WriteAllBytes(path, index == which ? text : File.ReadAllBytes(file));
                            }
                            var store = new FolderBaselines(copy.Path, new VirtualTime(Sample.Now));
                            var history = store
                                .HistoryAsync(state.Id, CancellationToken.None)
                                .AsTask()
                                .GetAwaiter()
                                .GetResult();
                            var read = store
                                .ReadAsync(state.Id, CancellationToken.None)
                                .AsTask()
                                .GetAwaiter()
                                .GetResult();
                            return history is not null
                                && (read.Value is not null || read.UnknownReason is not null || read.IsAbsent);
                        }
                    ),
                iter: 1_000
            );
    }

    private static IEnumerable<ResourceState> StatesOf(string folder)
    {
        var snapshot = SnapshotReader.Load(folder).Snapshot;
        return snapshot.SecurityGroups.Values.Concat(snapshot.NetworkAcls.Values).Concat(snapshot.Documents.Values);
    }
}
