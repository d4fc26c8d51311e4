using Amazon.EC2;
using Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>The describing calls of EC2 that the product uses, each followed to its last page.</summary>
internal sealed class Ec2Queries(IAmazonEC2 ec2, BoundedRequests requests)
{
    // The most values that one filter takes.
    private const int MostFilterValues = 200;
    private const int PageSize = 1000;
    private const int PrefixListPageSize = 100;
    private const int StaleGroupPageSize = 255;

    /// <summary>All the actions that reading needs; none of them changes anything.</summary>
    public static readonly string[] Actions =
    [
        "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeStaleSecurityGroups",
        "ec2:DescribeVpcPeeringConnections",
        "ec2:DescribeVpcs",
        "ec2:GetManagedPrefixListEntries",
    ];

    public Task<AwsAnswer<DescribeSecurityGroupsResponse>> SecurityGroupAsync(string id, CancellationToken ct) =>
        requests.SendAsync(
            bounded => ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [id] }, bounded),
            ct
        );

    public Task<AwsAnswer<DescribeNetworkAclsResponse>> NetworkAclAsync(string id, CancellationToken ct) =>
        requests.SendAsync(
            bounded => ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { NetworkAclIds = [id] }, bounded),
            ct
        );

    /// <summary>Groups page by page; no filter means all.</summary>
    public IAsyncEnumerable<AwsAnswer<DescribeSecurityGroupsResponse>> SecurityGroupPagesAsync(
        Filter? filter,
        int pageSize,
        CancellationToken ct
    ) =>
        requests.PagesAsync(
            (token, bounded) =>
                ec2.DescribeSecurityGroupsAsync(
                    new DescribeSecurityGroupsRequest
                    {
                        Filters = Filters(filter),
                        MaxResults = pageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            ct
        );

    /// <summary>The groups of the given ids that exist; unlike asking by id, a missing one fails nothing.</summary>
    public Task<AwsAnswer<List<SecurityGroup>>> SecurityGroupsAsync(IEnumerable<string> ids, CancellationToken ct) =>
        ByChunksAsync("group-id", ids, (filter, token) => SecurityGroupsAsync(filter, token), ct);

    public Task<AwsAnswer<List<SecurityGroup>>> SecurityGroupsAsync(Filter? filter, CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeSecurityGroupsAsync(
                    new DescribeSecurityGroupsRequest
                    {
                        Filters = Filters(filter),
                        MaxResults = PageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            page => page.SecurityGroups,
            ct
        );

    public Task<AwsAnswer<List<SecurityGroupRule>>> RulesAsync(IEnumerable<string> groupIds, CancellationToken ct) =>
        ByChunksAsync("group-id", groupIds, RulesAsync, ct);

    public Task<AwsAnswer<List<SecurityGroupRule>>> RulesAsync(Filter? filter, CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeSecurityGroupRulesAsync(
                    new DescribeSecurityGroupRulesRequest
                    {
                        Filters = Filters(filter),
                        MaxResults = PageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            page => page.SecurityGroupRules,
            ct
        );

    public IAsyncEnumerable<AwsAnswer<DescribeNetworkAclsResponse>> NetworkAclPagesAsync(CancellationToken ct) =>
        requests.PagesAsync(
            (token, bounded) =>
                ec2.DescribeNetworkAclsAsync(
                    new DescribeNetworkAclsRequest { MaxResults = PageSize, NextToken = token },
                    bounded
                ),
            page => page.NextToken,
            ct
        );

    public Task<AwsAnswer<List<NetworkInterface>>> NetworkInterfacesAsync(Filter? filter, CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeNetworkInterfacesAsync(
                    new DescribeNetworkInterfacesRequest
                    {
                        Filters = Filters(filter),
                        MaxResults = PageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            page => page.NetworkInterfaces,
            ct
        );

    /// <summary>The prefix lists of the given ids that exist and may be seen.</summary>
    public Task<AwsAnswer<List<ManagedPrefixList>>> PrefixListsAsync(IEnumerable<string> ids, CancellationToken ct) =>
        ByChunksAsync("prefix-list-id", ids, PrefixListsAsync, ct);

    public Task<AwsAnswer<List<ManagedPrefixList>>> PrefixListsAsync(Filter? filter, CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeManagedPrefixListsAsync(
                    new DescribeManagedPrefixListsRequest
                    {
                        Filters = Filters(filter),
                        MaxResults = PrefixListPageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            page => page.PrefixLists,
            ct
        );

    public Task<AwsAnswer<List<PrefixListEntry>>> PrefixListEntriesAsync(string id, CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.GetManagedPrefixListEntriesAsync(
                    new GetManagedPrefixListEntriesRequest
                    {
                        PrefixListId = id,
                        MaxResults = PrefixListPageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            page => page.Entries,
            ct
        );

    public Task<AwsAnswer<List<StaleSecurityGroup>>> StaleGroupsAsync(string vpcId, CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeStaleSecurityGroupsAsync(
                    new DescribeStaleSecurityGroupsRequest
                    {
                        VpcId = vpcId,
                        MaxResults = StaleGroupPageSize,
                        NextToken = token,
                    },
                    bounded
                ),
            page => page.NextToken,
            page => page.StaleSecurityGroupSet,
            ct
        );

    public Task<AwsAnswer<List<Vpc>>> VpcsAsync(CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeVpcsAsync(new DescribeVpcsRequest { MaxResults = PageSize, NextToken = token }, bounded),
            page => page.NextToken,
            page => page.Vpcs,
            ct
        );

    public Task<AwsAnswer<List<VpcPeeringConnection>>> PeeringsAsync(CancellationToken ct) =>
        requests.AllAsync(
            (token, bounded) =>
                ec2.DescribeVpcPeeringConnectionsAsync(
                    new DescribeVpcPeeringConnectionsRequest { MaxResults = PageSize, NextToken = token },
                    bounded
                ),
            page => page.NextToken,
            page => page.VpcPeeringConnections,
            ct
        );

    public static Filter By(string name, params string[] values) => new() { Name = name, Values = [.. values] };

    private static List<Filter>? Filters(Filter? filter) => filter is null ? null : [filter];

    private static async Task<AwsAnswer<List<T>>> ByChunksAsync<T>(
        string filterName,
        IEnumerable<string> values,
        Func<Filter?, CancellationToken, Task<AwsAnswer<List<T>>>> query,
        CancellationToken ct
    )
    {
        var all = new List<T>();
        foreach (var chunk in values.Distinct(StringComparer.Ordinal).Chunk(MostFilterValues))
        {
            var answer = await query(By(filterName, chunk), ct);
            if (!answer.IsAnswered)
            {
                return answer;
            }
            all.AddRange(answer.Value);
        }
        return new(all);
    }
}
