namespace Remediation.Engine;

/// <summary>
/// When the stages of handling one resource were reached, by the engine's clock; null where one was not. They are for measuring
/// alone: nothing is decided by them.
/// </summary>
/// <param name="Decided">When it was known what is to be done, guardrails included.</param>
/// <param name="Applied">When the last call of the plan was taken.</param>
/// <param name="Verified">When the resource was read again and found as planned.</param>
public sealed record StageTimes(DateTimeOffset? Decided, DateTimeOffset? Applied, DateTimeOffset? Verified)
{
    /// <summary>No stage was reached.</summary>
    public static StageTimes None { get; } = new(null, null, null);
}
