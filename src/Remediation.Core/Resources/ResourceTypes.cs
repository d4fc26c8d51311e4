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
    public const string VpcEndpoint = "AWS::EC2::VPCEndpoint";
    public const string FlowLog = "AWS::EC2::FlowLog";
    public const string RouteTable = "AWS::EC2::RouteTable";
    public const string InternetGateway = "AWS::EC2::InternetGateway";

    /// <summary>All traffic mirror sessions of an account in a region together; the id is <c>mirror-sessions</c>.</summary>
    public const string TrafficMirrorSessions = "AWS::EC2::TrafficMirrorSessions";

    /// <summary>Whether a VPC has the security group that cuts off what is in it; the id is the VPC's.</summary>
    public const string IsolationGroup = "Remediation::IsolationGroup";

    public const string WebAcl = "AWS::WAFv2::WebACL";
    public const string WafRuleGroup = "AWS::WAFv2::RuleGroup";
    public const string IpSet = "AWS::WAFv2::IPSet";
    public const string RegexPatternSet = "AWS::WAFv2::RegexPatternSet";
    public const string Firewall = "AWS::NetworkFirewall::Firewall";
    public const string FirewallPolicy = "AWS::NetworkFirewall::FirewallPolicy";
    public const string FirewallRuleGroup = "AWS::NetworkFirewall::RuleGroup";
    public const string LoadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    public const string ApiStage = "AWS::ApiGateway::Stage";
    public const string GraphQLApi = "AWS::AppSync::GraphQLApi";
    public const string Distribution = "AWS::CloudFront::Distribution";

    /// <summary>All protections of an account by Shield Advanced together; the id is <c>protections</c>.</summary>
    public const string ShieldProtections = "AWS::Shield::Protection";

    /// <summary>A CloudFormation template that is judged before it is deployed; the id is its file's name.</summary>
    public const string Template = "AWS::CloudFormation::Template";
}
