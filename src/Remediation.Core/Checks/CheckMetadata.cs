using System.Collections.Immutable;
using Remediation.Core.Policies;

namespace Remediation.Core.Checks;

/// <summary>
/// All that is to be known of a check without running it. The reference page, the event patterns, the IAM actions and the
/// policy's schema follow from it. Ids are never used again once retired.
/// </summary>
public sealed record CheckMetadata
{
    /// <summary>Lower-case words joined by hyphens, the first of them the layer: <c>sg-open-admin-port</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The finding in one line, as a statement that is true when the check fails.</summary>
    public required string Title { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Rationale { get; init; }

    /// <summary>What a reader might think it checks, and it does not.</summary>
    public required string DoesNotCheck { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The CloudFormation type of the resources that it judges.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Further types that it judges, where the same question is asked of several.</summary>
    public ImmutableArray<string> OtherResourceTypes { get; init; } = [];

    /// <summary>Every type that it judges.</summary>
    public IEnumerable<string> ResourceTypes => OtherResourceTypes.Prepend(ResourceType);

    public bool Judges(string resourceType) =>
        resourceType == ResourceType || OtherResourceTypes.Contains(resourceType, StringComparer.Ordinal);

    public required FixKind FixKind { get; init; }

    /// <summary>What the automatic fix does, or why there is none.</summary>
    public required string FixDescription { get; init; }

    /// <summary>How a person fixes it by hand.</summary>
    public required string ManualFix { get; init; }

    /// <summary>What is done when the policy does not say.</summary>
    public Response DefaultResponse { get; init; } = Response.Ticket;

    public ImmutableArray<Control> Controls { get; init; } = [];

    public ImmutableArray<CheckParameter> Parameters { get; init; } = [];

    /// <summary>
    /// The API calls after which the check can come out differently, as CloudTrail names them: of EC2 by the event's name alone, of
    /// other services led by the service, as in <c>wafv2:UpdateWebACL</c>.
    /// </summary>
    public required ImmutableArray<string> Triggers { get; init; }

    /// <summary>
    /// Whether it asks what only deployment tells, such as what uses the resource: then it says nothing of a template.
    /// </summary>
    public bool IsOfDeployed { get; init; }

    public SurroundingKinds Surroundings { get; init; }

    /// <summary>The IAM actions of the calls that its fix can lead to.</summary>
    public ImmutableArray<string> FixActions { get; init; } = [];

    /// <summary>Pages to read.</summary>
    public ImmutableArray<string> References { get; init; } = [];
}
