namespace Remediation.Core.Events;

/// <summary>The things that a record can come to.</summary>
public enum ParsedEventKind
{
    Understood,
    Ignored,
    Rejected,

    /// <summary>A person's signed approval of a plan. What it is worth is told by its signature, which is looked at later.</summary>
    Approval,
}
