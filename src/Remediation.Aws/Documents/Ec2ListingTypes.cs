using System.Text.Json.Serialization;
using Amazon.EC2.Model;

namespace Remediation.Aws.Documents;

/// <summary>The SDK's classes for the listings of EC2 that an export needs beside <see cref="Ec2Types"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DescribeSecurityGroupsRequest))]
[JsonSerializable(typeof(DescribeSecurityGroupsResponse))]
[JsonSerializable(typeof(DescribeSecurityGroupRulesRequest))]
[JsonSerializable(typeof(DescribeSecurityGroupRulesResponse))]
[JsonSerializable(typeof(DescribeNetworkAclsRequest))]
[JsonSerializable(typeof(DescribeNetworkAclsResponse))]
[JsonSerializable(typeof(DescribeManagedPrefixListsRequest))]
[JsonSerializable(typeof(DescribeManagedPrefixListsResponse))]
[JsonSerializable(typeof(GetManagedPrefixListEntriesRequest))]
[JsonSerializable(typeof(GetManagedPrefixListEntriesResponse))]
[JsonSerializable(typeof(DescribeVpcPeeringConnectionsRequest))]
[JsonSerializable(typeof(DescribeVpcPeeringConnectionsResponse))]
internal sealed partial class Ec2ListingTypes : JsonSerializerContext;
