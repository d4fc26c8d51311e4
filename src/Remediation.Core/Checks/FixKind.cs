namespace Remediation.Core.Checks;

/// <summary>Whether a check knows a safe automatic fix.</summary>
public enum FixKind
{
    /// <summary>It does.</summary>
    Automatic,

    /// <summary>It does not; a person has to decide, so the most it comes to is a ticket.</summary>
    TicketOnly,
}
