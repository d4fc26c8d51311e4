namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What a rule or a default does with what it matches, from the most lenient to the strictest.</summary>
public enum FirewallAction
{
    /// <summary>Lets it through; no later rule is asked.</summary>
    Pass,

    /// <summary>Stateless only: hands it to the stateful rules.</summary>
    Forward,

    /// <summary>Stateful only: tells of it and lets later rules decide.</summary>
    Alert,

    /// <summary>Keeps it out, silently.</summary>
    Drop,

    /// <summary>Stateful only: keeps it out and says so to the sender.</summary>
    Reject,
}
