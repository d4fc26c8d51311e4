namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>
/// The kinds of VPC endpoints. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html.
/// </summary>
public enum VpcEndpointType
{
    /// <summary>A kind that this version does not know.</summary>
    Unknown,

    /// <summary>A target in route tables, for S3 and DynamoDB.</summary>
    Gateway,

    /// <summary>Network interfaces in subnets, with security groups.</summary>
    Interface,

    GatewayLoadBalancer,

    /// <summary>A resource shared by VPC Lattice.</summary>
    Resource,

    /// <summary>A service network of VPC Lattice.</summary>
    ServiceNetwork,
}
