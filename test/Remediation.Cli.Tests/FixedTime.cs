namespace Remediation.Cli.Tests;

/// <summary>A clock that stands still, so that ids and exemptions are the same in every run.</summary>
internal sealed class FixedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 10, 5, 0, TimeSpan.Zero);
}
