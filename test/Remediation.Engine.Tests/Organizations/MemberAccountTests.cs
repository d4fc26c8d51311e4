using System.Collections.Immutable;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Organizations;

/// <summary>Changes in other accounts and regions than the engine's own.</summary>
public sealed class MemberAccountTests
{
    private const string Member = "222233334444";
    private const string Elsewhere = "eu-west-1";

    private readonly ScriptedDirectory _directory = new();
    private readonly MemoryLedger _ledger = new();
    private readonly ScriptedAccount _home = new(Sample.Group("in tcp/22 from 0.0.0.0/0"));
    private readonly ScriptedAccount _member = new(Group(Member, Sample.Region));
    private Policy _policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);

    public MemberAccountTests() => _directory.Open[(Member, Sample.Region)] = _member;

    // The group has the same id in both accounts: only the account tells which one is meant.
    [Fact]
    public async Task Handle_ChangeInAMember_IsRevertedThereAndRecordedHere()
    {
        var outcome = Assert.Single(await HandleAsync(Event(Member, Sample.Region, "e-1")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(Member, outcome.Resource?.Account);
        Assert.Empty(_member.State<SecurityGroup>(Sample.GroupId).Rules);
        Assert.Single(_home.State<SecurityGroup>(Sample.GroupId).Rules);
        var history = await _ledger.HistoryAsync(
            Group(Member, Sample.Region).Id,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(2, history.Value!.Count);
    }

    [Fact]
    public async Task Handle_ChangesInBoth_AreHandledInOneBatchEachInItsAccount()
    {
        var outcomes = await HandleAsync(
            Event(Member, Sample.Region, "e-1"),
            Event(Sample.Account, Sample.Region, "e-2"),
            Event(Member, Sample.Region, "e-3")
        );

        Assert.All(outcomes, outcome => Assert.Equal(Decision.Reverted, outcome.Decision));
        Assert.Empty(_member.State<SecurityGroup>(Sample.GroupId).Rules);
        Assert.Empty(_home.State<SecurityGroup>(Sample.GroupId).Rules);
        // The calls in the member are told by the first of the events that led to them.
        Assert.Contains((Member, Sample.Region, "e-1"), _directory.Opened);
    }

    [Fact]
    public async Task Handle_AnotherRegionOfTheOwnAccount_IsOpenedLikeAnotherAccount()
    {
        var there = new ScriptedAccount(Group(Sample.Account, Elsewhere));
        _directory.Open[(Sample.Account, Elsewhere)] = there;

        var outcome = Assert.Single(await HandleAsync(Event(Sample.Account, Elsewhere, "e-1")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Empty(there.State<SecurityGroup>(Sample.GroupId).Rules);
        Assert.Single(_home.State<SecurityGroup>(Sample.GroupId).Rules);
    }

    [Fact]
    public async Task Handle_AccountThatCannotBeOpened_FailsAndSaysWhy()
    {
        var outcome = Assert.Single(await HandleAsync(Event("999988887777", Sample.Region, "e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.Equal(
            $"{Sample.GroupId} is in account 999988887777, where this engine cannot work: the spoke is not there",
            outcome.Reason
        );
        Assert.Empty(_home.Executed);
    }

    [Fact]
    public async Task Handle_PrefixListOfAMember_IsJudgedInTheGroupsOfTheMember()
    {
        var list = new SecurityGroup
        {
            Id = new(ResourceTypes.SecurityGroup, "sg-0aaaaaaaaaaaaaaaa", Member, Sample.Region),
            Name = "list",
            VpcId = "vpc-1",
            Rules = [Sample.Rule("in tcp/443 from pl-0a1b2c3d4e5f60718") with { RuleId = "sgr-9" }],
        };
        _member.Put(list);
        var reference = new ResourceReference(ResourceTypes.PrefixList, Member, Sample.Region)
        {
            Id = "pl-0a1b2c3d4e5f60718",
        };

        var outcomes = await HandleAsync(Event(reference, "e-1", "ModifyManagedPrefixList"));

        Assert.Equal(["sg-0aaaaaaaaaaaaaaaa"], outcomes.Select(outcome => outcome.Resource?.Id));
    }

    [Theory]
    [InlineData("ou-ab12-11111111", Decision.Observed)]
    [InlineData("ou-ab12-22222222", Decision.Reverted)]
    public async Task Handle_ScopeByUnit_HoldsInThatUnitAlone(string unit, Decision decision)
    {
        Scope();
        _directory.Units[Member] = [unit, "r-ab12"];

        Assert.Equal(decision, Assert.Single(await HandleAsync(Event(Member, Sample.Region, "e-1"))).Decision);
    }

    [Fact]
    public async Task Handle_ScopeByUnitAndTheUnitIsNotKnown_ComesBackAndChangesNothing()
    {
        Scope();

        var outcome = Assert.Single(await HandleAsync(Event(Member, Sample.Region, "e-1")));

        Assert.Equal((Decision.Failed, true), (outcome.Decision, outcome.IsRetryable));
        Assert.Contains(
            "the organizational unit of account 222233334444 is not known",
            outcome.Reason,
            StringComparison.Ordinal
        );
        Assert.Empty(_member.Executed);
    }

    private void Scope() =>
        _policy = _policy with
        {
            Scopes =
            [
                new(
                    new() { OrganizationalUnits = ["ou-ab12-11111111"] },
                    ImmutableSortedDictionary<string, CheckSettings>.Empty.Add(
                        "*",
                        new() { Respond = Response.Observe }
                    )
                ),
            ],
        };

    private static SecurityGroup Group(string account, string region) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, Sample.GroupId, account, region),
            Name = "app-servers",
            VpcId = "vpc-0d4f",
            Rules = [Sample.Rule("in tcp/22 from 0.0.0.0/0") with { RuleId = "sgr-0001" }],
        };

    private static ParsedEvent Event(string account, string region, string id) =>
        Event(
            new ResourceReference(ResourceTypes.SecurityGroup, account, region) { Id = Sample.GroupId },
            id,
            "AuthorizeSecurityGroupIngress"
        );

    private static ParsedEvent Event(ResourceReference reference, string id, string name) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = id,
                Channel = EventChannel.CloudTrail,
                Resources = [reference],
                Actor = new() { DisplayName = "alice" },
                Source = "ec2.amazonaws.com",
                Name = name,
                Time = Sample.Now,
                Account = reference.Account,
                Region = reference.Region,
            }
        );

    private async Task<ImmutableArray<Outcome>> HandleAsync(params ParsedEvent[] events)
    {
        ImmutableArray<Check> checks = [new SgOpenAdminPort()];
        var ports = new EnginePorts
        {
            Account = _home,
            Accounts = _directory,
            Units = _directory,
            Ledger = _ledger,
            Time = new VirtualTime(),
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = Sample.Account,
            Region = Sample.Region,
        };
        return await new Reconciler(ports, new PolicyEvaluator(_policy, checks), checks, options).HandleAsync(
            events,
            TestContext.Current.CancellationToken
        );
    }
}
