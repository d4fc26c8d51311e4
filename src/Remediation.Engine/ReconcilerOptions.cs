using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Leases;

namespace Remediation.Engine;

/// <summary>How the reconciler works, beside the policy.</summary>
public sealed record ReconcilerOptions
{
    /// <summary>Whether plans are applied; false is a dry run, whatever the policy's mode.</summary>
    public bool Apply { get; init; }

    /// <summary>The account that can be read; a change in another fails loudly. Empty when not known, and then not compared.</summary>
    public string Account { get; init; } = "";

    /// <summary>The region that can be read; likewise.</summary>
    public string Region { get; init; } = "";

    /// <summary>The ARN of the IAM role that the engine works as, so that it knows its own changes; empty when not known.</summary>
    public string OwnPrincipal { get; init; } = "";

    /// <summary>How leases are taken.</summary>
    public LeaseOptions Leases { get; init; } = new();

    /// <summary>How long tickets and notifications are sent for at most; what is not sent by then waits for the next run.</summary>
    public TimeSpan DeliverWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a resource is read and planned anew when others change it at the same time.</summary>
    public int MostAttempts { get; init; } = 3;

    /// <summary>The pauses before each look at the result: EC2 is eventually consistent.</summary>
    public ImmutableArray<TimeSpan> VerifyDelays { get; init; } =
    [
        TimeSpan.Zero,
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
    ];

    /// <summary>Makes the plans; whatever it makes is validated before it is applied.</summary>
    public Func<ResourceState, ImmutableArray<CheckEvaluation>, Surroundings, PlanningResult> Plan { get; init; } =
        Planner.Plan;
}
