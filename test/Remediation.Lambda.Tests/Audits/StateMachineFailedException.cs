namespace Remediation.Lambda.Tests.Audits;

/// <summary>That an execution failed, with the error's name.</summary>
internal sealed class StateMachineFailedException(string error) : Exception(error);
