using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Engine.Records;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// The entries that quarantines made in a network ACL, where every engine that judges it finds them with one look, however long its
/// ledger is. It says whose an entry is, not what to do with it; what a release takes away is told by the ledger alone.
/// </summary>
public sealed class OwnEntries(IRecordStore records, TimeProvider time)
{
    // An engine that read the ACL before the release may still be about to keep what it read.
    private static readonly TimeSpan Forget = TimeSpan.FromDays(1);

    /// <summary>Keeps what a plan of a workload's quarantine makes, beside what earlier ones made. Null, or why it is not kept.</summary>
    public Task<CallError?> RememberAsync(Plan plan, string workload, CancellationToken cancellationToken) =>
        plan is { Before: NetworkAcl before, Desired: NetworkAcl after }
            ? ChangeAsync(
                KeyOf(before.Id, workload),
                kept => [.. kept.Union(after.Entries.Except(before.Entries).Select(Text), StringComparer.Ordinal)],
                forgetAfter: null,
                cancellationToken
            )
            : Task.FromResult<CallError?>(null);

    /// <summary>Lets them be forgotten in time, once they are taken away. Null, or why they are kept on, which does no harm.</summary>
    public Task<CallError?> ForgetAsync(ResourceId acl, string workload, CancellationToken cancellationToken) =>
        ChangeAsync(KeyOf(acl, workload), kept => kept, time.GetUtcNow() + Forget, cancellationToken);

    /// <summary>The entries of the state that quarantines made, in words.</summary>
    public async Task<StoreAnswer<IReadOnlyList<string>>> InAsync(NetworkAcl acl, CancellationToken cancellationToken)
    {
        var listed = await records.ListAsync(CollectionOf(acl.Id), cancellationToken);
        if (!listed.IsAnswered)
        {
            return StoreAnswer<IReadOnlyList<string>>.Failed(listed.Error);
        }
        var made = listed.Value.SelectMany(Entries).ToHashSet(StringComparer.Ordinal);
        return StoreAnswer<IReadOnlyList<string>>.Of([.. acl.Entries.Select(Text).Where(made.Contains)]);
    }

    private Task<CallError?> ChangeAsync(
        RecordKey key,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> change,
        DateTimeOffset? forgetAfter,
        CancellationToken cancellationToken
    ) =>
        records.ChangeAsync(
            key,
            async read =>
                change(Entries(read)) is { Count: > 0 } entries
                    ? (await records.WriteAsync(read, Json(entries), forgetAfter, cancellationToken)).Error
                    : null,
            cancellationToken
        );

    // A network ACL is made of these alone: an entry has no id, and another one that says the same is the same.
    private static string Text(NetworkAclEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Direction} {entry}");

    private static string CollectionOf(ResourceId acl) => $"quarantine/{acl.Arn}";

    private static RecordKey KeyOf(ResourceId acl, string workload) => new(CollectionOf(acl), workload);

    private static string Json(IEnumerable<string> entries) =>
        new JsonObject
        {
            ["entries"] = new JsonArray([.. entries.Select(entry => (JsonNode)JsonValue.Create(entry))]),
        }.ToJsonString();

    // What no engine wrote names nothing.
    private static IReadOnlyList<string> Entries(StoredRecord record) =>
        record.Exists ? RecordText.Of(record.Json)?.Texts("entries") ?? [] : [];
}
