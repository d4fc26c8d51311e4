using CsCheck;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Offline;

/// <summary>Whatever happens to the files of a snapshot, reading and auditing it ends with a result or a diagnostic.</summary>
public sealed class SnapshotFuzzTests
{
    private static readonly string[] Files = Directory.GetFiles(
        Path.Combine(Repository.Samples, "accounts", "ssh-open")
    );

    private static readonly Gen<(int File, double Place, byte[] Bytes, int Cut)> Damage = Gen.Select(
        Gen.Int[0, Files.Length - 1],
        Gen.Double[0, 1],
        Gen.OneOf(
            Gen.Byte.Array[1, 4],
            Gen.OneOf("\"", "{", "]", ",", "null", "-1", "[]", "{}", "\\u0000", "1e999", "\"tcp\"", "\\")
                .Select(System.Text.Encoding.UTF8.GetBytes)
        ),
        Gen.Int[0, 12],
        (file, place, bytes, cut) => (file, place, bytes, cut)
    );

    [Fact]
    public void Load_AnyDamage_NeverThrows() =>
        Damage
            .Array[1, 3]
            .Sample(
                damages =>
                {
                    var folder = Path.Combine(AppContext.BaseDirectory, "scratch", "fuzz");
                    Directory.CreateDirectory(folder);
                    var contents = Files.Select(File.ReadAllBytes).ToArray();
                    foreach (var (file, place, bytes, cut) in damages)
                    {
                        var at = (int)(place * contents[file].Length);
                        var rest = Math.Min(contents[file].Length, at + cut);
                        contents[file] = [.. contents[file][..at], .. bytes, .. contents[file][rest..]];
                    }
                    for (var i = 0; i < Files.Length; i++)
                    {
                        File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(Files[i])), contents[i]);
                    }

                    var loaded = SnapshotReader.Load(folder);

                    var evaluator = new PolicyEvaluator(Sample.Policy(), CheckCatalog.All);
                    var report = new Auditor(evaluator, TimeProvider.System)
                        .AuditAsync(new SnapshotAccount(loaded.Snapshot), null, TestContext.Current.CancellationToken)
                        .GetAwaiter()
                        .GetResult();
                    Assert.True(
                        report.Resources > 0 || loaded.Diagnostics.Any(item => item.Level == DiagnosticLevel.Error)
                    );
                },
                iter: 400,
                threads: 1
            );
}
