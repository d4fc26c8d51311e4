using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace Remediation.Benchmarks;

/// <summary>Sends requests that were recorded again, with nothing around them.</summary>
internal static class BareCalls
{
    /// <param name="ec2">The client.</param>
    /// <param name="requests">What was recorded. The two reads of a group go out together, as they did then.</param>
    /// <param name="ruleId">The rule that is revoked now; when it was recorded it was another.</param>
    public static async Task SendAsync(
        AmazonEC2Client ec2,
        IReadOnlyList<AmazonWebServiceRequest> requests,
        string ruleId
    )
    {
        for (var i = 0; i < requests.Count; i++)
        {
            var isPair = i + 1 < requests.Count && IsGroupRead(requests[i]) && IsGroupRead(requests[i + 1]);
            if (isPair)
            {
                await Task.WhenAll(SendAsync(ec2, requests[i], ruleId), SendAsync(ec2, requests[++i], ruleId));
            }
            else
            {
                await SendAsync(ec2, requests[i], ruleId);
            }
        }
    }

    private static bool IsGroupRead(AmazonWebServiceRequest request) =>
        request is DescribeSecurityGroupsRequest or DescribeSecurityGroupRulesRequest;

    private static Task SendAsync(AmazonEC2Client ec2, AmazonWebServiceRequest request, string ruleId) =>
        request switch
        {
            DescribeSecurityGroupsRequest read => ec2.DescribeSecurityGroupsAsync(read),
            DescribeSecurityGroupRulesRequest read => ec2.DescribeSecurityGroupRulesAsync(read),
            DescribeNetworkInterfacesRequest read => ec2.DescribeNetworkInterfacesAsync(read),
            DescribeManagedPrefixListsRequest read => ec2.DescribeManagedPrefixListsAsync(read),
            DescribeVpcPeeringConnectionsRequest read => ec2.DescribeVpcPeeringConnectionsAsync(read),
            RevokeSecurityGroupIngressRequest revoke => ec2.RevokeSecurityGroupIngressAsync(
                new RevokeSecurityGroupIngressRequest { GroupId = revoke.GroupId, SecurityGroupRuleIds = [ruleId] }
            ),
            _ => throw new InvalidOperationException($"{request.GetType().Name} was not expected"),
        };
}
