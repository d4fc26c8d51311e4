using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Rechecks;

/// <summary>
/// Remembers which resources are to be looked at again at a later time: when something ends that held a fix back. One that is due
/// stays until it was handled.
/// </summary>
internal sealed class RecheckDesk(IRecordStore records, TimeProvider time)
{
    private const string Collection = "recheck";

    /// <summary>Null when it is remembered, or was before; else why not.</summary>
    public async Task<CallError?> ScheduleAsync(
        ResourceId resource,
        DateTimeOffset due,
        string why,
        CancellationToken cancellationToken,
        ReportedFinding? finding = null
    )
    {
        var utc = due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        var read = await records.ReadAsync(
            new(Collection, $"{utc} {resource.Arn}{(finding is null ? "" : $" {finding.Id}")}"),
            cancellationToken
        );
        if (!read.IsAnswered)
        {
            return read.Error;
        }
        if (read.Value.Exists)
        {
            return null;
        }
        var json = new JsonObject
        {
            ["due"] = utc,
            ["type"] = resource.Type,
            ["account"] = resource.Account,
            ["region"] = resource.Region,
            ["id"] = resource.Id,
            ["why"] = why,
        };
        if (finding is not null)
        {
            json["finding"] = finding.Id;
            json["types"] = new JsonArray([.. finding.Types.Select(type => (JsonNode)JsonValue.Create(type))]);
            json["severity"] = ReportWriter.Word(finding.Severity);
        }
        var written = await records.WriteAsync(read.Value, json.ToJsonString(), null, cancellationToken);
        return written.IsAnswered || written.Error.Code == IRecordStore.Conflict ? null : written.Error;
    }

    /// <summary>What is due by now, the longest due first.</summary>
    public async Task<StoreAnswer<IReadOnlyList<Recheck>>> DueAsync(CancellationToken cancellationToken)
    {
        var listed = await records.ListAsync(Collection, cancellationToken);
        if (!listed.IsAnswered)
        {
            return StoreAnswer<IReadOnlyList<Recheck>>.Failed(listed.Error);
        }
        var now = time.GetUtcNow();
        IReadOnlyList<Recheck> due =
        [
            .. listed.Value.Select(Read).OfType<Recheck>().Where(recheck => recheck.Due <= now),
        ];
        return StoreAnswer<IReadOnlyList<Recheck>>.Of(due);
    }

    /// <summary>Forgets one that was handled. That it could not be forgotten does no harm: it is handled once more.</summary>
    public async Task ForgetAsync(Recheck recheck, CancellationToken cancellationToken) =>
        await records.DeleteAsync(recheck.Record, cancellationToken);

    // What no engine wrote: nobody waits for it.
    private static Recheck? Read(StoredRecord record)
    {
        if (RecordText.Of(record.Json) is not { } kept || kept.Time("due") is not { } due)
        {
            return null;
        }
        string Text(string name) => kept.Text(name) ?? "";
        var reference = new ResourceReference(Text("type"), Text("account"), Text("region")) { Id = Text("id") };
        return new(record, due, reference, Text("why")) { Finding = FindingOf(kept) };
    }

    private static ReportedFinding? FindingOf(RecordText kept) =>
        kept.Text("finding") is { Length: > 0 } id
        && kept.Texts("types") is { IsEmpty: false } types
        && Enum.TryParse<Severity>(kept.Text("severity"), ignoreCase: true, out var severity)
        && Enum.IsDefined(severity)
            ? new(id, types, severity)
            : null;
}
