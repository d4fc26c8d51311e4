using Remediation.Core.Templates.Syntax;

namespace Remediation.Core.Templates.Resolution;

/// <summary>The sections of a template that matter here; null for one that is not there.</summary>
internal sealed record TemplateSections
{
    public TemplateMap? Parameters { get; init; }

    public TemplateMap? Mappings { get; init; }

    public TemplateMap? Conditions { get; init; }

    public TemplateMap? Resources { get; init; }

    public TemplateMap? Outputs { get; init; }

    /// <summary>Whether a macro may add to the template what is not written in it.</summary>
    public bool HasMacros { get; init; }
}
