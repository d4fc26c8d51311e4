namespace Remediation.Engine.Guards;

/// <summary>Whether a valid plan may be applied now.</summary>
public sealed record GuardVerdict
{
    private GuardVerdict() { }

    public static GuardVerdict Proceed { get; } = new();

    /// <summary>Why the plan is not applied but put before a person as a ticket; or null.</summary>
    public string? Hold { get; private init; }

    /// <summary>With <see cref="Hold"/>: when the resource is to be looked at again; null where only a person ends it.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>Why it cannot be told for now, so that the event has to be handled again later; or null.</summary>
    public string? Retry { get; private init; }

    public static GuardVerdict Held(string why, DateTimeOffset? until = null) => new() { Hold = why, Until = until };

    public static GuardVerdict Later(string why) => new() { Retry = why };
}
