namespace Remediation.Engine.Tickets;

/// <summary>How far one sink is behind.</summary>
/// <param name="Version">The last version that it took; 0 for none.</param>
/// <param name="Reference">Its own id of the ticket; or null.</param>
/// <param name="Attempts">How often the version after that was tried in vain.</param>
/// <param name="NotBefore">When to try again.</param>
/// <param name="Error">Why it was not taken the last time; or null.</param>
public sealed record Delivery(int Version, string? Reference, int Attempts, DateTimeOffset NotBefore, string? Error)
{
    public static Delivery None { get; } = new(0, null, 0, DateTimeOffset.MinValue, null);
}
