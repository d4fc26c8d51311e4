namespace Remediation.Core.Diagnostics;

/// <summary>How much a diagnostic matters: an error stops what it is about, a warning does not.</summary>
public enum DiagnosticLevel
{
    Warning,
    Error,
}
