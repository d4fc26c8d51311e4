namespace Remediation.Aws.Tests.Contract;

/// <summary>
/// Where an account under the contract is known to differ from AWS. The contract asserts the difference itself, so that it
/// tells when the difference goes away.
/// </summary>
[Flags]
public enum Quirks
{
    None = 0,

    /// <summary>A call with several permissions keeps what it did before the one that failed; AWS does all or nothing.</summary>
    PartialAuthorize = 1,

    /// <summary>Descriptions of prefix list and group rules are lost.</summary>
    LosesPeerDescriptions = 2,

    /// <summary>Updating descriptions by rule id, or of a rule that does not exist, succeeds and changes nothing.</summary>
    IgnoresDescriptions = 4,

    /// <summary>Revoking a rule id that does not exist answers InvalidPermission.NotFound.</summary>
    ConfusesMissingRuleIds = 8,

    /// <summary>A protocol without ports, other than ICMP, ends in a server error.</summary>
    FailsOnPortlessProtocols = 16,

    /// <summary>Replacing or deleting an entry that does not exist ends in a server error.</summary>
    FailsOnMissingEntries = 32,

    /// <summary>Ports and entry numbers out of range are stored.</summary>
    AcceptsImpossibleNumbers = 64,

    /// <summary>A group is taken twice as a peer.</summary>
    AcceptsDuplicatePeers = 128,

    /// <summary>Network ACL entries lose the ICMP type and code.</summary>
    LosesIcmpTypes = 256,

    /// <summary>A modified rule may equal another.</summary>
    AcceptsDuplicateByModify = 512,

    /// <summary>A network ACL takes more entries than the quota.</summary>
    HasNoEntryQuota = 1024,

    /// <summary>Describing a network ACL that does not exist answers InvalidRouteTableID.NotFound.</summary>
    ConfusesMissingAcls = 2048,
}
