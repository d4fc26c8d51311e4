using System.Collections.Immutable;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine.Baselines;
using Remediation.Engine.Organizations;

namespace Remediation.Engine.Audits;

/// <summary>All that an audit reaches outside itself, and what it judges by. None of it can change a network.</summary>
public sealed record AuditPorts
{
    /// <summary>The function's own account, in its own region.</summary>
    public required AccountAccess Home { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string HomeAccount { get; init; }

    public required string HomeRegion { get; init; }

    public required IReportStore Store { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The policy in force.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Loads another policy: a starter policy by its name, or a document.</summary>
    public required Func<string, ParseResult<Policy>> LoadPolicy { get; init; }

    /// <summary>The catalogue, in its order.</summary>
    public required ImmutableArray<Check> Checks { get; init; }

    public IBaselineStore Baselines { get; init; } = NoBaselines.Instance;

    /// <summary>Other accounts and regions; null where only the home is audited.</summary>
    public IAccountDirectory? Accounts { get; init; }

    /// <summary>In which organizational units accounts are; null where nobody can tell.</summary>
    public IUnitDirectory? Units { get; init; }
}
