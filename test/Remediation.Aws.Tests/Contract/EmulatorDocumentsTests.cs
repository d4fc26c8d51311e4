using System.Text.Json;
using Remediation.Aws.Documents;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine;
using Remediation.Engine.Offline;
using Remediation.Engine.Offline.Export;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>That services other than our own scripts understand the requests: the emulator, as far as it goes.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorDocumentsTests(EmulatorFixture fixture)
{
    private const string Visibility =
        """{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"app"}""";

    [Fact]
    public async Task Wafv2_WebAcl_IsMadeReadChangedAndGuardedByItsToken()
    {
        var source = await OpenAsync();
        var summary = await DoneAsync(
            source,
            "wafv2",
            "CreateWebACL",
            $$"""
            {"Name":"app","Scope":"REGIONAL","DefaultAction":{"Allow":{} },"VisibilityConfig":{{Visibility}},
             "Rules":[{"Name":"rate","Priority":0,"Action":{"Block":{} },"VisibilityConfig":{{Visibility}},
              "Statement":{"RateBasedStatement":{"Limit":2000,"AggregateKeyType":"IP","InventedMember":{"Deep":[1.5]} } } }]}
            """
        );
        var (id, arn) = (Text(summary, "Summary", "Id"), Text(summary, "Summary", "ARN"));
        var name = $$"""{"Name":"app","Scope":"REGIONAL","Id":"{{id}}"}""";

        var read = await DoneAsync(source, "wafv2", "GetWebACL", name);
        var acl = read.At(DocumentPath.Of("WebACL"))!;
        Assert.Equal(
            """{"Deep":[1.5]}""",
            AwsDocument
                .Of(acl.Root.GetProperty("Rules")[0].GetProperty("Statement").GetProperty("RateBasedStatement"))
                .At(DocumentPath.Of("InventedMember"))
                ?.Text
        );

        var stale = Text(read, "LockToken");
        string Update(string token) =>
            $$"""
                {"Name":"app","Scope":"REGIONAL","Id":"{{id}}","LockToken":"{{token}}","DefaultAction":{"Block":{} },
                 "VisibilityConfig":{{Visibility}},"Rules":{{acl.Root.GetProperty("Rules").GetRawText()}}}
                """;
        await DoneAsync(source, "wafv2", "UpdateWebACL", Update(stale));
        var again = await source.CallAsync("wafv2", "UpdateWebACL", Update(stale), CancellationToken.None);
        Assert.Equal(("WAFOptimisticLockException", false), (again.Error?.Code, again.IsRetryable));
        Assert.Equal(
            "Block",
            (await DoneAsync(source, "wafv2", "GetWebACL", name))
                .Root.GetProperty("WebACL")
                .GetProperty("DefaultAction")
                .EnumerateObject()
                .First(action => action.Value.ValueKind == JsonValueKind.Object)
                .Name
        );

        await DoneAsync(
            source,
            "wafv2",
            "PutLoggingConfiguration",
            $$"""
            {"LoggingConfiguration":{"ResourceArn":"{{arn}}",
             "LogDestinationConfigs":["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-app"]} }
            """
        );
        var logging = await DoneAsync(source, "wafv2", "GetLoggingConfiguration", $$"""{"ResourceArn":"{{arn}}"}""");
        Assert.Equal(arn, Text(logging, "LoggingConfiguration", "ResourceArn"));
        await DoneAsync(source, "wafv2", "DeleteLoggingConfiguration", $$"""{"ResourceArn":"{{arn}}"}""");
        var gone = await source.CallAsync(
            "wafv2",
            "GetLoggingConfiguration",
            $$"""{"ResourceArn":"{{arn}}"}""",
            CancellationToken.None
        );
        Assert.True(gone.IsNotFound, gone.Error?.ToString());
    }

    [Theory]
    [InlineData("IPSet", """ "IPAddressVersion":"IPV4","Addresses":["192.0.2.0/24"] """)]
    [InlineData("RegexPatternSet", """ "RegularExpressionList":[{"RegexString":"^a"}] """)]
    [InlineData(
        "RuleGroup",
        """ "Capacity":10,"Rules":[],"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"g"} """
    )]
    public async Task Wafv2_OtherResources_AreMadeAndListed(string kind, string content)
    {
        var source = await OpenAsync();
        var made = await DoneAsync(
            source,
            "wafv2",
            $"Create{kind}",
            $$"""{"Name":"one","Scope":"REGIONAL",{{content}}}"""
        );
        var listed = await source.AllAsync(
            "wafv2",
            $"List{kind}s",
            """{"Scope":"REGIONAL"}""",
            $"{kind}s",
            CancellationToken.None
        );
        Assert.Equal(
            Text(made, "Summary", "ARN"),
            Assert.Single(listed.Document!.Root.EnumerateArray()).GetProperty("ARN").GetString()
        );
    }

    [Fact]
    public async Task Wafv2_CloudFrontScope_IsApartFromTheRegional()
    {
        var source = await OpenAsync();
        await DoneAsync(
            source,
            "wafv2",
            "CreateWebACL",
            $$"""{"Name":"edge","Scope":"CLOUDFRONT","DefaultAction":{"Allow":{} },"VisibilityConfig":{{Visibility}},"Rules":[]}"""
        );
        var regional = await DoneAsync(source, "wafv2", "ListWebACLs", """{"Scope":"REGIONAL"}""");
        var edge = await DoneAsync(source, "wafv2", "ListWebACLs", """{"Scope":"CLOUDFRONT"}""");
        Assert.Equal(0, regional.Root.GetProperty("WebACLs").GetArrayLength());
        Assert.Contains(
            ":global/",
            Text(AwsDocument.Of(edge.Root.GetProperty("WebACLs")[0]), "ARN"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Wafv2_LoadBalancer_IsAssociated()
    {
        var source = await OpenAsync();
        var subnets = await SubnetsAsync(source);
        var made = await DoneAsync(
            source,
            "elbv2",
            "CreateLoadBalancer",
            $$"""{"Name":"web","Subnets":["{{subnets[0]}}","{{subnets[1]}}"],"Tags":[{"Key":"k","Value":""}]}"""
        );
        var arn = made.Root.GetProperty("LoadBalancers")[0].GetProperty("LoadBalancerArn").GetString();
        var acl = await DoneAsync(
            source,
            "wafv2",
            "CreateWebACL",
            $$"""{"Name":"app","Scope":"REGIONAL","DefaultAction":{"Allow":{} },"VisibilityConfig":{{Visibility}},"Rules":[]}"""
        );

        await DoneAsync(
            source,
            "wafv2",
            "AssociateWebACL",
            $$"""{"WebACLArn":"{{Text(acl, "Summary", "ARN")}}","ResourceArn":"{{arn}}"}"""
        );

        var protectedBy = await DoneAsync(source, "wafv2", "GetWebACLForResource", $$"""{"ResourceArn":"{{arn}}"}""");
        Assert.Equal("app", Text(protectedBy, "WebACL", "Name"));
        var listed = await DoneAsync(source, "elasticloadbalancing", "DescribeLoadBalancers", "{}");
        Assert.Equal(2, listed.Root.GetProperty("LoadBalancers")[0].GetProperty("AvailabilityZones").GetArrayLength());
        var tags = await DoneAsync(source, "elbv2", "DescribeTags", $$"""{"ResourceArns":["{{arn}}"]}""");
        Assert.Equal(
            """[{"Key":"k","Value":""}]""",
            AwsDocument.Of(tags.Root.GetProperty("TagDescriptions")[0].GetProperty("Tags")).Text
        );
    }

    [Fact]
    public async Task OtherServices_Listings_AreAnswered()
    {
        var source = await OpenAsync();
        var apis = await DoneAsync(source, "apigateway", "GetRestApis", """{"limit":500}""");
        Assert.Equal(0, apis.Root.GetProperty("items").GetArrayLength());
        var graphql = await DoneAsync(source, "appsync", "ListGraphqlApis", "{}");
        Assert.Equal(0, graphql.Root.GetProperty("graphqlApis").GetArrayLength());
        var firewalls = await DoneAsync(source, "network-firewall", "ListFirewalls", "{}");
        Assert.Equal(0, firewalls.Root.GetProperty("Firewalls").GetArrayLength());
        await DoneAsync(source, "logs", "DescribeLogGroups", "{}");
        await DoneAsync(source, "config", "DescribeConfigRules", "{}");
        var caller = await DoneAsync(source, "sts", "GetCallerIdentity", "{}");
        Assert.Equal(AwsEmulator.Account, Text(caller, "Account"));
    }

    [Fact]
    public async Task Ec2_WhatWatchesAndRoutes_IsMadeAndDescribed()
    {
        var source = await OpenAsync();
        var vpc = Text(await FirstAsync(source, "DescribeVpcs", "Vpcs"), "VpcId");
        var subnet = (await SubnetsAsync(source))[0];
        var table = Text(await FirstAsync(source, "DescribeRouteTables", "RouteTables"), "RouteTableId");
        using var ec2 = EmulatorAccount.Clients(await fixture.CurrentAsync()).CreateEc2();
        await ec2.CreateInternetGatewayAsync(new Amazon.EC2.Model.CreateInternetGatewayRequest());
        var gateway = Text(
            await FirstAsync(source, "DescribeInternetGateways", "InternetGateways"),
            "InternetGatewayId"
        );

        await DoneAsync(
            source,
            "ec2",
            "CreateFlowLogs",
            $$"""
            {"ResourceIds":["{{vpc}}"],"ResourceType":"VPC","TrafficType":"REJECT","LogDestinationType":"cloud-watch-logs",
             "LogGroupName":"flows","DeliverLogsPermissionArn":"arn:aws:iam::123456789012:role/flows"}
            """
        );
        var flowLog = await FirstAsync(source, "DescribeFlowLogs", "FlowLogs");
        Assert.Equal((vpc, "REJECT"), (Text(flowLog, "ResourceId"), Text(flowLog, "TrafficType")));

        await DoneAsync(
            source,
            "ec2",
            "ModifySubnetAttribute",
            $$"""{"SubnetId":"{{subnet}}","MapPublicIpOnLaunch":{"Value":false} }"""
        );
        var changed = await DoneAsync(source, "ec2", "DescribeSubnets", $$"""{"SubnetIds":["{{subnet}}"]}""");
        Assert.False(changed.Root.GetProperty("Subnets")[0].GetProperty("MapPublicIpOnLaunch").GetBoolean());

        await DoneAsync(
            source,
            "ec2",
            "ModifyVpcAttribute",
            $$"""{"VpcId":"{{vpc}}","EnableDnsHostnames":{"Value":true} }"""
        );
        var attribute = await DoneAsync(
            source,
            "ec2",
            "DescribeVpcAttribute",
            $$"""{"VpcId":"{{vpc}}","Attribute":"enableDnsHostnames"}"""
        );
        Assert.True(attribute.Root.GetProperty("EnableDnsHostnames").GetProperty("Value").GetBoolean());

        var route =
            $$"""{"RouteTableId":"{{table}}","DestinationCidrBlock":"198.51.100.0/24","GatewayId":"{{gateway}}"}""";
        await DoneAsync(source, "ec2", "CreateRoute", route);
        await DoneAsync(source, "ec2", "ReplaceRoute", route);
        await DoneAsync(
            source,
            "ec2",
            "DeleteRoute",
            $$"""{"RouteTableId":"{{table}}","DestinationCidrBlock":"198.51.100.0/24"}"""
        );

        var endpoint = await DoneAsync(
            source,
            "ec2",
            "CreateVpcEndpoint",
            $$"""
            {"VpcId":"{{vpc}}","ServiceName":"com.amazonaws.us-east-1.s3","VpcEndpointType":"Gateway",
             "RouteTableIds":["{{table}}"],"PolicyDocument":"{\"Statement\":[]}",
             "TagSpecifications":[{"ResourceType":"vpc-endpoint","Tags":[{"Key":"k","Value":"v"}]}]}
            """
        );
        var id = Text(endpoint, "VpcEndpoint", "VpcEndpointId");
        await DoneAsync(source, "ec2", "ModifyVpcEndpoint", $$"""{"VpcEndpointId":"{{id}}","ResetPolicy":true}""");
        var described = await FirstAsync(source, "DescribeVpcEndpoints", "VpcEndpoints");
        Assert.Equal(
            (id, "available", "Gateway"),
            (Text(described, "VpcEndpointId"), Text(described, "State"), Text(described, "VpcEndpointType"))
        );
        Assert.False(
            (
                await source.CallAsync(
                    "ec2",
                    "DescribeVpcEndpoints",
                    """{"VpcEndpointIds":["vpce-0"]}""",
                    CancellationToken.None
                )
            ).IsAnswered
        );
    }

    [Fact]
    public async Task Export_LiveAccount_ReadsBackAsTheAccountItself()
    {
        var live = await EmulatorAccount.OpenAsync(fixture);
        await live.Setting.DoneAsync(
            "AuthorizeSecurityGroupIngress",
            """
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
              "UserIdGroupPairs":[{"GroupId":"{peer}"}],"PrefixListIds":[{"PrefixListId":"{list}"}],
              "IpRanges":[{"CidrIp":"192.0.2.0/24","Description":"ops"}],"Ipv6Ranges":[{"CidrIpv6":"2001:db8::/32"}]}]}
            """
        );
        var clients = EmulatorAccount.Clients(await fixture.CurrentAsync());
        var folder = Directory.CreateTempSubdirectory("remediation-export-").FullName;
        try
        {
            var exported = await SnapshotExport.RunAsync(
                AwsDocumentSource.ForExport(clients),
                [],
                folder,
                TimeProvider.System,
                null,
                CancellationToken.None
            );

            Assert.Empty(exported.Gaps);
            var loaded = SnapshotReader.Load(folder);
            Assert.DoesNotContain(
                loaded.Diagnostics,
                diagnostic => diagnostic.Level == Core.Diagnostics.DiagnosticLevel.Error
            );
            Assert.Equal(AwsEmulator.Account, loaded.Snapshot.Account);
            foreach (var type in new[] { ResourceTypes.SecurityGroup, ResourceTypes.NetworkAcl })
            {
                var online = await FingerprintsAsync(live.Setting.Account, type);
                var offline = await FingerprintsAsync(new SnapshotAccount(loaded.Snapshot), type);
                Assert.NotEmpty(online);
                Assert.Equal(online, offline);
                Assert.Equal(online.Count, exported.Counts[type]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SortedDictionary<string, string>> FingerprintsAsync(IAccount account, string type)
    {
        var states = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var state in account.ListAsync(type, CancellationToken.None))
        {
            states[state.Id.Id] = state.Fingerprint;
        }
        return states;
    }

    private async Task<AwsDocumentSource> OpenAsync() => new(EmulatorAccount.Clients(await fixture.EmptyAsync()));

    private static async Task<AwsDocument> DoneAsync(
        AwsDocumentSource source,
        string service,
        string operation,
        string parameters
    )
    {
        var answer = await source.CallAsync(service, operation, parameters, CancellationToken.None);
        Assert.True(answer.IsAnswered, $"{operation}: {answer.Error}");
        return answer.Document;
    }

    private static async Task<AwsDocument> FirstAsync(AwsDocumentSource source, string operation, string list) =>
        AwsDocument.Of((await DoneAsync(source, "ec2", operation, "{}")).Root.GetProperty(list)[0]);

    private static async Task<List<string>> SubnetsAsync(AwsDocumentSource source) =>
        [
            .. (await DoneAsync(source, "ec2", "DescribeSubnets", "{}"))
                .Root.GetProperty("Subnets")
                .EnumerateArray()
                .Select(subnet => subnet.GetProperty("SubnetId").GetString()!),
        ];

    private static string Text(AwsDocument document, params ReadOnlySpan<string> path) =>
        document.At(DocumentPath.Of(path))?.Root.ToString() ?? "";
}
