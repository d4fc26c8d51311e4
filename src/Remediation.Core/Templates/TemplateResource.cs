using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates;

/// <summary>One resource of a template, its properties worked out as far as the template tells.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">Its CloudFormation type.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
public sealed record TemplateResource(string LogicalId, string Type, MapValue Properties, int Line)
{
    /// <summary>
    /// What stands for the id that EC2 will give: the logical id, led by what ids of the type are led by where that tells what it is,
    /// as in <c>igw-Gateway</c>.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>An ARN as it will have, with the logical id, or a word, for each part that only deployment tells.</summary>
    public required string Arn { get; init; }

    /// <summary>Why it is not known whether it will be deployed at all, or null where it will be.</summary>
    public string? Doubt { get; init; }
}
