using Remediation.Core.Resources;

namespace Remediation.Engine.Approvals;

/// <summary>A plan that waits for somebody's approval.</summary>
/// <param name="PlanHash">The plan's hash: of the resource as it was, and of every call.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Until">When it is too late.</param>
public sealed record ApprovalOffer(string PlanHash, ResourceReference Resource, DateTimeOffset Until);
