namespace Remediation.Core.Templates.Syntax;

/// <summary>One key of a mapping, where it stands, and its value.</summary>
internal sealed record TemplateEntry(string Key, int Line, int Column, TemplateNode Value);
