using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Engine.Baselines;
using Remediation.Engine.Offline;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>
/// What a hard quarantine denies is no baseline: once the workload is let out, nothing that restores what was compliant brings it back.
/// </summary>
public sealed class BaselineInQuarantineTests
{
    private static readonly ResourceId AclId = new(ResourceTypes.NetworkAcl, "acl-0a", Sample.Account, Sample.Region);

    private readonly SnapshotAccount _account = TwoNetworks.Account();
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly MemoryBaselines _baselines = new();
    private readonly VirtualTime _time = new(Sample.Now);

    [Theory]
    [InlineData(EnforcementMode.Enforce)]
    [InlineData(EnforcementMode.Observe)]
    public async Task Release_AfterEventsWhileCutOff_LetsNothingComeBack(EnforcementMode mode)
    {
        var before = Acl.Entries;
        await HandleAsync(mode);
        await CutOffAsync();
        Assert.NotEqual(before, Acl.Entries);
        Assert.Equal(Decision.Compliant, (await HandleAsync(mode)).Decision);
        Assert.Equal(Decision.Compliant, (await HandleAsync(mode)).Decision);
        await LetOutAsync();
        Assert.Equal(before, Acl.Entries);

        var after = await HandleAsync(mode);

        Assert.Equal(Decision.Compliant, after.Decision);
        Assert.Equal(before, Acl.Entries);
        Assert.Equal(before, ((NetworkAcl)(await _baselines.ReadAsync(AclId, default)).Value!).Entries);
    }

    [Fact]
    public async Task Keep_FirstSeenWhileCutOff_IsNoBaselineUntilItIsLetOut()
    {
        await CutOffAsync();
        await HandleAsync();
        Assert.True((await _baselines.ReadAsync(AclId, default)).IsAbsent);
        await LetOutAsync();

        Assert.Equal(Decision.Compliant, (await HandleAsync()).Decision);

        Assert.Equal(Acl.Entries, ((NetworkAcl)(await _baselines.ReadAsync(AclId, default)).Value!).Entries);
    }

    [Fact]
    public async Task Weakened_WhileCutOff_IsRestoredAndTheWorkloadStaysCutOff()
    {
        var deny = Sample.Entry("in 50 deny all from 198.51.100.0/24");
        await BecomeAsync(Acl.WithEntries(Acl.Entries.Add(deny)));
        await HandleAsync();
        await CutOffAsync();
        var cut = Acl.Entries;
        await BecomeAsync(Acl.WithEntries(Acl.Entries.Remove(deny)));

        Assert.Equal(Decision.Reverted, (await HandleAsync()).Decision);

        Assert.Equal(cut.ToHashSet(), Acl.Entries.ToHashSet());
        await LetOutAsync();
        Assert.Equal(Decision.Compliant, (await HandleAsync()).Decision);
        Assert.Single(Acl.Entries, entry => entry == deny);
        Assert.DoesNotContain(Acl.Entries, entry => entry.RuleNumber < 50);
    }

    [Fact]
    public async Task Keep_WhatQuarantinesMadeCannotBeRead_FailsAndIsAskedForAgain()
    {
        await CutOffAsync();
        var outcome = await HandleAsync(records: new RefusingLists(_records, "quarantine/"));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.True((await _baselines.ReadAsync(AclId, default)).IsAbsent);
    }

    private NetworkAcl Acl => _account.Content.NetworkAcls[AclId.Id];

    private async Task CutOffAsync()
    {
        var request = new QuarantineRequest(TwoNetworks.Instance, "ann") { IsHard = true };
        var result = await new Quarantiner(Ports(_records), TwoNetworks.Policy, new(), [TimeSpan.Zero]).ApplyAsync(
            request,
            default
        );
        Assert.Null(result.Failure);
    }

    private async Task LetOutAsync()
    {
        var request = new ReleaseRequest(TwoNetworks.InstanceId, "bob");
        Assert.Null((await new Releaser(Ports(_records), new(), [TimeSpan.Zero]).ApplyAsync(request, default)).Failure);
    }

    private async Task<Outcome> HandleAsync(
        EnforcementMode mode = EnforcementMode.Enforce,
        IRecordStore? records = null
    )
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        var policy = Sample.Policy(checks: [("*", new() { Respond = Response.Revert })]) with { Mode = mode };
        var checks = CheckCatalog.All.Where(check => check.Metadata.Id == "nacl-weakened").ToList();
        var reconciler = new Reconciler(
            Ports(records ?? _records),
            new PolicyEvaluator(policy, [.. checks]),
            [.. checks],
            new()
            {
                Apply = true,
                Account = Sample.Account,
                Region = Sample.Region,
                VerifyDelays = [TimeSpan.Zero],
            }
        );
        var parsed = FaultRun.Event($"e-{_time.GetUtcNow().Ticks}", AclId);
        return Assert.Single(await reconciler.HandleAsync([parsed], default));
    }

    private async Task BecomeAsync(NetworkAcl to)
    {
        foreach (var call in StateChanges.Diff(Acl, to, Surroundings.Unknown).Calls)
        {
            Assert.True((await _account.ExecuteAsync(call.For(AclId), default)).IsDone);
        }
    }

    private EnginePorts Ports(IRecordStore records) =>
        new()
        {
            Account = _account,
            Ledger = _ledger,
            Records = records,
            Baselines = _baselines,
            Time = _time,
        };
}
