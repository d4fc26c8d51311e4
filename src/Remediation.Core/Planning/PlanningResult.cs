using System.Collections.Immutable;

namespace Remediation.Core.Planning;

/// <summary>
/// What planning came to: a plan, or none; and beside either the checks that have no safe automatic fix, with the reason that
/// goes into the ticket.
/// </summary>
public sealed record PlanningResult(Plan? Plan, ImmutableArray<Unplanned> Unplanned);
