using System.Collections.Immutable;
using Remediation.Engine.Approvals;
using Remediation.Engine.Baselines;
using Remediation.Engine.Guards;
using Remediation.Engine.Organizations;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;

namespace Remediation.Engine;

/// <summary>All that the engine reaches outside itself. Nothing else of it touches a network, a disk or a clock.</summary>
public sealed record EnginePorts
{
    public required IAccount Account { get; init; }

    public required ILedger Ledger { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The accounts and regions beside that one; null where the engine works in no other.</summary>
    public IAccountDirectory? Accounts { get; init; }

    /// <summary>In which organizational units accounts are; null where nobody can tell.</summary>
    public IUnitDirectory? Units { get; init; }

    /// <summary>Leases, tickets and counts, shared by every engine that works on the account.</summary>
    public IRecordStore Records { get; init; } = new MemoryRecords();

    /// <summary>The compliant states of before, where they are kept.</summary>
    public IBaselineStore Baselines { get; init; } = NoBaselines.Instance;

    /// <summary>Where tickets go: to each of them.</summary>
    public ImmutableArray<ITicketSink> Tickets { get; init; } = [];

    /// <summary>Who is told of outcomes: each of them.</summary>
    public ImmutableArray<INotifier> Notifiers { get; init; } = [];

    /// <summary>
    /// Whether other engines, with sinks that this one does not know, deliver what it keeps: all stays in the outbox for them. So it does
    /// in an engine that has no sink at all.
    /// </summary>
    public bool LeavesDelivery { get; init; }

    public IKillSwitch KillSwitch { get; init; } = NoKillSwitch.Instance;

    /// <summary>The key of signed approvals; null where none counts.</summary>
    public IApprovalKey? ApprovalKey { get; init; }

    /// <summary>What <c>remediate apply</c> has to be told, beside the plan, to reach this account, its records and the same policy.</summary>
    public string ApplyOptions { get; init; } = "--live";

    /// <summary>Who this engine is, in leases; no two that run at the same time are called the same.</summary>
    public string Owner { get; init; } = "engine";
}
