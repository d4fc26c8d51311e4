using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace Remediation.Aws.Documents;

/// <summary>The listings of EC2 that an export needs beside <see cref="Ec2Operations"/>.</summary>
internal static class Ec2Listings
{
    private static readonly JsonSerializerOptions Form = Ec2Json.Form(
        [],
        Ec2ListingTypes.Default.WithAddedModifier(AsTheApiNamesThem)
    );

    /// <summary>What an export lists, and what tells which network ACL a subnet uses.</summary>
    public static Ec2Operation NetworkAcls { get; } =
        Of<DescribeNetworkAclsRequest, DescribeNetworkAclsResponse>(
            "DescribeNetworkAcls",
            (ec2, r, ct) => ec2.DescribeNetworkAclsAsync(r, ct)
        );

    public static ImmutableArray<Ec2Operation> All { get; } =
    [
        Of<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResponse>(
            "DescribeSecurityGroups",
            (ec2, r, ct) => ec2.DescribeSecurityGroupsAsync(r, ct)
        ),
        Of<DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResponse>(
            "DescribeSecurityGroupRules",
            (ec2, r, ct) => ec2.DescribeSecurityGroupRulesAsync(r, ct)
        ),
        Of<DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResponse>(
            "DescribeManagedPrefixLists",
            (ec2, r, ct) => ec2.DescribeManagedPrefixListsAsync(r, ct)
        ),
        Of<GetManagedPrefixListEntriesRequest, GetManagedPrefixListEntriesResponse>(
            "GetManagedPrefixListEntries",
            (ec2, r, ct) => ec2.GetManagedPrefixListEntriesAsync(r, ct)
        ),
        Of<DescribeVpcPeeringConnectionsRequest, DescribeVpcPeeringConnectionsResponse>(
            "DescribeVpcPeeringConnections",
            (ec2, r, ct) => ec2.DescribeVpcPeeringConnectionsAsync(r, ct)
        ),
    ];

    private static TypedEc2Operation<TRequest, TResponse> Of<TRequest, TResponse>(
        string name,
        Func<IAmazonEC2, TRequest, CancellationToken, Task<TResponse>> send
    )
        where TRequest : AmazonEC2Request
        where TResponse : AmazonWebServiceResponse => new(name, Form, Form, send);

    // Nearly all of the SDK's properties are named as the API names its members; these are not.
    private static void AsTheApiNamesThem(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            property.Name = ApiName(info.Type, property.Name);
        }
    }

    private static string ApiName(Type type, string property) =>
        property switch
        {
            nameof(IpPermission.Ipv4Ranges) when type == typeof(IpPermission) => "IpRanges",
            nameof(PrefixListId.Id) when type == typeof(PrefixListId) => "PrefixListId",
            nameof(CidrBlock.Cidr) when type == typeof(CidrBlock) => "CidrBlock",
            nameof(Ipv6CidrBlock.Value) when type == typeof(Ipv6CidrBlock) => "Ipv6CidrBlock",
            _ => property,
        };
}
