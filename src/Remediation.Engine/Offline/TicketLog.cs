using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Reports;

namespace Remediation.Engine.Offline;

/// <summary>
/// Collects tickets, and writes each as a line to a file where one is given. It recognises a ticket that is opened twice in one
/// run; those of earlier runs are for whoever reads the file, by the finding's id.
/// </summary>
/// <param name="path">The file of JSON lines to add to, or null to keep them in memory alone.</param>
public sealed class TicketLog(string? path, TimeProvider time) : ITicketSink
{
    private readonly OrderedDictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);

    /// <summary>In the order opened.</summary>
    public ImmutableArray<Ticket> Tickets => [.. _tickets.Values];

    /// <summary>Whether a ticket is open for the finding.</summary>
    public bool Holds(string findingId) => _tickets.ContainsKey(findingId);

    public ValueTask<CallError?> OpenAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        if (Holds(ticket.Finding.Id))
        {
            return ValueTask.FromResult<CallError?>(null);
        }
        try
        {
            Append(ticket);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult<CallError?>(new("TicketLogUnwritable", $"{path}: {fault.Message}"));
        }
        _tickets.Add(ticket.Finding.Id, ticket);
        return ValueTask.FromResult<CallError?>(null);
    }

    private void Append(Ticket ticket)
    {
        if (path is null)
        {
            return;
        }
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        using var writer = new Utf8JsonWriter(file);
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.ticket/1");
        writer.WriteString("time", time.GetUtcNow().UtcDateTime);
        writer.WriteString("event", ticket.EventId);
        writer.WriteString("actor", ticket.Actor.PrincipalArn ?? ticket.Actor.DisplayName);
        writer.WriteString("reason", ticket.Reason);
        writer.WritePropertyName("finding");
        ReportWriter.Write(writer, ticket.Finding);
        writer.WriteEndObject();
        writer.Flush();
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }
}
