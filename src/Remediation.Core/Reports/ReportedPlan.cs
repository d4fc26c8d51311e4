using System.Collections.Immutable;
using Remediation.Core.Planning;

namespace Remediation.Core.Reports;

/// <summary>A plan with the validator's word on it, as reports show it.</summary>
/// <param name="Resolves">The ids of the findings that it settles.</param>
public sealed record ReportedPlan(Plan Plan, PlanVerdict Verdict, ImmutableArray<string> Resolves);
