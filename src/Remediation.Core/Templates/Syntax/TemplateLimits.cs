namespace Remediation.Core.Templates.Syntax;

/// <summary>How large a template may be: CloudFormation takes one megabyte, and none that people write nests half as deep.</summary>
internal static class TemplateLimits
{
    public const int MostLength = 4 << 20;
    public const int MostDepth = 100;
    public const int MostNodes = 400_000;
    public const int MostText = 1 << 16;

    /// <summary>What is too much about a node, or null.</summary>
    public static string? Objection(TemplateNode node) =>
        node.Depth > MostDepth ? $"nested deeper than {MostDepth} levels"
        : node.Size > MostNodes ? $"more than {MostNodes} values, aliases written out"
        : null;
}
