using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Undo;

namespace Remediation.Engine.Quarantines;

/// <summary>What quarantines of one workload did to one resource and no release has taken back, as the ledger tells it.</summary>
/// <param name="Workload">The workload's ARN.</param>
/// <param name="Resource">An interface or a network ACL.</param>
/// <param name="Operations">The quarantines that still last, the oldest first; more than one where some stopped half-way.</param>
internal sealed record Cut(string Workload, ResourceId Resource, ImmutableArray<LedgerOperation> Operations)
{
    public LedgerOperation First => Operations[0];

    /// <summary>The interface as it was before the first of them; null where the ledger does not tell.</summary>
    public ElasticInterface? Prior =>
        LedgerReplay.Of(First.Intent).TryGet(out var replay, out _) ? replay.Prior as ElasticInterface : null;

    /// <summary>The group that the interface was moved into, or empty.</summary>
    public string GroupId =>
        Operations
            .SelectMany(operation => operation.Intent.Calls)
            .Where(call => call.Operation == "ModifyNetworkInterfaceAttribute")
            .Select(call => call.Parameters.GetProperty("Groups").EnumerateArray().First().ToString())
            .LastOrDefault("");

    /// <summary>The entries that were made, whether the call was taken or not.</summary>
    public IReadOnlyCollection<NetworkAclEntry> Entries =>
        [
            .. Operations
                .Select(operation => LedgerReplay.Of(operation.Intent))
                .SelectMany(result =>
                    result.TryGet(out var replay, out _)
                    && replay is { Prior: NetworkAcl before, Made: NetworkAcl after }
                        ? after.Entries.Except(before.Entries)
                        : []
                )
                .Distinct(),
        ];

    /// <summary>All that lasts, network ACLs before interfaces: what tells of a quarantine is there until the end.</summary>
    public static ImmutableArray<Cut> Of(ImmutableArray<LedgerOperation> operations) =>
        [
            .. operations
                .Where(operation =>
                    operation.Intent.Workload is not null
                    && operation.Intent.Resource.Type is ResourceTypes.NetworkInterface or ResourceTypes.NetworkAcl
                )
                .GroupBy(operation => (operation.Intent.Workload!, operation.Intent.Resource))
                .Select(group => new Cut(group.Key.Item1, group.Key.Resource, Lasting([.. group])))
                .Where(cut => !cut.Operations.IsEmpty)
                .OrderBy(cut => cut.Resource.Type == ResourceTypes.NetworkInterface)
                .ThenBy(cut => cut.Resource.Id, StringComparer.Ordinal),
        ];

    private static ImmutableArray<LedgerOperation> Lasting(IReadOnlyList<LedgerOperation> operations)
    {
        var released = operations
            .Select((operation, at) => (operation, at))
            .Where(item => item.operation.Intent.Action == LedgerAction.Release && item.operation.IsDone)
            .Select(item => item.at)
            .DefaultIfEmpty(-1)
            .Max();
        return
        [
            .. operations.Skip(released + 1).Where(operation => operation.Intent.Action == LedgerAction.Quarantine),
        ];
    }
}
