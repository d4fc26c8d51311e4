using System.Collections.Immutable;
using Remediation.Core.Diagnostics;

namespace Remediation.Engine.PolicyDocuments;

/// <summary>Why the document that should be in force is not.</summary>
/// <param name="Version">The version that cannot be put in force; empty when the document could not be read.</param>
/// <param name="Reason">What is wrong, in words.</param>
/// <param name="Diagnostics">Each fault of the document with its place; empty when it could not be read.</param>
/// <param name="Since">Since when it is so, as far as this process knows.</param>
/// <param name="IsCounted">Whether it is to be alarmed of; a passing failure to read is not, for a while.</param>
public sealed record PolicyFault(
    string Version,
    string Reason,
    ImmutableArray<Diagnostic> Diagnostics,
    DateTimeOffset Since,
    bool IsCounted
);
