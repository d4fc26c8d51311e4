using System.Collections.Immutable;

namespace Remediation.Core.Policies.Testing;

/// <summary>
/// Examples that a policy is held to before it comes into force: what it finds in accounts, templates and events that its owner
/// wrote down or exported. Not a policy, and nothing that the engine reads when it works.
/// </summary>
/// <param name="Policy">The policy's file, as the document names it, or a starter policy's name.</param>
/// <param name="Mode">In which mode it is tested, or null for the policy's own.</param>
/// <param name="Cases">In the order of the document; at least one.</param>
public sealed record PolicyTestFile(string Policy, EnforcementMode? Mode, ImmutableArray<PolicyTestCase> Cases);
