namespace Remediation.Core.Checks;

/// <summary>How bad a finding is, in ascending order.</summary>
public enum Severity
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}
