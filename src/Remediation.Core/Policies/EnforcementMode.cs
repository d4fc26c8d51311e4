namespace Remediation.Core.Policies;

/// <summary>Whether the engine may change anything at all.</summary>
public enum EnforcementMode
{
    /// <summary>No mutating API is called, whatever the checks say.</summary>
    Observe,

    /// <summary>Findings are responded to as the policy says.</summary>
    Enforce,
}
