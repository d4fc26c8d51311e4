using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace Remediation.Benchmarks;

/// <summary>Sends requests that were recorded again, with nothing around them.</summary>
/// <param name="ec2">The client of the account.</param>
/// <param name="dynamoDb">The client of the ledger's table; null where no ledger was recorded.</param>
internal sealed class BareCalls(AmazonEC2Client ec2, AmazonDynamoDBClient? dynamoDb)
{
    /// <param name="requests">What was recorded. The two reads of a group go out together, as they did then.</param>
    /// <param name="ruleId">The rule that is revoked now; when it was recorded it was another.</param>
    public async Task SendAsync(IReadOnlyList<AmazonWebServiceRequest> requests, string ruleId)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            var isPair = i + 1 < requests.Count && IsGroupRead(requests[i]) && IsGroupRead(requests[i + 1]);
            if (isPair)
            {
                await Task.WhenAll(SendAsync(requests[i], ruleId), SendAsync(requests[++i], ruleId));
            }
            else
            {
                await SendAsync(requests[i], ruleId);
            }
        }
    }

    private static bool IsGroupRead(AmazonWebServiceRequest request) =>
        request is DescribeSecurityGroupsRequest or DescribeSecurityGroupRulesRequest;

    private Task SendAsync(AmazonWebServiceRequest request, string ruleId) =>
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
            _ => StoreAsync(request),
        };

    // What a write was conditional on is so no more; the same item is written without asking.
    private Task StoreAsync(AmazonWebServiceRequest request)
    {
        switch (request)
        {
            case GetItemRequest get:
                return dynamoDb!.GetItemAsync(get);
            case QueryRequest query:
                return dynamoDb!.QueryAsync(query);
            case PutItemRequest put:
                return dynamoDb!.PutItemAsync(new PutItemRequest { TableName = put.TableName, Item = put.Item });
            case DeleteItemRequest delete:
                return dynamoDb!.DeleteItemAsync(
                    new DeleteItemRequest { TableName = delete.TableName, Key = delete.Key }
                );
            case TransactWriteItemsRequest transaction:
                return dynamoDb!.TransactWriteItemsAsync(
                    new TransactWriteItemsRequest
                    {
                        TransactItems = transaction.TransactItems.ConvertAll(Unconditional),
                    }
                );
            default:
                throw new InvalidOperationException($"{request.GetType().Name} was not expected");
        }
    }

    private static TransactWriteItem Unconditional(TransactWriteItem item) =>
        new()
        {
            Put = new() { TableName = item.Put.TableName, Item = item.Put.Item },
        };
}
