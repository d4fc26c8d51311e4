using Remediation.Core.Events;
using Remediation.Core.Policies;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>How a workload comes to be cut off.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Policy">In enforce mode.</param>
/// <param name="Event">What leads to it; null where a person asks.</param>
/// <param name="IsHard">Whether network ACLs deny its addresses as well.</param>
internal sealed record QuarantineScenario(string Name, Policy Policy, ParsedEvent? Event, bool IsHard);
