namespace Remediation.Engine.Tickets;

/// <summary>What waits for a sink that has not taken it.</summary>
/// <param name="Count">How many tickets and notices.</param>
/// <param name="Oldest">For how long the oldest of them has been waiting; zero where there is none.</param>
public sealed record PendingDeliveries(int Count, TimeSpan Oldest);
