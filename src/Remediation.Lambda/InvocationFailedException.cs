namespace Remediation.Lambda;

/// <summary>That something of an invocation was not done and there is no message to give back: the invocation fails as a whole.</summary>
public sealed class InvocationFailedException(string message) : Exception(message);
