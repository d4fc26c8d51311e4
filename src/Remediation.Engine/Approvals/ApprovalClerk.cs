using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Engine.Records;

namespace Remediation.Engine.Approvals;

/// <summary>
/// Tells which signed approvals count: those with this engine's signature, in time, and not used before. One that came to an end, be
/// it a refusal, counts as used; one whose engine stopped on the way may come again.
/// </summary>
internal sealed class ApprovalClerk(EnginePorts ports)
{
    /// <summary>The approval, or what is to be said of the event instead.</summary>
    public async Task<(SignedApproval? Approval, Outcome? Refused)> AdmitAsync(
        ParsedEvent parsed,
        CancellationToken cancellationToken
    )
    {
        (SignedApproval?, Outcome?) Rejected(string reason) => (null, Outcomes.Of(parsed, Decision.Rejected, reason));
        (SignedApproval?, Outcome?) Later(string reason) =>
            (null, Outcomes.Of(parsed, Decision.Failed, reason) with { IsRetryable = true });

        if (ports.ApprovalKey is not { } source)
        {
            return Rejected(
                "this engine has no key for approvals, so that none counts; remediate apply --plan carries one out by hand"
            );
        }
        var key = await source.ReadAsync(cancellationToken);
        if (!key.IsAnswered)
        {
            return Later($"the key for approvals could not be read: {key.Error}");
        }
        if (!SignedApproval.Read(parsed.ApprovalToken!, key.Value).TryGet(out var approval, out var worthless))
        {
            return Rejected(worthless);
        }
        var now = ports.Time.GetUtcNow();
        if (now >= approval.Expires)
        {
            return Rejected($"{Named(approval)} ended at {approval.Expires:yyyy-MM-dd HH:mm:ss}Z");
        }
        if (approval.Expires - now > SignedApproval.LongestLife)
        {
            return Rejected(
                $"{Named(approval)} would count until {approval.Expires:yyyy-MM-dd HH:mm:ss}Z: no more than "
                    + $"{SignedApproval.LongestLife.TotalDays.ToString(CultureInfo.InvariantCulture)} days are let pass"
            );
        }
        var used = await ports.Records.ReadAsync(KeyOf(approval), cancellationToken);
        return !used.IsAnswered ? Later($"whether {Named(approval)} was used before could not be read: {used.Error}")
            : used.Value.Exists ? Rejected($"{Named(approval)} was used before: {ResultOf(used.Value)}")
            : (approval, null);
    }

    /// <summary>Keeps that the approval was used, and what came of it. Null, or why that is not kept.</summary>
    public async Task<CallError?> UseAsync(SignedApproval approval, string result, CancellationToken cancellationToken)
    {
        var read = await ports.Records.ReadAsync(KeyOf(approval), cancellationToken);
        if (!read.IsAnswered || read.Value.Exists)
        {
            return read.Error;
        }
        var json = new JsonObject
        {
            ["plan"] = approval.PlanHash,
            ["by"] = approval.By,
            ["used"] = ports.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["result"] = result,
        };
        // As long as its signature would count.
        var forget = approval.Expires + TimeSpan.FromDays(1);
        var written = await ports.Records.WriteAsync(read.Value, json.ToJsonString(), forget, cancellationToken);
        return written.IsAnswered || written.Error.Code == IRecordStore.Conflict ? null : written.Error;
    }

    private static string Named(SignedApproval approval) =>
        $"the approval of plan {approval.PlanHash} by {approval.By}";

    private static RecordKey KeyOf(SignedApproval approval) =>
        new(
            $"approval/{approval.PlanHash}",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(approval.Nonce)))
        );

    private static string ResultOf(StoredRecord record) =>
        RecordText.Of(record.Json) is { } used
            ? $"at {used.Text("used")}, and {used.Text("result")}"
            : "what came of it cannot be read";
}
