namespace Remediation.Core.Checks;

/// <summary>One reason why a check failed: the exact rule, and exactly what of it violates the policy.</summary>
/// <param name="Traffic">What the rule allows, in words.</param>
/// <param name="Offending">The part of it that violates, in words.</param>
public sealed record Evidence(string Traffic, string Offending)
{
    /// <summary>The rule's id or the entry's number, or null when the evidence is not about a single rule that has one.</summary>
    public string? Rule { get; init; }

    /// <summary>The rule's description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What else to know, such as which prefix list entries matter; or null.</summary>
    public string? Note { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What the fix takes away for this evidence, or null where there is no automatic fix.</summary>
    public Withdrawal? Withdrawal { get; init; }
}
