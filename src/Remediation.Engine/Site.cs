namespace Remediation.Engine;

/// <summary>One account in one region, and what handles its resources.</summary>
internal sealed record Site(IAccount Account, ResourceReconciler Resources);
