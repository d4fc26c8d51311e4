using System.Text.Json;
using Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>The parameters of the network ACL calls.</summary>
internal static class NetworkAclParameters
{
    public static bool Set(ParameterReader reader, CreateNetworkAclEntryRequest request, string name, JsonElement value)
    {
        switch (name)
        {
            case "NetworkAclId":
                request.NetworkAclId = reader.Text(value);
                return true;
            case "RuleNumber":
                request.RuleNumber = reader.Integer(value);
                return true;
            case "Egress":
                request.Egress = reader.Flag(value);
                return true;
            case "Protocol":
                request.Protocol = reader.Text(value);
                return true;
            case "RuleAction":
                request.RuleAction = reader.Text(value);
                return true;
            case "CidrBlock":
                request.CidrBlock = reader.Text(value);
                return true;
            case "Ipv6CidrBlock":
                request.Ipv6CidrBlock = reader.Text(value);
                return true;
            case "PortRange":
                request.PortRange = reader.Object<PortRange>(value, Set);
                return true;
            case "IcmpTypeCode":
                request.IcmpTypeCode = reader.Object<IcmpTypeCode>(value, Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(
        ParameterReader reader,
        ReplaceNetworkAclEntryRequest request,
        string name,
        JsonElement value
    )
    {
        switch (name)
        {
            case "NetworkAclId":
                request.NetworkAclId = reader.Text(value);
                return true;
            case "RuleNumber":
                request.RuleNumber = reader.Integer(value);
                return true;
            case "Egress":
                request.Egress = reader.Flag(value);
                return true;
            case "Protocol":
                request.Protocol = reader.Text(value);
                return true;
            case "RuleAction":
                request.RuleAction = reader.Text(value);
                return true;
            case "CidrBlock":
                request.CidrBlock = reader.Text(value);
                return true;
            case "Ipv6CidrBlock":
                request.Ipv6CidrBlock = reader.Text(value);
                return true;
            case "PortRange":
                request.PortRange = reader.Object<PortRange>(value, Set);
                return true;
            case "IcmpTypeCode":
                request.IcmpTypeCode = reader.Object<IcmpTypeCode>(value, Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(ParameterReader reader, DeleteNetworkAclEntryRequest request, string name, JsonElement value)
    {
        switch (name)
        {
            case "NetworkAclId":
                request.NetworkAclId = reader.Text(value);
                return true;
            case "RuleNumber":
                request.RuleNumber = reader.Integer(value);
                return true;
            case "Egress":
                request.Egress = reader.Flag(value);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, PortRange range, string name, JsonElement value)
    {
        switch (name)
        {
            case "From":
                range.From = reader.Integer(value);
                return true;
            case "To":
                range.To = reader.Integer(value);
                return true;
            default:
                return false;
        }
    }

    private static bool Set(ParameterReader reader, IcmpTypeCode icmp, string name, JsonElement value)
    {
        switch (name)
        {
            case "Type":
                icmp.Type = reader.Integer(value);
                return true;
            case "Code":
                icmp.Code = reader.Integer(value);
                return true;
            default:
                return false;
        }
    }
}
