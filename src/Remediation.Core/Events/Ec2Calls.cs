namespace Remediation.Core.Events;

/// <summary>
/// The EC2 calls that can change what this version watches, each with the reader of the resources that it names.
/// API actions: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html.
/// </summary>
internal static class Ec2Calls
{
    internal static Func<Ec2Request, NamedResources>? Find(string name) =>
        OfSecurityGroups(name) ?? OfNetworkAcls(name) ?? OfOthers(name);

    private static Func<Ec2Request, NamedResources>? OfSecurityGroups(string name) =>
        name switch
        {
            "AuthorizeSecurityGroupIngress"
            or "AuthorizeSecurityGroupEgress"
            or "RevokeSecurityGroupIngress"
            or "RevokeSecurityGroupEgress"
            or "ModifySecurityGroupRules"
            or "UpdateSecurityGroupRuleDescriptionsIngress"
            or "UpdateSecurityGroupRuleDescriptionsEgress"
            or "DeleteSecurityGroup"
            or "AssociateSecurityGroupVpc"
            or "DisassociateSecurityGroupVpc" => SecurityGroupCalls.OfOneGroup,
            "CreateSecurityGroup" => SecurityGroupCalls.OfCreation,
            "ModifyNetworkInterfaceAttribute" or "ModifyInstanceAttribute" => SecurityGroupCalls.OfAttribute,
            "RunInstances" or "CreateNetworkInterface" => SecurityGroupCalls.OfInterfaces,
            _ => null,
        };

    private static Func<Ec2Request, NamedResources>? OfNetworkAcls(string name) =>
        name switch
        {
            "CreateNetworkAcl" => NetworkAclCalls.OfCreation,
            "DeleteNetworkAcl"
            or "CreateNetworkAclEntry"
            or "ReplaceNetworkAclEntry"
            or "DeleteNetworkAclEntry"
            or "ReplaceNetworkAclAssociation" => NetworkAclCalls.OfOneAcl,
            _ => null,
        };

    private static Func<Ec2Request, NamedResources>? OfOthers(string name) =>
        name switch
        {
            "CreateManagedPrefixList" => PrefixListCalls.OfCreation,
            "ModifyManagedPrefixList" or "DeleteManagedPrefixList" or "RestoreManagedPrefixListVersion" =>
                PrefixListCalls.OfOneList,
            "CreateTags" or "DeleteTags" => TagCalls.OfTags,
            "CreateVpc" or "CreateDefaultVpc" => NewVpc,
            _ => null,
        };

    private static NamedResources NewVpc(Ec2Request call) =>
        NamedResources.Ignored(
            $"{call.Name} does not name the default security group and network ACL that it makes; an audit judges them"
        );
}
