namespace Remediation.Engine.Tests.Audits;

/// <summary>
/// A clock of an audit that is asked at its start, before each type and before each resource, and stands still until the time is
/// up: once so many resources were judged.
/// </summary>
internal sealed class CountedTime(DateTimeOffset now, int resources) : TimeProvider
{
    // The beginning, the judging's own time, and the first type.
    private const int Before = 3;

    private int _asked;

    public DateTimeOffset End { get; } = now + TimeSpan.FromHours(1);

    public override DateTimeOffset GetUtcNow() => _asked++ >= Before + (long)resources ? End : now;
}
