namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>What an entry does with the traffic that it is the first to match.</summary>
public enum NetworkAclAction
{
    Allow,
    Deny,
}
