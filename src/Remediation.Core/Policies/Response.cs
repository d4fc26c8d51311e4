namespace Remediation.Core.Policies;

/// <summary>What is done about a finding, in ascending order: each does what the ones before it do, and more.</summary>
public enum Response
{
    Observe,
    Notify,
    Ticket,

    /// <summary>As a ticket, with a plan that is applied once a person approves of it.</summary>
    Ask,

    Revert,
    Quarantine,
}
