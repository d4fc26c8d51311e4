using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.BreakGlass;

/// <summary>What the listed principals open stays for a while, and nothing else does.</summary>
public sealed class BreakGlassTests
{
    private const string Open = "in tcp/22 from 0.0.0.0/0";
    private const string Check = "sg-open-admin-port";

    private readonly Loop _loop = new(Policy(), Sample.Group("in tcp/443 from 10.0.0.0/8", Open));

    [Fact]
    public async Task Handle_ListedPrincipal_TicketsAtOnceAndRevertsWhenItEnds()
    {
        var outcome = Assert.Single(await _loop.HandleAsync(_loop.By("BreakGlass")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("may act in an emergency", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(TicketStatus.Open, _loop.TicketOf(Check).Status);
        Assert.Empty(_loop.Account.Executed);
        Assert.Empty(await _loop.HandleDueAsync());

        _loop.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleDueAsync()).Decision);

        Assert.Equal(["tcp/443 from 10.0.0.0/8"], Rules());
        Assert.Equal(TicketStatus.Closed, _loop.TicketOf(Check).Status);
        Assert.Empty(await _loop.HandleDueAsync());
    }

    [Fact]
    public async Task Handle_SameEventAgainAfterItEnded_Reverts()
    {
        var change = _loop.By("BreakGlass");
        await _loop.HandleAsync(change);
        _loop.Time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(change)).Decision);
    }

    [Fact]
    public async Task Handle_SomebodyElseOpensMore_RevertsThatAlone()
    {
        await _loop.HandleAsync(_loop.By("BreakGlass"));
        _loop.Account.Put(Sample.Group("in tcp/443 from 10.0.0.0/8", Open, "in tcp/3389 from 0.0.0.0/0"));

        var outcome = Assert.Single(await _loop.HandleAsync(_loop.By("Developer")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(["tcp/22 from 0.0.0.0/0", "tcp/443 from 10.0.0.0/8"], Rules());
    }

    [Fact]
    public async Task Handle_EventOfSomebodyElseFromBefore_CoversNothingAnyMore()
    {
        var before = _loop.By("Developer");
        await _loop.HandleAsync(_loop.By("BreakGlass"));

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(before)).Decision);
        Assert.Equal(["tcp/443 from 10.0.0.0/8"], Rules());
    }

    [Fact]
    public async Task Handle_OneOfTheEventsIsSomebodyElses_Reverts() =>
        Assert.All(
            await _loop.HandleAsync(_loop.By("BreakGlass"), _loop.By("Developer")),
            outcome => Assert.Equal(Decision.Reverted, outcome.Decision)
        );

    [Fact]
    public async Task Handle_PolicyListsThePrincipalNoMore_Reverts()
    {
        await _loop.HandleAsync(_loop.By("BreakGlass"));
        _loop.Policy = Sample.Policy(checks: [(Check, new() { Respond = Response.Revert })]);

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(_loop.By("BreakGlass"))).Decision);
    }

    [Fact]
    public async Task Handle_DryRun_SaysTheSameAndKeepsNothing()
    {
        _loop.Options = _loop.Options with { Apply = false };

        Assert.Equal(Decision.Ticketed, Assert.Single(await _loop.HandleAsync(_loop.By("BreakGlass"))).Decision);

        _loop.Options = _loop.Options with { Apply = true };
        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(_loop.By("Developer"))).Decision);
    }

    // All that a caller can write himself.
    public static TheoryData<string, Actor> Impostors =>
        new()
        {
            {
                "a session that is called so",
                Role("Developer") with
                {
                    PrincipalArn = $"arn:aws:sts::{Sample.Account}:assumed-role/Developer/BreakGlass",
                    SourceIdentity = "BreakGlass",
                    UserAgent = $"arn:aws:iam::{Sample.Account}:role/BreakGlass",
                    DisplayName = "BreakGlass",
                }
            },
            { "a role of that name in another account", Role("BreakGlass", "999999999999") },
            { "a role whose path is called so", Role("BreakGlass/Developer") },
            { "a user of that name", User("BreakGlass") },
            {
                "a federated user",
                new()
                {
                    IdentityType = "FederatedUser",
                    PrincipalArn = $"arn:aws:iam::{Sample.Account}:role/BreakGlass",
                    SessionIssuerArn = $"arn:aws:iam::{Sample.Account}:role/BreakGlass",
                }
            },
            { "nobody", Actor.Unknown },
        };

    [Theory]
    [MemberData(nameof(Impostors))]
    public async Task Handle_SomebodyWhoOnlyLooksLikeHim_Reverts(string who, Actor actor)
    {
        Assert.NotEmpty(who);

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(_loop.By(actor))).Decision);
    }

    [Fact]
    public async Task Handle_ChangeFromTheFuture_EndsNoLaterThanOneOfNow()
    {
        var change = _loop.By(Role("BreakGlass"), time: _loop.Time.GetUtcNow() + TimeSpan.FromDays(30));

        await _loop.HandleAsync(change);
        _loop.Time.Advance(TimeSpan.FromHours(4));

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleDueAsync()).Decision);
    }

    [Fact]
    public async Task HandleDue_StillFailing_IsDueAgain()
    {
        await _loop.HandleAsync(_loop.By("BreakGlass"));
        _loop.Time.Advance(TimeSpan.FromHours(4));
        _loop.Account.InterceptRead = _ => ReadOutcome.Failed(new("Throttling", "slow down"), isRetryable: true);

        Assert.Equal(Decision.Failed, Assert.Single(await _loop.HandleDueAsync()).Decision);
        _loop.Account.InterceptRead = _ => null;
        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleDueAsync()).Decision);
    }

    private static Actor Role(string role, string account = Sample.Account) =>
        new() { IdentityType = "AssumedRole", SessionIssuerArn = $"arn:aws:iam::{account}:role/{role}" };

    private static Actor User(string name) =>
        new() { IdentityType = "IAMUser", PrincipalArn = $"arn:aws:iam::{Sample.Account}:user/{name}" };

    private static Policy Policy() =>
        Sample.Policy(checks: [(Check, new() { Respond = Response.Revert })]) with
        {
            Guardrails = new() { BreakGlassPrincipals = ["arn:aws:iam::*:role/BreakGlass"] },
        };

    private IEnumerable<string> Rules() =>
        _loop.State<SecurityGroup>(Sample.GroupId).Rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal);
}
