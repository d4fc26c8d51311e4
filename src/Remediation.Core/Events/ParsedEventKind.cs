namespace Remediation.Core.Events;

/// <summary>The three things that a record can come to.</summary>
public enum ParsedEventKind
{
    Understood,
    Ignored,
    Rejected,
}
