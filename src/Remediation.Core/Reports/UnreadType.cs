using Remediation.Core.Planning;

namespace Remediation.Core.Reports;

/// <summary>A type of which not all resources could be read: what an audit says nothing of, it did not find compliant.</summary>
public sealed record UnreadType(string ResourceType, CallError Error);
