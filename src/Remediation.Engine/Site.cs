using Remediation.Engine.Quarantines;

namespace Remediation.Engine;

/// <summary>One account in one region, what handles its resources, and what handles findings of others on them.</summary>
internal sealed record Site(IAccount Account, ResourceReconciler Resources, FindingHandler Findings);
