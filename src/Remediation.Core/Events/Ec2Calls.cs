using System.Collections.Frozen;
using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// The EC2 calls that can change what this version watches, each with the reader of the resources that it names.
/// API actions: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html.
/// </summary>
internal static class Ec2Calls
{
    private static readonly FrozenDictionary<string, Func<Ec2Request, NamedResources>> Readers = new Dictionary<
        string,
        Func<Ec2Request, NamedResources>
    >(StringComparer.Ordinal)
    {
        ["AuthorizeSecurityGroupIngress"] = SecurityGroupCalls.OfOneGroup,
        ["AuthorizeSecurityGroupEgress"] = SecurityGroupCalls.OfOneGroup,
        ["RevokeSecurityGroupIngress"] = SecurityGroupCalls.OfOneGroup,
        ["RevokeSecurityGroupEgress"] = SecurityGroupCalls.OfOneGroup,
        ["ModifySecurityGroupRules"] = SecurityGroupCalls.OfOneGroup,
        ["UpdateSecurityGroupRuleDescriptionsIngress"] = SecurityGroupCalls.OfOneGroup,
        ["UpdateSecurityGroupRuleDescriptionsEgress"] = SecurityGroupCalls.OfOneGroup,
        ["DeleteSecurityGroup"] = SecurityGroupCalls.OfOneGroup,
        ["AssociateSecurityGroupVpc"] = SecurityGroupCalls.OfOneGroup,
        ["DisassociateSecurityGroupVpc"] = SecurityGroupCalls.OfOneGroup,
        ["CreateSecurityGroup"] = SecurityGroupCalls.OfCreation,
        ["ModifyNetworkInterfaceAttribute"] = SecurityGroupCalls.OfAttribute,
        ["ModifyInstanceAttribute"] = SecurityGroupCalls.OfAttribute,
        ["RunInstances"] = SecurityGroupCalls.OfInterfaces,
        ["CreateNetworkInterface"] = SecurityGroupCalls.OfInterfaces,
        ["CreateNetworkAcl"] = NetworkAclCalls.OfCreation,
        ["DeleteNetworkAcl"] = NetworkAclCalls.OfOneAcl,
        ["CreateNetworkAclEntry"] = NetworkAclCalls.OfOneAcl,
        ["ReplaceNetworkAclEntry"] = NetworkAclCalls.OfOneAcl,
        ["DeleteNetworkAclEntry"] = NetworkAclCalls.OfOneAcl,
        ["ReplaceNetworkAclAssociation"] = NetworkAclCalls.OfOneAcl,
        ["CreateManagedPrefixList"] = PrefixListCalls.OfCreation,
        ["ModifyManagedPrefixList"] = PrefixListCalls.OfOneList,
        ["RestoreManagedPrefixListVersion"] = PrefixListCalls.OfOneList,
        ["DeleteManagedPrefixList"] = PrefixListCalls.OfOneList,
        ["CreateVpc"] = VpcEvents.OfCreation,
        ["CreateDefaultVpc"] = VpcEvents.OfCreation,
        ["ModifyVpcAttribute"] = VpcEvents.OfAttribute,
        ["CreateFlowLogs"] = VpcEvents.OfNewFlowLogs,
        ["DeleteFlowLogs"] = VpcEvents.OfFlowLogs,
        ["CreateVpcEndpoint"] = VpcEvents.OfNewEndpoint,
        ["ModifyVpcEndpoint"] = VpcEvents.OfEndpoint,
        ["DeleteVpcEndpoints"] = VpcEvents.OfEndpoints,
        ["CreateSubnet"] = SubnetCalls.OfCreation,
        ["CreateDefaultSubnet"] = SubnetCalls.OfCreation,
        ["ModifySubnetAttribute"] = SubnetCalls.OfOneSubnet,
        ["AssociateSubnetCidrBlock"] = SubnetCalls.OfOneSubnet,
        ["DisassociateSubnetCidrBlock"] = SubnetCalls.OfEvery,
        ["DeleteSubnet"] = SubnetCalls.OfOneSubnet,
        ["CreateRoute"] = RouteTableCalls.OfOneTable,
        ["ReplaceRoute"] = RouteTableCalls.OfOneTable,
        ["DeleteRoute"] = RouteTableCalls.OfOneTable,
        ["AssociateRouteTable"] = RouteTableCalls.OfAssociation,
        ["ReplaceRouteTableAssociation"] = RouteTableCalls.OfAssociation,
        ["DisassociateRouteTable"] = RouteTableCalls.OfEvery,
        ["CreateRouteTable"] = RouteTableCalls.OfCreation,
        ["DeleteRouteTable"] = RouteTableCalls.OfOneTable,
        ["EnableVgwRoutePropagation"] = RouteTableCalls.OfOneTable,
        ["DisableVgwRoutePropagation"] = RouteTableCalls.OfOneTable,
        ["CreateInternetGateway"] = InternetGatewayCalls.OfCreation,
        ["AttachInternetGateway"] = InternetGatewayCalls.OfAttachment,
        ["DetachInternetGateway"] = InternetGatewayCalls.OfAttachment,
        ["DeleteInternetGateway"] = InternetGatewayCalls.OfOneGateway,
        ["CreateTrafficMirrorSession"] = TrafficMirrorCalls.OfAll,
        ["ModifyTrafficMirrorSession"] = TrafficMirrorCalls.OfAll,
        ["DeleteTrafficMirrorSession"] = TrafficMirrorCalls.OfAll,
        ["CreateTrafficMirrorFilterRule"] = TrafficMirrorCalls.OfAll,
        ["ModifyTrafficMirrorFilterRule"] = TrafficMirrorCalls.OfAll,
        ["DeleteTrafficMirrorFilterRule"] = TrafficMirrorCalls.OfAll,
        ["DeleteTrafficMirrorFilter"] = TrafficMirrorCalls.OfAll,
        ["DeleteTrafficMirrorTarget"] = TrafficMirrorCalls.OfAll,
        ["CreateTags"] = TagCalls.OfTags,
        ["DeleteTags"] = TagCalls.OfTags,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static IEnumerable<string> Names => Readers.Keys;

    internal static NamedResources Read(JsonElement record, string name)
    {
        return Readers.TryGetValue(name, out var read)
            ? read(Ec2Request.Read(record, name))
            : NamedResources.Ignored($"{Quoted.Printable(name)} concerns nothing this version watches");
    }
}
