namespace Remediation.Core.Templates;

/// <summary>How one part of a template names another.</summary>
public enum TemplateReferenceKind
{
    /// <summary>By <c>Ref</c> or <c>Fn::Sub</c>: a resource or a parameter.</summary>
    Ref,

    /// <summary>By <c>Fn::GetAtt</c> or <c>Fn::Sub</c>: an attribute of a resource.</summary>
    Attribute,

    /// <summary>By <c>DependsOn</c>: a resource.</summary>
    DependsOn,

    /// <summary>By <c>Fn::If</c> or <c>Condition</c>: a condition.</summary>
    Condition,

    /// <summary>By <c>Fn::FindInMap</c>: a mapping.</summary>
    Mapping,
}
