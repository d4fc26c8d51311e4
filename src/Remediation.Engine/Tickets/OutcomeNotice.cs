using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Engine.Tickets;

/// <summary>An outcome as it is told to people and programs.</summary>
/// <param name="Id">The same whenever the same outcome is told.</param>
/// <param name="Decision">What was done.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Severity">The highest of its findings; null where there is none.</param>
/// <param name="Actor">Who made the change.</param>
/// <param name="Time">When the outcome came to be.</param>
/// <param name="Json">The outcome as <c>remediation.outcomes/1</c> writes one.</param>
public sealed record OutcomeNotice(
    string Id,
    Decision Decision,
    string Reason,
    ResourceId Resource,
    Severity? Severity,
    string Actor,
    DateTimeOffset Time,
    string Json
);
