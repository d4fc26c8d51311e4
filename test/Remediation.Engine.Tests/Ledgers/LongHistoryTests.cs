using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Tests.Quarantines;
using Remediation.Engine.Undo;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Ledgers;

/// <summary>What a person did holds however much is recorded of the resource afterwards, and no event is handled by reading all of it.</summary>
public sealed class LongHistoryTests
{
    private const int Later = 700;

    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly VirtualTime _time = new(Sample.Now);

    [Fact]
    public async Task Undo_HundredsOfEntriesLater_IsStillHeldAndThenReverted()
    {
        var account = new ScriptedAccount(Sample.Group("in tcp/22 from 0.0.0.0/0"));
        var policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);
        var target = Sample.Group().Id;
        await RecordMoreAsync(target, Later);
        var reverted = Assert.Single(await HandleAsync(account, policy, FaultRun.Event("e-1", target), out _));
        Assert.Equal(Decision.Reverted, reverted.Decision);
        var undo = new Undoer(Ports(account, _ledger), new(), [TimeSpan.Zero]);
        Assert.Null((await undo.ApplyAsync(new(reverted.LedgerId!, "carol"), default)).Failure);
        await RecordMoreAsync(target, Later);

        var held = Assert.Single(await HandleAsync(account, policy, FaultRun.Event("e-2", target), out var ledger));

        Assert.Equal(Decision.Ticketed, held.Decision);
        Assert.Contains("carol brought it back on purpose", held.Reason, StringComparison.Ordinal);
        Assert.Single(account.State<SecurityGroup>(Sample.GroupId).Rules);
        Assert.True(ledger.Read <= 2 * ILedger.Recent, $"{ledger.Read} entries were read");
        _time.Advance(Hold.Default + TimeSpan.FromMinutes(1));
        Assert.Equal(
            Decision.Reverted,
            Assert.Single(await HandleAsync(account, policy, FaultRun.Event("e-3", target), out _)).Decision
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Later)]
    public async Task Finding_HundredsOfEntriesAfterTheRelease_IsStillLeftAlone(int whileCutOff)
    {
        var account = TwoNetworks.Account();
        ResourceId[] interfaces =
        [
            new(ResourceTypes.NetworkInterface, TwoNetworks.First, Sample.Account, Sample.Region),
            new(ResourceTypes.NetworkInterface, TwoNetworks.Second, Sample.Account, Sample.Region),
        ];
        await RecordMoreAsync(interfaces, Later);
        var finding = QuarantineTests.Finding("UnauthorizedAccess:EC2/X", Severity.High);
        Assert.Equal(
            Decision.Quarantined,
            Assert.Single(await HandleAsync(account, TwoNetworks.Policy, finding, out _)).Decision
        );
        await RecordMoreAsync(interfaces, whileCutOff);
        var releaser = new Releaser(Ports(account, _ledger), new(), [TimeSpan.Zero]);
        Assert.Null((await releaser.ApplyAsync(new(TwoNetworks.InstanceId, "bob"), default)).Failure);
        await RecordMoreAsync(interfaces, Later);

        var again = Assert.Single(await HandleAsync(account, TwoNetworks.Policy, finding, out var ledger));

        Assert.Equal(Decision.Ticketed, again.Decision);
        Assert.Contains("bob let it out", again.Reason, StringComparison.Ordinal);
        Assert.True(ledger.Read <= whileCutOff + (2 * ILedger.Recent), $"{ledger.Read} entries were read");
        var other = finding.Change! with { Finding = new("f-2", ["UnauthorizedAccess:EC2/X"], Severity.High) };
        Assert.Equal(
            Decision.Quarantined,
            Assert.Single(await HandleAsync(account, TwoNetworks.Policy, ParsedEvent.Understood(other), out _)).Decision
        );
    }

    private Task RecordMoreAsync(ResourceId resource, int count) => RecordMoreAsync([resource], count);

    // Of other checks' remediations.
    private async Task RecordMoreAsync(ResourceId[] resources, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var intent = new LedgerEntry
            {
                Id = $"more-{_ledger.Entries.Length}",
                Kind = i % 2 == 0 ? LedgerEntryKind.Intent : LedgerEntryKind.Outcome,
                Resource = resources[i / 2 % resources.Length],
                Time = _time.GetUtcNow() - TimeSpan.FromDays(1),
                PlanHash = "0",
                Events = [],
                Actor = "",
                Checks = ["sg-unused"],
                Calls = [],
                Succeeded = i % 2 == 0 ? null : true,
            };
            await _ledger.RecordAsync(
                i % 2 == 0 ? intent : intent with { Id = $"more-{_ledger.Entries.Length - 1}" },
                default
            );
        }
    }

    private Task<System.Collections.Immutable.ImmutableArray<Outcome>> HandleAsync(
        IAccount account,
        Policy policy,
        ParsedEvent parsed,
        out WithoutHistory ledger
    )
    {
        ledger = new(_ledger);
        return new Reconciler(
            Ports(account, ledger),
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new()
            {
                Apply = true,
                Account = Sample.Account,
                Region = Sample.Region,
                VerifyDelays = [TimeSpan.Zero],
            }
        ).HandleAsync([parsed], default);
    }

    private EnginePorts Ports(IAccount account, ILedger ledger) =>
        new()
        {
            Account = account,
            Ledger = ledger,
            Records = _records,
            Time = _time,
        };
}
