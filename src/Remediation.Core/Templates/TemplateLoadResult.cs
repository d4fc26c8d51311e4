using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Diagnostics;

namespace Remediation.Core.Templates;

/// <summary>What reading a template gave: a template, maybe with warnings, or none and at least one error.</summary>
/// <param name="Template">The template, or null when any diagnostic is an error.</param>
/// <param name="Diagnostics">In the order of the document.</param>
public sealed record TemplateLoadResult(Template? Template, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether there is a template.</summary>
    [MemberNotNullWhen(true, nameof(Template))]
    public bool IsSuccess => Template is not null;
}
