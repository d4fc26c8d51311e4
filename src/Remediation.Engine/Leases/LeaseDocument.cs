using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Engine.Records;

namespace Remediation.Engine.Leases;

/// <summary>What a lease's record says.</summary>
/// <param name="Owner">The engine that took it.</param>
/// <param name="Until">When it ends.</param>
/// <param name="IsReleased">Whether it was given back.</param>
/// <param name="Unfinished">The ledger entry that its holder could not finish; or null.</param>
internal sealed record LeaseDocument(string Owner, DateTimeOffset Until, bool IsReleased, string? Unfinished = null)
{
    public string Write() =>
        new JsonObject
        {
            ["owner"] = Owner,
            ["until"] = Until.ToString("O", CultureInfo.InvariantCulture),
            ["released"] = IsReleased,
            ["unfinished"] = Unfinished,
        }.ToJsonString();

    /// <summary>Null for what no engine wrote: such a lease counts as one whose holder is gone.</summary>
    public static LeaseDocument? Read(string json) =>
        RecordText.Of(json) is { } kept && kept.Time("until") is { } until
            ? new(kept.Text("owner") ?? "", until, kept.Flag("released"), kept.Text("unfinished"))
            : null;
}
