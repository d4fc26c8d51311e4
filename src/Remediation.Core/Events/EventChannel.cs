namespace Remediation.Core.Events;

/// <summary>By which way an event reached the engine.</summary>
public enum EventChannel
{
    CloudTrail,
    ConfigItemChange,
    ConfigComplianceChange,
    SecurityHubFinding,
    GuardDutyFinding,
    Schedule,
    Manual,
}
