using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Resources;

namespace Remediation.Core.Templates;

/// <summary>
/// A CloudFormation template before it is deployed: what it says by itself, not what is deployed. What depends on parameters
/// without a value is unresolved in it. Source: CloudFormation User Guide, "Template anatomy".
/// </summary>
public sealed class Template : ResourceState
{
    /// <summary>Stands for the account where it was not given.</summary>
    public const string AnyAccount = "account";

    /// <summary>Stands for the region where it was not given; made like one, since names of services have it in them.</summary>
    public const string AnyRegion = "any-region-1";

    /// <summary>The file as the person named it.</summary>
    public required string File { get; init; }

    /// <summary>The text that it was read from.</summary>
    public required string Text { get; init; }

    /// <summary>The resources that will or may be deployed; those whose condition does not hold are left out.</summary>
    public ImmutableArray<TemplateResource> Resources { get; init; } = [];

    /// <summary>Every place where one part names another, in the order written.</summary>
    public ImmutableArray<TemplateReference> References { get; init; } = [];

    /// <summary>The logical ids of all resources, those left out too.</summary>
    public ImmutableHashSet<string> ResourceNames { get; init; } = [];

    public ImmutableHashSet<string> ParameterNames { get; init; } = [];

    public ImmutableHashSet<string> ConditionNames { get; init; } = [];

    public ImmutableHashSet<string> MappingNames { get; init; } = [];

    /// <summary>Whether a macro or transform adds to it what is not written in it.</summary>
    public bool HasMacros { get; init; }

    /// <summary>Where a line of it is, as editors link it: <c>file:line</c>.</summary>
    public string Place(int line) => $"{File}:{line}";

    /// <summary>Whether the template defines what a reference names. Pseudo parameters are always defined.</summary>
    public bool Defines(TemplateReference reference) =>
        reference.Kind switch
        {
            TemplateReferenceKind.Ref => ResourceNames.Contains(reference.Target)
                || ParameterNames.Contains(reference.Target)
                || reference.Target.StartsWith("AWS::", StringComparison.Ordinal),
            TemplateReferenceKind.Condition => ConditionNames.Contains(reference.Target),
            TemplateReferenceKind.Mapping => MappingNames.Contains(reference.Target),
            _ => ResourceNames.Contains(reference.Target),
        };

    private protected override IEnumerable<string> Content =>
        [Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))];
}
