using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Engine.Tickets;

namespace Remediation.Engine.Offline;

/// <summary>Adds each ticket, as it is opened, updated and closed, to a file of JSON lines; whoever reads the file goes by the key.</summary>
/// <param name="path">The file to add to; it and its folder are made when needed.</param>
public sealed class TicketLog(string path) : ITicketSink
{
    public string Name => "file";

    public ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Append(notice);
            return ValueTask.FromResult(DeliveryOutcome.Delivered(notice.Key));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var error = new CallError("TicketLogUnwritable", $"{path}: {fault.Message}");
            return ValueTask.FromResult(DeliveryOutcome.Failed(error));
        }
    }

    private void Append(TicketNotice notice)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        using (var writer = new Utf8JsonWriter(file))
        {
            TicketNoticeJson.Write(writer, notice);
        }
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }
}
