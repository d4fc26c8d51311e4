namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>What a condition of an Allow statement keeps out.</summary>
public enum ConditionEffect
{
    /// <summary>Nothing that tells friend from foe: anybody can fulfil it.</summary>
    LimitsNothing,

    /// <summary>All principals but certain accounts', organisations' or roles'.</summary>
    LimitsPrincipals,

    /// <summary>All resources but certain accounts' or organisations'.</summary>
    LimitsResources,

    /// <summary>All networks but certain ones. In the policy of an endpoint that is nothing: everybody comes through the endpoint.</summary>
    LimitsNetworks,

    /// <summary>It cannot be told: the key or the operator is not known.</summary>
    Unknown,
}
