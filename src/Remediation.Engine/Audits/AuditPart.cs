using Remediation.Core.Reports;

namespace Remediation.Engine.Audits;

/// <summary>What was judged until the time was up, and what is left; null when nothing is.</summary>
public sealed record AuditPart(AuditReport Report, AuditRest? Rest);
