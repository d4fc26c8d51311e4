namespace Remediation.Cli.PolicyTesting;

/// <summary>One expectation that was not met.</summary>
/// <param name="Resource">As the expectation names it.</param>
/// <param name="What">What was expected, and what came instead.</param>
/// <param name="Line">The line where the expectation stands.</param>
internal sealed record PolicyTestFailure(string Resource, string What, int Line);
