using System.Text.Json;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Offline;

public sealed class TicketLogTests
{
    [Fact]
    public async Task Open_SameFindingTwice_KeepsOneTicketAndOneLine()
    {
        using var folder = new SnapshotFolder();
        var path = Path.Combine(folder.Path, "ledger", "tickets.jsonl");
        var log = new TicketLog(path, TimeProvider.System);
        var ticket = new Ticket(Finding(), "the policy responds with a ticket", Actor.Unknown, "e-1");

        Assert.Null(await log.OpenAsync(ticket, CancellationToken.None));
        Assert.Null(await log.OpenAsync(ticket, CancellationToken.None));

        Assert.Equal([ticket], log.Tickets);
        Assert.True(log.Holds(ticket.Finding.Id));
        var line = JsonDocument.Parse(File.ReadAllLines(path).Single()).RootElement;
        Assert.Equal("remediation.ticket/1", line.GetProperty("schema").GetString());
        Assert.Equal("e-1", line.GetProperty("event").GetString());
        Assert.Equal(ticket.Finding.Id, line.GetProperty("finding").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Open_FileThatCannotBeWritten_IsNoTicket()
    {
        using var folder = new SnapshotFolder(("in-the-way", ""));
        var log = new TicketLog(Path.Combine(folder.Path, "in-the-way", "tickets.jsonl"), TimeProvider.System);

        var error = await log.OpenAsync(new(Finding(), "why", Actor.Unknown, "e-1"), CancellationToken.None);

        Assert.Equal("TicketLogUnwritable", error?.Code);
        Assert.Empty(log.Tickets);
    }

    [Fact]
    public async Task Open_NoFile_KeepsTheTicket()
    {
        var log = new TicketLog(path: null, TimeProvider.System);

        await log.OpenAsync(new(Finding(), "why", Actor.Unknown, "e-1"), CancellationToken.None);

        Assert.Single(log.Tickets);
    }

    private static Finding Finding()
    {
        var group = Sample.Group("in tcp/22 from 0.0.0.0/0");
        return Sample.Evaluate(new SgOpenAdminPort(), group, Sample.Policy()).Findings(group, Response.Ticket).Single();
    }
}
