using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// What may talk to what: connections from any of one side to any of the other, with these services. The answers to them are
/// part of it.
/// </summary>
public sealed record Flow(FlowEnd From, FlowEnd To, ServiceSet Allow);
