using System.Text;
using CsCheck;
using Remediation.Checks;
using Remediation.Core.Templates;
using Remediation.Engine.Templates;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Templates;

/// <summary>Whatever of a template is replaced by something else of it, states come of it, and nothing is thrown.</summary>
public sealed class TemplateSnapshotFuzzTests
{
    private static readonly string[][] Templates =
    [
        .. Directory
            .GetFiles(Path.Combine(Repository.Samples, "templates"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllLines),
    ];

    [Fact]
    public void Of_ShuffledTemplate_NeverThrows()
    {
        var made = 0;
        Gen.Select(
                Gen.Int[0, Templates.Length - 1],
                Gen.Select(Gen.Double[0, 0.999], Gen.Double[0, 0.999], Gen.Int[0, 3]).Array[1, 5]
            )
            .Sample(
                (which, edits) =>
                {
                    var lines = Templates[which].ToList();
                    foreach (var (from, to, kind) in edits)
                    {
                        Edit(lines, (int)(from * lines.Count), (int)(to * lines.Count), kind);
                    }
                    if (TemplateReader.Read(string.Join('\n', lines), "t.yaml").Template is { } template)
                    {
                        Assert.NotNull(TemplateSnapshot.Of(template));
                        Interlocked.Increment(ref made);
                    }
                },
                iter: 2_000
            );
        Assert.NotEqual(0, made);
    }

    // Templates in YAML with their short forms written out, so that each value of theirs is one of JSON.
    [Fact]
    public void Audit_AnyValueGoneOrOther_EndsWithoutADefect()
    {
        var files = Directory
            .GetFiles(Path.Combine(Repository.Samples, "templates"))
            .Concat(
                Repository.Recordings is { } recordings ? Directory.GetFiles(Path.Combine(recordings, "templates")) : []
            )
            .Order(StringComparer.Ordinal)
            .Select(file => Encoding.UTF8.GetBytes(YamlAsJson.Of(File.ReadAllText(file))));
        var auditor = new TemplateAuditor(
            Scenarios.Reverting([.. CheckCatalog.All.Select(check => check.Metadata.Id)]),
            CheckCatalog.All,
            TimeProvider.System
        );
        var audited = 0;
        Survey.Of(
            files
                .SelectMany((text, index) => Damage.SomeValues(text, index, oneOf: 151))
                .Select(Encoding.UTF8.GetString),
            json =>
            {
                if (TemplateReader.Read(json, "t.json").Template is { } template)
                {
                    Defects.None(auditor.AuditAsync(template, null, CancellationToken.None).GetAwaiter().GetResult());
                    Interlocked.Increment(ref audited);
                }
            },
            json => json
        );
        Assert.NotEqual(0, audited);
    }

    // Lines taken out, repeated, exchanged, or with the value of another.
    private static void Edit(List<string> lines, int from, int to, int kind)
    {
        switch (kind)
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(from);
                break;
            case 1:
                lines.Insert(to, lines[from]);
                break;
            case 2:
                (lines[from], lines[to]) = (lines[to], lines[from]);
                break;
            default:
                var colon = lines[from].IndexOf(": ", StringComparison.Ordinal);
                var other = lines[to].IndexOf(": ", StringComparison.Ordinal);
                if (colon >= 0 && other >= 0)
                {
                    lines[from] = lines[from][..colon] + lines[to][other..];
                }
                break;
        }
    }
}
