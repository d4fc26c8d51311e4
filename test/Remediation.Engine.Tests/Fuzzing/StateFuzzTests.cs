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
            .Sample((which, text) => IsRead(States[which], text), iter: 4_000);
    }

    [Fact]
    public void Read_AnyValueOfAStateGoneOrOther_IsAStateOrAReason() =>
        Parallel.ForEach(
            States.SelectMany(
                (state, index) =>
                    Damage
                        .SomeValues(Encoding.UTF8.GetBytes(StateDocument.Write(state)), index, oneOf: 5)
                        .Select(text => (state, text))
            ),
            item => Assert.True(IsRead(item.state, item.text), Encoding.UTF8.GetString(item.text))
        );

    [Fact]
    public async Task Baselines_AnyDamageOfTheirFiles_IsAnAnswer()
    {
        using var sound = new SnapshotFolder();
        var state = Sample.Group("in tcp/443 from 10.0.0.0/8");
        var store = new FolderBaselines(sound.Path, new VirtualTime(Sample.Now));
        Assert.Null(await store.KeepAsync(state, new(IsApproval: true, "by bob"), CancellationToken.None));
        var files = Directory
            .GetFiles(sound.Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(sound.Path, file), File.ReadAllBytes, StringComparer.Ordinal);
        Assert.True(files.Count >= 2);
        Gen.OneOf(files.Keys.ToArray())
            .SelectMany(which => Damage.Of([files[which]]).Select(text => (which, text)))
            .Sample(
                (which, text) =>
                    Bounded.Read(
                        text,
                        () =>
                        {
                            using var copy = new SnapshotFolder();
                            foreach (var (name, content) in files)
                            {
                                var path = Path.Combine(copy.Path, name);
                                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                                File.WriteAllBytes(path, name == which ? text : content);
                            }
                            return IsAnsweredAsync(copy.Path, state.Id).GetAwaiter().GetResult();
                        }
                    ),
                iter: 1_000
            );
    }

    private static bool IsRead(ResourceState state, byte[] text) =>
        Bounded.Read(
            text,
            () =>
                StateDocument.Read(state.Id, Encoding.UTF8.GetString(text)).TryGet(out var read, out var reason)
                    ? StateDocument.Write(read).Length > 0
                    : reason.Length > 0
        );

    // A version that is not as it was kept is not taken for one.
    private static async Task<bool> IsAnsweredAsync(string folder, ResourceId id)
    {
        var store = new FolderBaselines(folder, new VirtualTime(Sample.Now));
        var history = await store.HistoryAsync(id, CancellationToken.None);
        var read = await store.ReadAsync(id, CancellationToken.None);
        return (history.IsAnswered || history.Error.Message.Length > 0)
            && (read.IsAbsent || read.UnknownReason is { Length: > 0 } || read.Value is not null);
    }

    private static IEnumerable<ResourceState> StatesOf(string folder)
    {
        var snapshot = SnapshotReader.Load(folder).Snapshot;
        return [.. snapshot.SecurityGroups.Values, .. snapshot.NetworkAcls.Values, .. snapshot.Documents.Values];
    }
}
