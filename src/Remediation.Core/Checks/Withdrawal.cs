namespace Remediation.Core.Checks;

/// <summary>
/// What a fix takes away, told by the check that asks for it and independent of how the plan does it, so that the plan can be
/// held against it.
/// </summary>
public abstract record Withdrawal
{
    private protected Withdrawal() { }
}
