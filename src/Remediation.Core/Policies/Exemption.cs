using Remediation.Core.Resources;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// One exception from one check for one resource, owned and with an end. It comes from the policy document alone: a tag on the
/// resource never exempts it.
/// </summary>
/// <param name="Id">How the team refers to it, such as EX-42.</param>
/// <param name="Check">The id of the check.</param>
/// <param name="Resource">The resource's id or ARN; no pattern.</param>
/// <param name="Until">The last day (UTC) on which it holds.</param>
public sealed record Exemption(string Id, string Check, string Resource, DateOnly Until, string Owner, string Reason)
{
    /// <summary>The traffic that is exempted, or null when the whole finding is.</summary>
    public TrafficSet? Traffic { get; init; }

    /// <summary>The very time at which it ends, where that is not the end of a day; or null.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>From when on it does not hold any more.</summary>
    public DateTimeOffset EndsAt =>
        Ends
        ?? (
            Until == DateOnly.MaxValue
                ? DateTimeOffset.MaxValue
                : new(Until.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        );

    /// <summary>Whether it ends at all: one that the deployment makes for what is its own does not.</summary>
    public bool HasEnd => EndsAt < DateTimeOffset.MaxValue;

    /// <summary>
    /// Whether it is none of the policy's but stands for what a break-glass principal did: it delays the fix, and nobody is spared
    /// the ticket.
    /// </summary>
    public bool IsBreakGlass { get; init; }

    public bool AppliesTo(string check, ResourceState state, DateTimeOffset now) =>
        Check == check && (Resource == state.Id.Id || Resource == state.Id.Arn) && now < EndsAt;
}
