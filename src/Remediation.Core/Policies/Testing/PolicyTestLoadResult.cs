using System.Collections.Immutable;
using Remediation.Core.Diagnostics;

namespace Remediation.Core.Policies.Testing;

/// <summary>What loading a document of policy tests gave: the tests, or none and at least one error.</summary>
/// <param name="File">The tests, or null when any diagnostic is an error.</param>
/// <param name="Diagnostics">In the order of the document.</param>
public sealed record PolicyTestLoadResult(PolicyTestFile? File, ImmutableArray<Diagnostic> Diagnostics);
