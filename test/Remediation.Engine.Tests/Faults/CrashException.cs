namespace Remediation.Engine.Tests.Faults;

/// <summary>The process is gone: whatever it still tries, nothing of it happens.</summary>
public sealed class CrashException() : Exception("the process is gone");
