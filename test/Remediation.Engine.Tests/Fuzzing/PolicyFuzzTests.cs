using System.Collections.Immutable;
using System.Text;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Engine.Offline;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

/// <summary>Whatever a policy says, it is refused with a reason, or an account can be judged by it.</summary>
public sealed class PolicyFuzzTests
{
    private static readonly ImmutableArray<CheckMetadata> Checks =
    [
        .. CheckCatalog.All.Select(check => check.Metadata),
    ];

    private static readonly ImmutableArray<Snapshot> Accounts =
    [
        .. Directory
            .EnumerateDirectories(Path.Combine(Repository.Samples, "accounts"))
            .Order(StringComparer.Ordinal)
            .Select(folder => SnapshotReader.Load(folder).Snapshot),
    ];

    [Fact]
    public void Audit_ByAPolicyWithAnyValueGoneOrOther_EndsWithoutADefect()
    {
        var (refused, audited) = (0, 0);
        var policies = Directory
            .GetFiles(Path.Combine(Repository.Samples, "policies"), "*.yaml")
            .Concat(
                Directory.GetFiles(Path.Combine(Repository.Root, "src", "Remediation.Core", "Policies", "Starters"))
            )
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .Concat(Documented())
            .Select(text => Encoding.UTF8.GetBytes(YamlAsJson.Of(text)));
        Survey.Of(
            policies
                .SelectMany((text, index) => Damage.SomeValues(text, index, oneOf: 7))
                .Select(Encoding.UTF8.GetString),
            json => Interlocked.Increment(ref IsAudited(json) ? ref audited : ref refused),
            json => json
        );
        Assert.True(audited > 10 && refused > 10, $"{audited} audited, {refused} refused");
    }

    // The examples of the documentation, which leave out nothing that a policy can say.
    private static IEnumerable<string> Documented() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "policy.md"))
            .Split("```yaml\n")
            .Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
            .Where(block => block.StartsWith("version: 1", StringComparison.Ordinal));

    private static bool IsAudited(string json)
    {
        var loaded = PolicyLoader.Load(json, "policy.json", "sample", Checks);
        var isRefused = loaded.Diagnostics.Any(diagnostic => diagnostic.Level == DiagnosticLevel.Error);
        Assert.Equal(isRefused, loaded.Policy is null);
        if (loaded.Policy is not { } policy)
        {
            return false;
        }
        var evaluator = new PolicyEvaluator(policy, CheckCatalog.All).In(["ou-1", "r-1"]);
        foreach (var account in Accounts)
        {
            var report = new Auditor(evaluator, TimeProvider.System)
                .AuditAsync(new SnapshotAccount(account), null, CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            Defects.None(report);
            Assert.NotEmpty(AuditReportJson.ToDocument(report).RootElement.EnumerateObject());
        }
        return true;
    }
}
