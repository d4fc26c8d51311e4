using System.Collections.Immutable;
using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace Remediation.Aws.Documents;

/// <summary>The operations of EC2 that can be called by name.</summary>
internal static class Ec2Operations
{
    public static ImmutableArray<Ec2Operation> All { get; } =
    [
        Of<DescribeVpcsRequest, DescribeVpcsResponse>("DescribeVpcs", (ec2, r, ct) => ec2.DescribeVpcsAsync(r, ct)),
        Of<DescribeVpcAttributeRequest, DescribeVpcAttributeResponse>(
            "DescribeVpcAttribute",
            (ec2, r, ct) => ec2.DescribeVpcAttributeAsync(r, ct),
            response: Ec2Json.WrappedFlags
        ),
        Of<DescribeSubnetsRequest, DescribeSubnetsResponse>(
            "DescribeSubnets",
            (ec2, r, ct) => ec2.DescribeSubnetsAsync(r, ct)
        ),
        Of<DescribeRouteTablesRequest, DescribeRouteTablesResponse>(
            "DescribeRouteTables",
            (ec2, r, ct) => ec2.DescribeRouteTablesAsync(r, ct)
        ),
        Of<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResponse>(
            "DescribeInternetGateways",
            (ec2, r, ct) => ec2.DescribeInternetGatewaysAsync(r, ct)
        ),
        Of<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResponse>(
            "DescribeVpcEndpoints",
            (ec2, r, ct) => ec2.DescribeVpcEndpointsAsync(r, ct)
        ),
        Of<DescribeFlowLogsRequest, DescribeFlowLogsResponse>(
            "DescribeFlowLogs",
            (ec2, r, ct) => ec2.DescribeFlowLogsAsync(r, ct)
        ),
        Of<DescribeTrafficMirrorSessionsRequest, DescribeTrafficMirrorSessionsResponse>(
            "DescribeTrafficMirrorSessions",
            (ec2, r, ct) => ec2.DescribeTrafficMirrorSessionsAsync(r, ct)
        ),
        Of<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResponse>(
            "DescribeNetworkInterfaces",
            (ec2, r, ct) => ec2.DescribeNetworkInterfacesAsync(r, ct)
        ),
        Of<ModifyNetworkInterfaceAttributeRequest, ModifyNetworkInterfaceAttributeResponse>(
            "ModifyNetworkInterfaceAttribute",
            (ec2, r, ct) => ec2.ModifyNetworkInterfaceAttributeAsync(r, ct)
        ),
        Of<CreateTagsRequest, CreateTagsResponse>("CreateTags", (ec2, r, ct) => ec2.CreateTagsAsync(r, ct)),
        Of<DeleteTagsRequest, DeleteTagsResponse>("DeleteTags", (ec2, r, ct) => ec2.DeleteTagsAsync(r, ct)),
        Of<CreateFlowLogsRequest, CreateFlowLogsResponse>(
            "CreateFlowLogs",
            (ec2, r, ct) => ec2.CreateFlowLogsAsync(r, ct)
        ),
        Of<DeleteFlowLogsRequest, DeleteFlowLogsResponse>(
            "DeleteFlowLogs",
            (ec2, r, ct) => ec2.DeleteFlowLogsAsync(r, ct)
        ),
        Of<DeleteVpcEndpointsRequest, DeleteVpcEndpointsResponse>(
            "DeleteVpcEndpoints",
            (ec2, r, ct) => ec2.DeleteVpcEndpointsAsync(r, ct)
        ),
        Of<CreateVpcEndpointRequest, CreateVpcEndpointResponse>(
            "CreateVpcEndpoint",
            (ec2, r, ct) => ec2.CreateVpcEndpointAsync(r, ct)
        ),
        Of<ModifyVpcEndpointRequest, ModifyVpcEndpointResponse>(
            "ModifyVpcEndpoint",
            (ec2, r, ct) => ec2.ModifyVpcEndpointAsync(r, ct)
        ),
        Of<ModifySubnetAttributeRequest, ModifySubnetAttributeResponse>(
            "ModifySubnetAttribute",
            (ec2, r, ct) => ec2.ModifySubnetAttributeAsync(r, ct),
            request: Ec2Json.WrappedFlags
        ),
        Ec2Listings.NetworkAcls,
        Of<ReplaceNetworkAclAssociationRequest, ReplaceNetworkAclAssociationResponse>(
            "ReplaceNetworkAclAssociation",
            (ec2, r, ct) => ec2.ReplaceNetworkAclAssociationAsync(r, ct)
        ),
        Of<ModifyVpcAttributeRequest, ModifyVpcAttributeResponse>(
            "ModifyVpcAttribute",
            (ec2, r, ct) => ec2.ModifyVpcAttributeAsync(r, ct),
            request: Ec2Json.WrappedFlags
        ),
        Of<CreateRouteRequest, CreateRouteResponse>("CreateRoute", (ec2, r, ct) => ec2.CreateRouteAsync(r, ct)),
        Of<ReplaceRouteRequest, ReplaceRouteResponse>("ReplaceRoute", (ec2, r, ct) => ec2.ReplaceRouteAsync(r, ct)),
        Of<DeleteRouteRequest, DeleteRouteResponse>("DeleteRoute", (ec2, r, ct) => ec2.DeleteRouteAsync(r, ct)),
        Of<CreateTrafficMirrorSessionRequest, CreateTrafficMirrorSessionResponse>(
            "CreateTrafficMirrorSession",
            (ec2, r, ct) => ec2.CreateTrafficMirrorSessionAsync(r, ct)
        ),
    ];

    private static TypedEc2Operation<TRequest, TResponse> Of<TRequest, TResponse>(
        string name,
        Func<IAmazonEC2, TRequest, CancellationToken, Task<TResponse>> send,
        JsonSerializerOptions? request = null,
        JsonSerializerOptions? response = null
    )
        where TRequest : AmazonEC2Request
        where TResponse : AmazonWebServiceResponse =>
        new(name, request ?? Ec2Json.Plain, response ?? Ec2Json.Plain, send);
}
