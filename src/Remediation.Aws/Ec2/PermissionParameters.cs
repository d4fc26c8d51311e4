using System.Text.Json;
using Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>The structures inside the parameters of the security group calls.</summary>
internal static class PermissionParameters
{
    public static bool Set(ParameterReader reader, IpPermission target, string name, JsonElement value)
    {
        switch (name)
        {
            case "IpProtocol":
                target.IpProtocol = reader.Text(value);
                return true;
            case "FromPort":
                target.FromPort = reader.Integer(value);
                return true;
            case "ToPort":
                target.ToPort = reader.Integer(value);
                return true;
            case "IpRanges":
                target.Ipv4Ranges = reader.Objects<IpRange>(value, Set);
                return true;
            case "Ipv6Ranges":
                target.Ipv6Ranges = reader.Objects<Ipv6Range>(value, Set);
                return true;
            case "PrefixListIds":
                target.PrefixListIds = reader.Objects<PrefixListId>(value, Set);
                return true;
            case "UserIdGroupPairs":
                target.UserIdGroupPairs = reader.Objects<UserIdGroupPair>(value, Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(ParameterReader reader, SecurityGroupRuleUpdate target, string name, JsonElement value)
    {
        switch (name)
        {
            case "SecurityGroupRuleId":
                target.SecurityGroupRuleId = reader.Text(value);
                return true;
            case "SecurityGroupRule":
                target.SecurityGroupRule = reader.Object<SecurityGroupRuleRequest>(value, Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(ParameterReader reader, SecurityGroupRuleDescription target, string name, JsonElement value)
    {
        switch (name)
        {
            case "SecurityGroupRuleId":
                target.SecurityGroupRuleId = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(ParameterReader reader, TagSpecification target, string name, JsonElement value)
    {
        switch (name)
        {
            case "ResourceType":
                target.ResourceType = reader.Text(value);
                return true;
            case "Tags":
                target.Tags = reader.Objects<Tag>(value, TagParameters.Set);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, SecurityGroupRuleRequest target, string name, JsonElement value)
    {
        switch (name)
        {
            case "IpProtocol":
                target.IpProtocol = reader.Text(value);
                return true;
            case "FromPort":
                target.FromPort = reader.Integer(value);
                return true;
            case "ToPort":
                target.ToPort = reader.Integer(value);
                return true;
            case "CidrIpv4":
                target.CidrIpv4 = reader.Text(value);
                return true;
            case "CidrIpv6":
                target.CidrIpv6 = reader.Text(value);
                return true;
            case "PrefixListId":
                target.PrefixListId = reader.Text(value);
                return true;
            case "ReferencedGroupId":
                target.ReferencedGroupId = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, IpRange target, string name, JsonElement value)
    {
        switch (name)
        {
            case "CidrIp":
                target.CidrIp = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, Ipv6Range target, string name, JsonElement value)
    {
        switch (name)
        {
            case "CidrIpv6":
                target.CidrIpv6 = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, PrefixListId target, string name, JsonElement value)
    {
        switch (name)
        {
            case "PrefixListId":
                target.Id = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, UserIdGroupPair target, string name, JsonElement value)
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "UserId":
                target.UserId = reader.Text(value);
                return true;
            case "VpcId":
                target.VpcId = reader.Text(value);
                return true;
            case "VpcPeeringConnectionId":
                target.VpcPeeringConnectionId = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            default:
                return false;
        }
    }
}
