namespace Remediation.Core.Policies;

/// <summary>What is done about a finding, in ascending order: each does what the ones before it do, and more.</summary>
public enum Response
{
    Observe,
    Notify,
    Ticket,
    Revert,
    Quarantine,
}
