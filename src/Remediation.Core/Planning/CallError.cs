namespace Remediation.Core.Planning;

/// <summary>Why AWS, or the pure application of a call, refused it: AWS's error code and its message.</summary>
public sealed record CallError(string Code, string Message)
{
    public const string PermissionNotFound = "InvalidPermission.NotFound";
    public const string PermissionDuplicate = "InvalidPermission.Duplicate";
    public const string GroupNotFound = "InvalidGroup.NotFound";
    public const string GroupDuplicate = "InvalidGroup.Duplicate";
    public const string InterfaceNotFound = "InvalidNetworkInterfaceID.NotFound";
    public const string RuleNotFound = "InvalidSecurityGroupRuleId.NotFound";
    public const string RulesLimitExceeded = "RulesPerSecurityGroupLimitExceeded";
    public const string AclNotFound = "InvalidNetworkAclID.NotFound";
    public const string EntryNotFound = "InvalidNetworkAclEntry.NotFound";
    public const string EntryAlreadyExists = "NetworkAclEntryAlreadyExists";
    public const string EntryLimitExceeded = "NetworkAclEntryLimitExceeded";
    public const string AssociationNotFound = "InvalidAssociationID.NotFound";
    public const string InvalidParameter = "InvalidParameterValue";
    public const string WrongAccount = "WrongAccount";
    public const string WrongRegion = "WrongRegion";
    public const string UnknownOperation = "InvalidAction";

    /// <summary>Nobody answered: no such host, or no connection.</summary>
    public const string Unreachable = "EndpointUnreachable";

    public override string ToString() => $"{Code}: {Message}";
}
