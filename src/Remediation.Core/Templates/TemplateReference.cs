namespace Remediation.Core.Templates;

/// <summary>That one part of a template names another.</summary>
/// <param name="From">The logical id of the resource that names it; the section's name for the other sections.</param>
/// <param name="Path">Where in it: <c>SecurityGroupIngress[0].SourceSecurityGroupId</c>.</param>
/// <param name="Kind">How it names it.</param>
/// <param name="Target">The name.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record TemplateReference(string From, string Path, TemplateReferenceKind Kind, string Target, int Line);
