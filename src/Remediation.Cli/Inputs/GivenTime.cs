namespace Remediation.Cli.Inputs;

/// <summary>A clock that stands at the time that somebody gave.</summary>
internal sealed class GivenTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
