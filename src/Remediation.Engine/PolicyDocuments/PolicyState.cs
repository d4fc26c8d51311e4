using Remediation.Core.Planning;
using Remediation.Core.Policies;

namespace Remediation.Engine.PolicyDocuments;

/// <summary>The policy in force, and what is wrong with the one that should be.</summary>
/// <param name="Policy">The policy in force.</param>
/// <param name="Fault">Null when the policy in force is the present document's.</param>
/// <param name="Unkept">Why the last valid document could not be kept for processes to come; or null.</param>
public sealed record PolicyState(Policy Policy, PolicyFault? Fault = null, CallError? Unkept = null);
