using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Guards;
using Remediation.Engine.Offline;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Quarantines;

public sealed class QuarantineTests
{
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly VirtualTime _time = new(Sample.Now);

    [Fact]
    public async Task Apply_InstanceInTwoNetworks_CutsEveryInterfaceOffAndReleaseRestoresExactly()
    {
        var account = TwoNetworks.Account();
        var before = Interfaces(account.Content);

        var cut = await Quarantine(account, isHard: true);

        Assert.Null(cut.Failure);
        foreach (var (id, vpc) in new[] { (TwoNetworks.First, "vpc-0a"), (TwoNetworks.Second, "vpc-0b") })
        {
            var group = Isolation(account, vpc);
            Assert.Equal([group.Id.Id], Interface(account, id).GroupIds);
            Assert.Empty(group.Rules);
        }
        Assert.Contains(
            new Tag("remediation:quarantined-from", "sg-0a1 sg-0a2"),
            Interface(account, TwoNetworks.First).Tags
        );
        Assert.Equal(
            ["1 deny all traffic from 10.1.0.10/32", "1 deny all traffic to 10.1.0.10/32"],
            Acl(account, "acl-0a").Entries.Where(entry => entry.RuleNumber == 1).Select(entry => entry.ToString())
        );
        Assert.Equal([TwoNetworks.Other], Interface(account, TwoNetworks.Balancer).GroupIds);

        var released = await Releaser(account).ApplyAsync(Release(TwoNetworks.InstanceId), default);

        Assert.Null(released.Failure);
        Assert.Equal(before, Interfaces(account.Content));
        Assert.All(
            new[] { "acl-0a", "acl-0b" },
            id => Assert.DoesNotContain(Acl(account, id).Entries, entry => entry.RuleNumber == 1)
        );
        Assert.All(
            _ledger.Entries,
            entry => Assert.EndsWith("instance/i-0aa", entry.Workload, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Apply_Twice_ChangesNothingTheSecondTime()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account, isHard: true);
        var entries = _ledger.Entries.Length;

        var again = await Quarantine(account, isHard: true);

        Assert.True(again.IsNothingToDo);
        Assert.Equal(entries, _ledger.Entries.Length);
    }

    [Fact]
    public async Task Propose_ChangesAndRecordsNothing()
    {
        var account = TwoNetworks.Account();
        var before = account.Content;

        var proposed = await Quarantiner(account).ProposeAsync(Request(isHard: true), default);

        Assert.Equal(8, proposed.Steps.Count(step => step.Plan is not null));
        Assert.Same(before, account.Content);
        Assert.Empty(_ledger.Entries);
    }

    [Fact]
    public async Task Apply_GroupThatSomebodyOpened_IsClosedBeforeAnythingIsMovedIntoIt()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account);
        var opened = Isolation(account, "vpc-0a");
        await Become(
            account,
            opened,
            opened.WithRules([Sample.Rule("in tcp/22 from 0.0.0.0/0"), Sample.Rule("out all to 0.0.0.0/0")])
        );

        var again = await Quarantine(account);

        Assert.Null(again.Failure);
        Assert.Empty(Isolation(account, "vpc-0a").Rules);
    }

    [Fact]
    public async Task Apply_GroupOfThatNameBySomebodyElse_IsRefusedAndNothingChanges()
    {
        var account = TwoNetworks.Account(
            (
                "ec2.describe-security-groups.json",
                TwoNetworks.Groups(TwoNetworks.Group("sg-0ee", IsolationGroup.GroupName, "vpc-0b", ""))
            )
        );
        var before = account.Content;

        var refused = await Quarantine(account);

        Assert.Contains("somebody else made it", refused.Failure, StringComparison.Ordinal);
        Assert.Same(before, account.Content);
    }

    [Fact]
    public async Task Apply_AllowList_IsAllThatTheGroupLetsThrough()
    {
        var account = TwoNetworks.Account();
        var policy = TwoNetworks.Policy with
        {
            Quarantine = new()
            {
                Ingress = Sample.Rule("in tcp/22 from 10.9.9.9/32").Service is var service
                    ? Core.Traffic.TrafficSet.Of(service, Sample.Addresses("10.9.9.9/32"))
                    : Core.Traffic.TrafficSet.Empty,
            },
        };

        await new Quarantiner(Ports(account), policy, new(), []).ApplyAsync(Request(), default);

        Assert.Equal(["tcp/22 from 10.9.9.9/32"], Isolation(account, "vpc-0a").Rules.Select(rule => rule.ToString()));
    }

    [Theory]
    [InlineData(ResourceTypes.NetworkInterface, TwoNetworks.Balancer, "managed by amazon-elb")]
    [InlineData(ResourceTypes.Instance, "i-0ff", "does not exist")]
    public async Task Apply_WhatIsNoWorkload_IsRefused(string type, string id, string why)
    {
        var account = TwoNetworks.Account();

        var refused = await Quarantiner(account).ApplyAsync(new(TwoNetworks.Reference(type, id), "ann"), default);

        Assert.True(refused.IsRefused);
        Assert.Contains(why, refused.Failure, StringComparison.Ordinal);
        Assert.Empty(_ledger.Entries);
    }

    [Theory]
    [InlineData("i-0aa")]
    [InlineData("eni-0a2")]
    [InlineData("arn:aws:ec2:*:instance/i-0aa")]
    public async Task Apply_NeverTouch_IsRefused(string pattern)
    {
        var account = TwoNetworks.Account();
        var policy = TwoNetworks.Policy with { Guardrails = new() { NeverTouch = [pattern] } };

        var refused = await new Quarantiner(Ports(account), policy, new(), []).ApplyAsync(Request(), default);

        Assert.Contains("neverTouch", refused.Failure, StringComparison.Ordinal);
        Assert.Empty(_ledger.Entries);
    }

    [Fact]
    public async Task Release_GroupThatVanished_RestoresTheOthersAndTells()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account);
        var released = await Releaser(new WithoutGroup(account, TwoNetworks.Other))
            .ApplyAsync(Release(TwoNetworks.InstanceId), default);

        Assert.Null(released.Failure);
        Assert.Equal([TwoNetworks.Open], Interface(account, TwoNetworks.First).GroupIds);
        Assert.Contains(released.AllNotes, note => note.Contains("sg-0a2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Release_NoGroupIsLeft_IsRefusedUnlessForcedAndThenStaysCutOff()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account);
        var without = new WithoutGroup(account, TwoNetworks.Far);

        var refused = await Releaser(without).ApplyAsync(Release(TwoNetworks.InstanceId), default);
        Assert.Contains("none of the groups", refused.Failure, StringComparison.Ordinal);
        Assert.Equal(Isolation(account, "vpc-0a").Id.Id, Assert.Single(Interface(account, TwoNetworks.First).GroupIds));

        var forced = await Releaser(without)
            .ApplyAsync(Release(TwoNetworks.InstanceId) with { IsForced = true }, default);

        Assert.Null(forced.Failure);
        Assert.Equal([TwoNetworks.Open, TwoNetworks.Other], Interface(account, TwoNetworks.First).GroupIds);
        Assert.Equal(
            Isolation(account, "vpc-0b").Id.Id,
            Assert.Single(Interface(account, TwoNetworks.Second).GroupIds)
        );
        Assert.Contains(forced.AllNotes, note => note.Contains("stays in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Release_SomebodyMovedItSince_IsRefusedWholeUnlessForced()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account, isHard: true);
        var item = Interface(account, TwoNetworks.First);
        await Become(account, item, item.WithGroups([TwoNetworks.Other]));
        var before = account.Content;

        var refused = await Releaser(account).ApplyAsync(Release(TwoNetworks.InstanceId), default);

        Assert.Contains("somebody has changed it since", Assert.Single(refused.Conflicts), StringComparison.Ordinal);
        Assert.Same(before, account.Content);

        await Releaser(account).ApplyAsync(Release(TwoNetworks.InstanceId) with { IsForced = true }, default);
        Assert.Equal([TwoNetworks.Open, TwoNetworks.Other], Interface(account, TwoNetworks.First).GroupIds);
    }

    [Fact]
    public async Task Release_ByTheIdOfAStep_LetsOutTheWholeWorkload()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account);
        var id = _ledger.Entries.First(entry => entry.Resource.Id == TwoNetworks.Second).Id;

        await Releaser(account).ApplyAsync(Release(id), default);

        Assert.Equal([TwoNetworks.Open, TwoNetworks.Other], Interface(account, TwoNetworks.First).GroupIds);
        var again = await Releaser(account).ApplyAsync(Release(id), default);
        Assert.Contains("no quarantine", again.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_ThatThePolicyNames_CutsOffAndIsLeftAloneOnceReleased()
    {
        var account = TwoNetworks.Account();

        var first = Assert.Single(
            await Handle(account, Finding("UnauthorizedAccess:EC2/SSHBruteForce", Severity.High))
        );
        Assert.Equal(Decision.Quarantined, first.Decision);
        Assert.Equal(["f-1"], _ledger.Entries[0].Events);
        await Releaser(account).ApplyAsync(Release(TwoNetworks.InstanceId), default);

        var later = Assert.Single(
            await Handle(account, Finding("UnauthorizedAccess:EC2/SSHBruteForce", Severity.High))
        );

        Assert.Equal(Decision.Ticketed, later.Decision);
        Assert.Contains("let it out", later.Reason, StringComparison.Ordinal);
        Assert.Equal([TwoNetworks.Open, TwoNetworks.Other], Interface(account, TwoNetworks.First).GroupIds);
    }

    [Theory]
    [InlineData("UnauthorizedAccess:EC2/SSHBruteForce", Severity.Medium)]
    [InlineData("Recon:EC2/Portscan", Severity.Critical)]
    public async Task Finding_ThatThePolicyDoesNotName_IsIgnored(string type, Severity severity)
    {
        var outcome = Assert.Single(await Handle(TwoNetworks.Account(), Finding(type, severity)));

        Assert.Equal(Decision.Ignored, outcome.Decision);
        Assert.Empty(_ledger.Entries);
    }

    [Fact]
    public async Task Finding_OfAnotherAccount_FailsLoudly()
    {
        var foreign = Finding("UnauthorizedAccess:EC2/X", Severity.High, account: "999999999999");

        Assert.Equal(Decision.Failed, Assert.Single(await Handle(TwoNetworks.Account(), foreign)).Decision);
    }

    [Fact]
    public async Task Finding_WhileTheKillSwitchIsOn_IsTicketed()
    {
        var account = TwoNetworks.Account();
        var ports = Ports(account) with { KillSwitch = new EngagedSwitch() };
        var finding = Finding("UnauthorizedAccess:EC2/X", Severity.High);

        var outcome = Assert.Single(await Reconciler(ports, TwoNetworks.Policy).HandleAsync([finding], default));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("kill switch", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(_ledger.Entries);
    }

    [Fact]
    public async Task Response_Quarantine_CutsOffWhatIsAttachedAndFixesTheGroup()
    {
        var account = TwoNetworks.Account();

        var outcome = Assert.Single(await Handle(account, Change()));

        Assert.Equal(Decision.Quarantined, outcome.Decision);
        Assert.StartsWith("cut off i-0aa; takes away tcp/22", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(Isolation(account, "vpc-0a").Id.Id, Assert.Single(Interface(account, TwoNetworks.First).GroupIds));
        Assert.Empty(account.Content.SecurityGroups[TwoNetworks.Open].Rules);
        // The group is without users now, and the engine's own is none that anybody is to see to.
        Assert.All(
            await Handle(account, Change(Isolation(account, "vpc-0a").Id.Id)),
            done => Assert.Equal(Decision.Compliant, done.Decision)
        );
    }

    [Fact]
    public async Task Response_Quarantine_OfMoreThanThePolicyAllows_FixesTheGroupAndOpensATicket()
    {
        var account = TwoNetworks.Account(
            (
                "ec2.describe-network-interfaces.json",
                TwoNetworks
                    .Interfaces()
                    .Replace("\"sg-0a2\",\"GroupName\":\"monitoring\"}],", "\"sg-0a1\"}],", StringComparison.Ordinal)
            )
        );
        var policy = TwoNetworks.Policy with { Quarantine = new() { MaxInterfaces = 1 } };

        var outcome = Assert.Single(await Reconciler(Ports(account), policy).HandleAsync([Change()], default));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Contains(outcome.Tickets, ticket => ticket.Reason.Contains("maxInterfaces", StringComparison.Ordinal));
        Assert.DoesNotContain(account.Content.SecurityGroups.Values, group => group.Name == IsolationGroup.GroupName);
    }

    [Fact]
    public async Task Observe_Quarantine_MakesNoMutatingCall()
    {
        var account = TwoNetworks.Account();
        var before = account.Content;
        var policy = TwoNetworks.Policy with { Mode = EnforcementMode.Observe };
        var reconciler = Reconciler(Ports(account), policy);

        var outcomes = await reconciler.HandleAsync(
            [Change(), Finding("UnauthorizedAccess:EC2/X", Severity.High)],
            default
        );

        Assert.All(outcomes, outcome => Assert.Equal(Decision.Observed, outcome.Decision));
        Assert.Same(before, account.Content);
        Assert.Empty(_ledger.Entries);
    }

    [Fact]
    public async Task IsolationGroup_ExactlyAsThePolicyHasIt_IsJudgedByNoCheck_AndOnceOpenedLikeAnyOther()
    {
        var account = TwoNetworks.Account();
        await Quarantine(account);
        var group = Isolation(account, "vpc-0a");
        await Become(account, group, group.WithRules([Sample.Rule("in tcp/22 from 0.0.0.0/0")]));

        var outcome = Assert.Single(await Handle(account, Change(group.Id.Id)));

        Assert.Contains(outcome.Findings, finding => finding.Check.Id == "sg-open-admin-port");
        Assert.Empty(Isolation(account, "vpc-0a").Rules);
    }

    private static string Interfaces(Snapshot content) =>
        string.Join(
            '\n',
            content
                .Documents.Where(item => item.Key.Type == ResourceTypes.NetworkInterface)
                .OrderBy(item => item.Key.Id, StringComparer.Ordinal)
                .Select(item => item.Value.Parts.Values.Single().Canonical)
        );

    private static ElasticInterface Interface(SnapshotAccount account, string id) =>
        (ElasticInterface)account.Content.Documents[(ResourceTypes.NetworkInterface, id)];

    private static NetworkAcl Acl(SnapshotAccount account, string id) => account.Content.NetworkAcls[id];

    private static SecurityGroup Isolation(SnapshotAccount account, string vpc) =>
        account.Content.SecurityGroups.Values.Single(group =>
            group.VpcId == vpc && group.Name == IsolationGroup.GroupName
        );

    // What somebody else does.
    private static async Task Become(SnapshotAccount account, ResourceState from, ResourceState to)
    {
        foreach (var call in StateChanges.Diff(from, to, Surroundings.Unknown).Calls)
        {
            Assert.True((await account.ExecuteAsync(call.For(from.Id), default)).IsDone);
        }
    }

    private static QuarantineRequest Request(bool? isHard = null) =>
        new(TwoNetworks.Instance, "ann") { IsHard = isHard };

    private static ReleaseRequest Release(string id) => new(id, "bob");

    private EnginePorts Ports(IAccount account) =>
        new()
        {
            Account = account,
            Ledger = _ledger,
            Records = _records,
            Time = _time,
        };

    private Quarantiner Quarantiner(SnapshotAccount account) =>
        new(Ports(account), TwoNetworks.Policy, new(), [TimeSpan.Zero]);

    private Releaser Releaser(IAccount account) => new(Ports(account), new(), [TimeSpan.Zero]);

    private Task<QuarantineResult> Quarantine(SnapshotAccount account, bool? isHard = null) =>
        Quarantiner(account).ApplyAsync(Request(isHard), default);

    private static Reconciler Reconciler(EnginePorts ports, Policy policy) =>
        new(
            ports,
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new()
            {
                Apply = true,
                Account = Sample.Account,
                Region = Sample.Region,
                VerifyDelays = [TimeSpan.Zero],
            }
        );

    private async Task<IReadOnlyList<Outcome>> Handle(SnapshotAccount account, ParsedEvent parsed) =>
        await Reconciler(Ports(account), TwoNetworks.Policy).HandleAsync([parsed], default);

    private static ParsedEvent Change(string group = TwoNetworks.Open) =>
        FaultRun.Event("e-1", new(ResourceTypes.SecurityGroup, group, Sample.Account, Sample.Region));

    internal static ParsedEvent Finding(string type, Severity severity, string account = Sample.Account) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = "f-1@now",
                Channel = EventChannel.GuardDutyFinding,
                Resources = [new(ResourceTypes.Instance, account, Sample.Region) { Id = TwoNetworks.InstanceId }],
                Actor = Actor.Unknown,
                Source = "guardduty.amazonaws.com",
                Name = "GuardDuty Finding",
                Time = Sample.Now,
                Account = account,
                Region = Sample.Region,
                Finding = new("f-1", [type], severity),
            }
        );

    private sealed class EngagedSwitch : IKillSwitch
    {
        public ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new KillSwitchState(IsEngaged: true, "a test", IsUnreadable: false));
    }
}
