namespace Remediation.Cli;

/// <summary>What the command tells the shell. When several hold, the highest is told.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>There are findings at or above what <c>--fail-on</c> names.</summary>
    public const int Findings = 1;

    /// <summary>The command line or an input cannot be used; standard error says what, where, and how to mend it.</summary>
    public const int BadInput = 2;

    /// <summary>A call to AWS, or applying a plan, failed.</summary>
    public const int CallFailed = 3;
}
