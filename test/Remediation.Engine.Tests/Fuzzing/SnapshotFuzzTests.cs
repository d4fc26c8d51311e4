using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

/// <summary>
/// Whatever stands in the files of a snapshot, reading and auditing it ends: what cannot be read is told with its file, and everything
/// else is judged.
/// </summary>
public sealed class SnapshotFuzzTests
{
    private static readonly ImmutableArray<string> Folders =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Samples, "accounts")).Order(StringComparer.Ordinal),
    ];

    private static readonly PolicyEvaluator Evaluator = new(
        Scenarios.Reverting([.. CheckCatalog.All.Select(check => check.Metadata.Id)]),
        CheckCatalog.All
    );

    private static ImmutableArray<string> Files { get; } =
    [.. Folders.SelectMany(folder => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))];

    private static readonly Gen<(int File, byte[] Text)[]> Spoilt = Gen.Int[0, 1_000]
        .SelectMany(file =>
            Damage.Of([File.ReadAllBytes(Files[file % Files.Length])]).Select(text => (file % Files.Length, text))
        )
        .Array[1, 2];

    [Fact]
    public void Audit_AnyDamage_EndsWithAReportOrADiagnostic() =>
        Spoilt.Sample(
            spoilt =>
            {
                var folder = Path.GetDirectoryName(Files[spoilt[0].File])!;
                var mine = spoilt.Where(item => Path.GetDirectoryName(Files[item.File]) == folder).ToList();
                using var copy = CopyOf(folder);
                foreach (var (file, text) in mine)
                {
                    File.WriteAllBytes(Path.Combine(copy.Path, Path.GetFileName(Files[file])), text);
                }
                return IsAudited(copy.Path, mine.Sum(item => item.Text.Length));
            },
            iter: 600,
            threads: 2
        );

    [Fact]
    public void Audit_AnyValueGoneOrOther_EndsWithAReportOrADiagnostic() =>
        Survey.Of(
            Files.SelectMany(
                (file, index) =>
                    Damage.SomeValues(File.ReadAllBytes(file), index, oneOf: 151).Select(text => (file, text))
            ),
            item =>
            {
                using var copy = CopyOf(Path.GetDirectoryName(item.file)!);
                File.WriteAllBytes(Path.Combine(copy.Path, Path.GetFileName(item.file)), item.text);
                Assert.True(IsAudited(copy.Path, item.text.Length));
            },
            item => $"{item.file}\n{Encoding.UTF8.GetString(item.text)}"
        );

    [Theory]
    [InlineData("[", 300_000)]
    [InlineData("{\"SecurityGroups\":[", 50_000)]
    [InlineData("{\"SecurityGroups\":", 50_000)]
    [InlineData("9", 500_000)]
    [InlineData("\0", 500_000)]
    public void Load_LongRunOfTheSame_IsADiagnostic(string piece, int times)
    {
        using var folder = CopyOf(Folders[0]);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)));
        File.WriteAllBytes(Path.Combine(folder.Path, "ec2.describe-security-groups.json"), text);

        var loaded = Bounded.Read(text, () => SnapshotReader.Load(folder.Path));

        Assert.Contains(
            loaded.Diagnostics,
            diagnostic =>
                diagnostic.Level == DiagnosticLevel.Error
                && diagnostic.ToString().Contains("describe-security-groups", StringComparison.Ordinal)
        );
    }

    private static SnapshotFolder CopyOf(string folder)
    {
        var copy = new SnapshotFolder();
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }
        return copy;
    }

    private static bool IsAudited(string folder, int length) =>
        Bounded.Read(
            new byte[length],
            () =>
            {
                var loaded = SnapshotReader.Load(folder);
                var report = new Auditor(Evaluator, TimeProvider.System)
                    .AuditAsync(new SnapshotAccount(loaded.Snapshot), null, CancellationToken.None)
                    .GetAwaiter()
                    .GetResult();
                Defects.None(report);
                return report.Resources > 0 || loaded.Diagnostics.Any(item => item.Level == DiagnosticLevel.Error);
            }
        );
}
