using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

public sealed class AuditorTests
{
    [Fact]
    public async Task Audit_RevertWithoutASafePlan_TellsWhy()
    {
        var account = new ScriptedAccount(
            Sample.Group("in -1 from 0.0.0.0/0"),
            Sample.NamedGroup("sg-0other", "other", "in tcp/22 from 0.0.0.0/0")
        );
        var policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);
        var auditor = new Auditor(new PolicyEvaluator(policy, [new SgOpenAdminPort()]), TimeProvider.System);

        var report = await auditor.AuditAsync(account, null, TestContext.Current.CancellationToken);

        Assert.Equal("sg-0other", Assert.Single(report.Plans).Plan.Resource.Id);
        var unplanned = Assert.Single(report.Unplanned);
        var finding = report.Findings.Single(finding => finding.Id == unplanned.Key);
        Assert.Equal(Sample.GroupId, finding.Resource.Id);
        Assert.Contains("onTooManyRules: remove", unplanned.Value, StringComparison.Ordinal);
        Assert.Empty(account.Executed);
    }

    [Fact]
    public async Task Audit_CheckThatThrows_IsToldAndTakesNothingElseWithIt()
    {
        var account = new ScriptedAccount(
            Sample.Group("in tcp/22 from 0.0.0.0/0"),
            Sample.NamedGroup("sg-0other", "other", "in tcp/22 from 0.0.0.0/0")
        );
        var policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);
        var auditor = new Auditor(
            new PolicyEvaluator(policy, [new BrokenCheck(Sample.GroupId), new SgOpenAdminPort()]),
            TimeProvider.System
        );

        var report = await auditor.AuditAsync(account, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Resources);
        Assert.Equal(2, report.Findings.Count(finding => finding.Check.Id == "sg-open-admin-port"));
        var unknown = Assert.Single(report.Findings, finding => finding.Status == FindingStatus.Unknown);
        Assert.Equal(("broken", Sample.GroupId), (unknown.Check.Id, unknown.Resource.Id));
        var told = Assert.Single(unknown.Unknowns);
        Assert.StartsWith(Judge.DefectOfTheEngine, told, StringComparison.Ordinal);
        Assert.Contains("nobody thought of this", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_FixThatThrows_IsToldAndTakesNothingElseWithIt()
    {
        var account = new ScriptedAccount(
            Sample.Group("in tcp/22 from 0.0.0.0/0"),
            Sample.NamedGroup("sg-0other", "other", "in tcp/22 from 0.0.0.0/0")
        );
        var policy = Sample.Policy(
            checks:
            [
                ("broken", new() { Respond = Response.Revert }),
                ("sg-open-admin-port", new() { Respond = Response.Revert }),
            ]
        );
        var auditor = new Auditor(
            new PolicyEvaluator(policy, [new BrokenCheck(Sample.GroupId, isBrokenFix: true), new SgOpenAdminPort()]),
            TimeProvider.System
        );

        var report = await auditor.AuditAsync(account, null, TestContext.Current.CancellationToken);

        Assert.Equal("sg-0other", Assert.Single(report.Plans).Plan.Resource.Id);
        Assert.Equal(2, report.Unplanned.Count);
        Assert.All(
            report.Unplanned.Values,
            reason => Assert.Contains("nobody thought of this", reason, StringComparison.Ordinal)
        );
    }
}
