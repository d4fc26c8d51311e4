using Remediation.Core.Events;

namespace Remediation.Engine;

/// <summary>Makes outcomes that have no resource.</summary>
internal static class Outcomes
{
    public static Outcome Of(ParsedEvent parsed, Decision decision, string reason) =>
        new()
        {
            Event = parsed,
            Decision = decision,
            Reason = reason,
        };
}
