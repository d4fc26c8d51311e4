using System.Globalization;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Offline;

/// <summary>Listings that are cut into many batches, which are read and judged at the same time.</summary>
public sealed class BigSnapshotTests : IDisposable
{
    private const int Groups = 2000;
    private readonly string _folder = Directory.CreateTempSubdirectory("remediation-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_ManyBatches_JoinsEveryGroupWithItsRules()
    {
        BigAccount.Write(_folder, Groups, rulesPerGroup: 10, withRuleIds: true);

        var loaded = SnapshotReader.Load(_folder);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(Groups, loaded.Snapshot.SecurityGroups.Count);
        Assert.All(
            loaded.Snapshot.SecurityGroups.Values,
            group =>
            {
                Assert.Equal(10, group.Rules.Length);
                Assert.All(group.Rules, rule => Assert.NotNull(rule.RuleId));
            }
        );
    }

    [Fact]
    public void Load_ElementBrokenFarWithin_KeepsWhatComesBeforeAndTellsTheLine()
    {
        BigAccount.Write(_folder, Groups, rulesPerGroup: 10, withRuleIds: false);
        var path = Path.Combine(_folder, "ec2.describe-security-groups.json");
        var lines = File.ReadAllLines(path);
        var broken = Array.FindIndex(lines, line => line.Contains(GroupId(1500), StringComparison.Ordinal));
        lines[broken] = lines[broken].Replace(':', ';');
        File.WriteAllLines(path, lines);

        var loaded = SnapshotReader.Load(_folder);

        Assert.Equal(broken + 1, Assert.Single(loaded.Diagnostics).Line);
        Assert.Equal(1500, loaded.Snapshot.SecurityGroups.Count);
        Assert.True(loaded.Snapshot.SecurityGroups.ContainsKey(GroupId(1499)));
    }

    [Fact]
    public async Task AuditAsync_ManyBatches_ReportsInTheOrderRead()
    {
        BigAccount.Write(_folder, Groups, rulesPerGroup: 10, withRuleIds: false);
        _ = StarterPolicies.TryGet("foundational", out var text);
        var metadata = CheckCatalog.All.Select(check => check.Metadata).ToArray();
        var policy = PolicyLoader.Load(text!, "foundational.yaml", "foundational", metadata).Policy!;
        var auditor = new Auditor(new PolicyEvaluator(policy, CheckCatalog.All), TimeProvider.System);

        var report = await auditor.AuditAsync(
            new SnapshotAccount(SnapshotReader.Load(_folder).Snapshot),
            null,
            TestContext.Current.CancellationToken
        );

        var found = report.Findings.Select(finding => finding.Resource.Id).Distinct(StringComparer.Ordinal);
        Assert.Equal(Groups, report.Resources);
        Assert.Equal(Enumerable.Range(0, Groups).Select(GroupId), found);
        Assert.Equal(
            Enumerable.Range(0, Groups / 100).Select(number => GroupId(number * 100)),
            report.Plans.Select(item => item.Plan.Resource.Id)
        );
    }

    private static string GroupId(int group) => string.Create(CultureInfo.InvariantCulture, $"sg-{group:x17}");
}
