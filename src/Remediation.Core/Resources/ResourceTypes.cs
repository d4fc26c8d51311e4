namespace Remediation.Core.Resources;

/// <summary>The CloudFormation / AWS Config names of the resource types that the engine knows.</summary>
public static class ResourceTypes
{
    public const string SecurityGroup = "AWS::EC2::SecurityGroup";
    public const string NetworkAcl = "AWS::EC2::NetworkAcl";
    public const string PrefixList = "AWS::EC2::PrefixList";
    public const string NetworkInterface = "AWS::EC2::NetworkInterface";
    public const string Instance = "AWS::EC2::Instance";
    public const string Subnet = "AWS::EC2::Subnet";
    public const string Vpc = "AWS::EC2::VPC";
}
