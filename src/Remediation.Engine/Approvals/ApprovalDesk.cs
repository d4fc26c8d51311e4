using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Approvals;

/// <summary>
/// Remembers which plans wait for approval, by hash. An offer is no plan: when it is taken up the resource is read, judged and
/// planned anew, and only a plan of that very hash is carried out.
/// </summary>
public sealed class ApprovalDesk(IRecordStore records, TimeProvider time)
{
    /// <summary>Offers the plan for a time from now on; null when that is kept, or why not.</summary>
    public async Task<CallError?> OfferAsync(Plan plan, TimeSpan within, CancellationToken cancellationToken)
    {
        var read = await records.ReadAsync(KeyOf(plan.Hash), cancellationToken);
        if (!read.IsAnswered)
        {
            return read.Error;
        }
        var now = time.GetUtcNow();
        if (Read(plan.Hash, read.Value) is { } offer && now < offer.Until)
        {
            return null;
        }
        var until = now + within;
        var written = await records.WriteAsync(read.Value, Write(plan.Resource, until), until, cancellationToken);
        return written.IsAnswered || written.Error.Code == IRecordStore.Conflict ? null : written.Error;
    }

    /// <summary>The offer, or why the plan cannot be approved of.</summary>
    public async Task<(ApprovalOffer? Offer, string? Refusal, bool IsRetryable)> FindAsync(
        string hash,
        CancellationToken cancellationToken
    )
    {
        var read = await records.ReadAsync(KeyOf(hash), cancellationToken);
        if (!read.IsAnswered)
        {
            return (null, $"the plans that wait for approval could not be read: {read.Error}", true);
        }
        return Read(hash, read.Value) switch
        {
            null => (
                null,
                $"no plan {hash} waits for approval: see the ticket's last update for the plan of now",
                false
            ),
            var offer when time.GetUtcNow() >= offer.Until => (
                null,
                $"the time to approve of plan {hash} ended at {offer.Until:yyyy-MM-dd HH:mm}Z; look at the resource again for a new one",
                false
            ),
            var offer => (offer, null, false),
        };
    }

    private static RecordKey KeyOf(string hash) => new($"approval/{hash}", "offer");

    private static string Write(ResourceId resource, DateTimeOffset until) =>
        new JsonObject
        {
            ["type"] = resource.Type,
            ["account"] = resource.Account,
            ["region"] = resource.Region,
            ["id"] = resource.Id,
            ["until"] = until.ToString("O", CultureInfo.InvariantCulture),
        }.ToJsonString();

    // Null for what no engine wrote.
    private static ApprovalOffer? Read(string hash, StoredRecord record)
    {
        if (!record.Exists || RecordText.Of(record.Json) is not { } kept || kept.Time("until") is not { } until)
        {
            return null;
        }
        string Text(string name) => kept.Text(name) ?? "";
        return new(hash, new(Text("type"), Text("account"), Text("region")) { Id = Text("id") }, until);
    }
}
