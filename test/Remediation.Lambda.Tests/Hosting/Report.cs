namespace Remediation.Lambda.Tests.Hosting;

/// <summary>What the function told the Runtime API.</summary>
internal sealed record Report(string Path, string Body, string? ContentType, string? ErrorType);
