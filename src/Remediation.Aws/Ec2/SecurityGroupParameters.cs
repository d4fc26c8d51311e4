using System.Text.Json;
using Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>The parameters of the security group calls. Groups are named by id: names are not unique.</summary>
internal static class SecurityGroupParameters
{
    public static bool Set(ParameterReader reader, CreateSecurityGroupRequest target, string name, JsonElement value)
    {
        switch (name)
        {
            case "GroupName":
                target.GroupName = reader.Text(value);
                return true;
            case "Description":
                target.Description = reader.Text(value);
                return true;
            case "VpcId":
                target.VpcId = reader.Text(value);
                return true;
            case "TagSpecifications":
                target.TagSpecifications = reader.Objects<TagSpecification>(value, PermissionParameters.Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        AuthorizeSecurityGroupIngressRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "IpPermissions":
                target.IpPermissions = reader.Objects<IpPermission>(value, PermissionParameters.Set);
                return true;
            case "TagSpecifications":
                target.TagSpecifications = reader.Objects<TagSpecification>(value, PermissionParameters.Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        AuthorizeSecurityGroupEgressRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "IpPermissions":
                target.IpPermissions = reader.Objects<IpPermission>(value, PermissionParameters.Set);
                return true;
            case "TagSpecifications":
                target.TagSpecifications = reader.Objects<TagSpecification>(value, PermissionParameters.Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        RevokeSecurityGroupIngressRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "IpPermissions":
                target.IpPermissions = reader.Objects<IpPermission>(value, PermissionParameters.Set);
                return true;
            case "SecurityGroupRuleIds":
                target.SecurityGroupRuleIds = reader.Texts(value);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        RevokeSecurityGroupEgressRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "IpPermissions":
                target.IpPermissions = reader.Objects<IpPermission>(value, PermissionParameters.Set);
                return true;
            case "SecurityGroupRuleIds":
                target.SecurityGroupRuleIds = reader.Texts(value);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        ModifySecurityGroupRulesRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "SecurityGroupRules":
                target.SecurityGroupRules = reader.Objects<SecurityGroupRuleUpdate>(value, PermissionParameters.Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        UpdateSecurityGroupRuleDescriptionsIngressRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "IpPermissions":
                target.IpPermissions = reader.Objects<IpPermission>(value, PermissionParameters.Set);
                return true;
            case "SecurityGroupRuleDescriptions":
                target.SecurityGroupRuleDescriptions = reader.Objects<SecurityGroupRuleDescription>(
                    value,
                    PermissionParameters.Set
                );
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        UpdateSecurityGroupRuleDescriptionsEgressRequest target,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "GroupId":
                target.GroupId = reader.Text(value);
                return true;
            case "IpPermissions":
                target.IpPermissions = reader.Objects<IpPermission>(value, PermissionParameters.Set);
                return true;
            case "SecurityGroupRuleDescriptions":
                target.SecurityGroupRuleDescriptions = reader.Objects<SecurityGroupRuleDescription>(
                    value,
                    PermissionParameters.Set
                );
                return true;
            default:
                return false;
        }
    }
}
