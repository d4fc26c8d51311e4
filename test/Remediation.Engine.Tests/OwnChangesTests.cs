using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Undo;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>
/// What the engine itself does leads to nothing more, whoever tells of it; and who only calls himself like it is told from it by nothing
/// that he can choose, since every event is answered by the live resource.
/// </summary>
public sealed class OwnChangesTests
{
    private const string Role = "remediation-RemediationRole-1A2B3C";
    private const string Function = "remediation-function";

    private readonly Loop _loop = new(
        Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("sg-open-admin-port", new() { Respond = Response.Revert }),
            ]
        ),
        Sample.Group("in tcp/22 from 0.0.0.0/0")
    )
    {
        Options = new()
        {
            Apply = true,
            VerifyDelays = [TimeSpan.Zero],
            OwnPrincipal = $"arn:aws:iam::{Sample.Account}:role/{Role}",
        },
    };

    [Fact]
    public async Task Handle_EventsOfItsOwnCalls_AreCompliantAndNoLoopBegins()
    {
        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(_loop.By("Developer"))).Decision);
        var (executed, entries) = (_loop.Account.Executed.Count, _loop.Ledger.Entries.Length);

        for (var i = 0; i < 5; i++)
        {
            _loop.Time.Advance(TimeSpan.FromSeconds(5));
            var own = _loop.By(Own(Function), name: "RevokeSecurityGroupIngress");
            var outcome = Assert.Single(await _loop.HandleAsync(own));
            Assert.Contains(outcome.Decision, (Decision[])[Decision.Compliant, Decision.Observed]);
            Assert.DoesNotContain(outcome.Findings, finding => finding.Check.Id == "sg-open-admin-port");
        }

        Assert.Equal(executed, _loop.Account.Executed.Count);
        Assert.Equal(entries, _loop.Ledger.Entries.Length);
        Assert.Empty(_loop.Tickets.Tickets);
        Assert.Empty(await _loop.HandleDueAsync());
    }

    // An undo opens again what was closed: the event of that is held by the ledger, not by who is told to have done it.
    [Fact]
    public async Task Handle_EventOfItsOwnUndo_IsLeftAloneByTheLedgerWhoeverIsToldToHaveDoneIt()
    {
        var reverted = Assert.Single(await _loop.HandleAsync(_loop.By("Developer")));
        var undoer = new Undoer(
            new()
            {
                Account = _loop.Account,
                Ledger = _loop.Ledger,
                Records = _loop.Records,
                Time = _loop.Time,
            },
            new(),
            [TimeSpan.Zero]
        );
        Assert.Null((await undoer.ApplyAsync(new(reverted.LedgerId!, "carol"), default)).Failure);
        var executed = _loop.Account.Executed.Count;

        foreach (var parsed in new[] { _loop.By(Own(Function)), _loop.By("carol") })
        {
            var outcome = Assert.Single(await _loop.HandleAsync(parsed));
            Assert.Equal(Decision.Ticketed, outcome.Decision);
            Assert.Contains("carol brought it back on purpose", outcome.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(executed, _loop.Account.Executed.Count);
    }

    public static TheoryData<string, Actor> Impostors =>
        new()
        {
            { "his session is called like the function", Assumed("Attacker", Function) },
            { "his session is called like the role", Assumed("Attacker", Role) },
            { "his role is called like the engine's, under a path", Assumed($"attacker/{Role}", Function) },
            { "his role's name begins like the engine's", Assumed($"{Role}2", Function) },
            {
                "his role is one of another account",
                Assumed("Attacker", Function) with
                {
                    SessionIssuerArn = $"arn:aws:iam::999999999999:role/{Role}",
                    PrincipalArn = $"arn:aws:sts::999999999999:assumed-role/{Role}/{Function}",
                }
            },
            {
                "his user is called like the role",
                new()
                {
                    IdentityType = "IAMUser",
                    PrincipalArn = $"arn:aws:iam::{Sample.Account}:user/{Role}",
                    DisplayName = Role,
                }
            },
            {
                "his source identity and user agent are the engine's",
                Assumed("Attacker", "s") with
                {
                    SourceIdentity = Function,
                    UserAgent = "remediation",
                }
            },
            // A key of the engine's own role in wrong hands: its events are not filtered by what the engine does, but by the bus.
            { "he is the engine's own principal", Own(Function) },
        };

    [Theory]
    [MemberData(nameof(Impostors))]
    public async Task Handle_SomebodyWhoLooksLikeIt_IsJudgedByTheResource(string how, Actor actor)
    {
        var outcome = Assert.Single(await _loop.HandleAsync(_loop.By(actor)));

        Assert.True(outcome.Decision == Decision.Reverted, $"{how}: {outcome.Decision}, {outcome.Reason}");
        Assert.Empty(_loop.State<SecurityGroup>(Sample.GroupId).Rules);
    }

    private static Actor Own(string session) => Assumed(Role, session);

    private static Actor Assumed(string role, string session) =>
        new()
        {
            IdentityType = "AssumedRole",
            SessionIssuerArn = $"arn:aws:iam::{Sample.Account}:role/{role}",
            PrincipalArn =
                $"arn:aws:sts::{Sample.Account}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/{session}",
            DisplayName = $"{session} as role {role}",
        };
}
