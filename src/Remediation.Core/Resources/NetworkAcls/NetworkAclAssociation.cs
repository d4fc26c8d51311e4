namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>That a subnet uses the ACL. A subnet has exactly one association at any time.</summary>
public sealed record NetworkAclAssociation(string AssociationId, string SubnetId);
