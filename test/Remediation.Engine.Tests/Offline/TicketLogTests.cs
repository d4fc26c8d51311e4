using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Offline;

public sealed class TicketLogTests
{
    [Fact]
    public async Task Deliver_Ticket_AddsALineToTheFile()
    {
        using var folder = new SnapshotFolder();
        var path = Path.Combine(folder.Path, "ledger", "tickets.jsonl");
        var log = new TicketLog(path);

        Assert.True((await log.DeliverAsync(Notice, null, CancellationToken.None)).IsDelivered);
        Assert.True(
            (
                await log.DeliverAsync(Notice with { Status = TicketStatus.Closed }, null, CancellationToken.None)
            ).IsDelivered
        );

        var lines = File.ReadAllLines(path);
        Assert.Equal(2, lines.Length);
        var line = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("remediation.ticket/1", line.GetProperty("schema").GetString());
        Assert.Equal("open", line.GetProperty("status").GetString());
        Assert.Equal("sg-1", line.GetProperty("resource").GetProperty("id").GetString());
        Assert.Equal("closed", JsonDocument.Parse(lines[1]).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Deliver_FileThatCannotBeWritten_IsNotDelivered()
    {
        using var folder = new SnapshotFolder(("in-the-way", ""));
        var log = new TicketLog(Path.Combine(folder.Path, "in-the-way", "tickets.jsonl"));

        var outcome = await log.DeliverAsync(Notice, null, CancellationToken.None);

        Assert.Equal("TicketLogUnwritable", outcome.Error?.Code);
    }

    private static TicketNotice Notice =>
        new()
        {
            Key = "rem-0",
            Status = TicketStatus.Open,
            Resource = new(ResourceTypes.SecurityGroup, "sg-1", Sample.Account, Sample.Region),
            Check = "sg-open-admin-port",
            CheckTitle = "open",
            Severity = Severity.Critical,
            Reason = "why",
            FirstSeen = DateTimeOffset.UnixEpoch,
            LastSeen = DateTimeOffset.UnixEpoch,
        };
}
