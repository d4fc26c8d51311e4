using System.Globalization;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>What an exemption spares is warned of before its end, and closes by itself at its end.</summary>
public sealed class ExemptionEndTests
{
    private const string Check = "sg-open-admin-port";

    private readonly Loop _loop = new(Policy(until: "2026-12-20"), Sample.Group("in tcp/22 from 0.0.0.0/0"))
    {
        Options = new()
        {
            Apply = true,
            Account = Sample.Account,
            Region = Sample.Region,
            VerifyDelays = [TimeSpan.Zero],
        },
    };

    [Fact]
    public async Task HandleDue_AsTheEndComes_WarnsAndThenReverts()
    {
        await _loop.HandleAsync(_loop.By("Developer"));
        Assert.DoesNotContain(_loop.Tickets.Tickets, ticket => ticket.Check == Check);

        AdvanceTo("2026-12-13T23:59:00Z");
        Assert.Empty(await _loop.HandleDueAsync());
        AdvanceTo("2026-12-14T00:00:00Z");
        Assert.Single(await _loop.HandleDueAsync());
        Assert.StartsWith(
            "exemption EX-1 of netsec@example.com ends after 2026-12-20",
            _loop.TicketOf(Check).Reason,
            StringComparison.Ordinal
        );
        Assert.Empty(_loop.Account.Executed);

        AdvanceTo("2026-12-20T23:59:00Z");
        Assert.Empty(await _loop.HandleDueAsync());
        AdvanceTo("2026-12-21T00:00:00Z");
        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleDueAsync()).Decision);

        Assert.Empty(_loop.State<SecurityGroup>(Sample.GroupId).Rules);
        Assert.Equal(TicketStatus.Closed, _loop.TicketOf(Check).Status);
        Assert.Empty(await _loop.HandleDueAsync());
    }

    [Fact]
    public async Task HandleDue_ExemptionWasProlonged_ClosesTheWarningAndSparesOn()
    {
        await _loop.HandleAsync(_loop.By("Developer"));
        AdvanceTo("2026-12-14T00:00:00Z");
        await _loop.HandleDueAsync();
        _loop.Policy = Policy(until: "2027-06-30");

        AdvanceTo("2026-12-21T00:00:00Z");
        Assert.Single(await _loop.HandleDueAsync());

        Assert.Equal(TicketStatus.Closed, _loop.TicketOf(Check).Status);
        Assert.Empty(_loop.Account.Executed);
    }

    // Nobody had looked at it while the exemption held.
    [Fact]
    public async Task Handle_RequestToLookAtEveryGroupAfterTheEnd_Reverts()
    {
        AdvanceTo("2026-12-21T00:00:00Z");
        var all = Core.Events.EventParser.Parse(
            """{"remediate":{"type":"AWS::EC2::SecurityGroup","id":"*"}}"""u8.ToArray()
        );

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync([.. all])).Decision);
    }

    // Nor does anybody look at it then: the function wakes, and finds in the policy what has ended.
    [Theory]
    [InlineData(Sample.GroupId)]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:security-group/" + Sample.GroupId)]
    public async Task HandleDue_NobodyEverLooked_WarnsAndThenRevertsOnce(string resource)
    {
        _loop.Policy = Policy(until: "2026-12-20", resource);
        AdvanceTo("2026-12-13T23:59:00Z");
        Assert.Empty(await _loop.HandleDueAsync());
        AdvanceTo("2026-12-14T00:01:00Z");
        Assert.Single(await _loop.HandleDueAsync());
        Assert.StartsWith("exemption EX-1", _loop.TicketOf(Check).Reason, StringComparison.Ordinal);
        Assert.Empty(await _loop.HandleDueAsync());
        Assert.Empty(_loop.Account.Executed);

        AdvanceTo("2026-12-21T00:01:00Z");

        Assert.Contains(await _loop.HandleDueAsync(), outcome => outcome.Decision == Decision.Reverted);
        Assert.Empty(_loop.State<SecurityGroup>(Sample.GroupId).Rules);
        Assert.Empty(await _loop.HandleDueAsync());
    }

    // The stack was updated with a policy whose exemption had ended already.
    [Fact]
    public async Task HandleDue_PolicyWithAnExemptionThatIsOver_RevertsWithoutAnyEvent()
    {
        AdvanceTo("2027-03-01T00:00:00Z");

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleDueAsync()).Decision);
        Assert.Empty(await _loop.HandleDueAsync());
    }

    [Fact]
    public async Task HandleDue_ExemptionOfAnotherCheck_LooksAndSparesNothingElse()
    {
        _loop.Policy = Policy(until: "2026-12-20", "sg-0eeeeeeeeeeeeeeee");
        AdvanceTo("2026-12-21T00:00:00Z");

        Assert.Equal(Decision.Compliant, Assert.Single(await _loop.HandleDueAsync()).Decision);
        Assert.Empty(_loop.Account.Executed);
    }

    private void AdvanceTo(string time) =>
        _loop.Time.Advance(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - _loop.Time.GetUtcNow());

    private static Policy Policy(string until, string resource = Sample.GroupId) =>
        Sample.Policy(checks: [(Check, new() { Respond = Response.Revert })]) with
        {
            Exemptions =
            [
                new(
                    "EX-1",
                    Check,
                    resource,
                    DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    "netsec@example.com",
                    "vendor support"
                ),
            ],
        };
}
