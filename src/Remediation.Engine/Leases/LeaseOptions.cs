namespace Remediation.Engine.Leases;

/// <summary>How leases are taken.</summary>
public sealed record LeaseOptions
{
    /// <summary>How long one holds. Longer than handling one resource takes at most: nothing is changed once it has run out.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait for one that another engine holds, before the event goes back to the queue.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause between two looks while waiting.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);
}
