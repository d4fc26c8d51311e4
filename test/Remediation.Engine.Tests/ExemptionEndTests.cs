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

    private readonly Loop _loop = new(Policy(until: "2026-12-20"), Sample.Group("in tcp/22 from 0.0.0.0/0"));

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

    private void AdvanceTo(string time) =>
        _loop.Time.Advance(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - _loop.Time.GetUtcNow());

    private static Policy Policy(string until) =>
        Sample.Policy(checks: [(Check, new() { Respond = Response.Revert })]) with
        {
            Exemptions =
            [
                new(
                    "EX-1",
                    Check,
                    Sample.GroupId,
                    DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    "netsec@example.com",
                    "vendor support"
                ),
            ],
        };
}
