using System.Globalization;
using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine;
using Remediation.Testing.Emulator;
using NetworkAcl = Remediation.Core.Resources.NetworkAcls.NetworkAcl;
using ResourceType = Amazon.EC2.ResourceType;
using SecurityGroup = Remediation.Core.Resources.SecurityGroups.SecurityGroup;

namespace Remediation.Cli.Tests.Kills;

/// <summary>A resource of the emulator with something wrong, of which any number can be made beside each other.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Type">The resource's type.</param>
/// <param name="CreateAsync">Makes one more and gives its id.</param>
internal sealed record KillScenario(string Name, string Type, Func<Task<string>> CreateAsync)
{
    private static int _made;

    /// <summary>Everything that the scenarios have wrong is reverted.</summary>
    public const string Policy = """
        version: 1
        mode: enforce
        checks:
          "*": { respond: observe }
          sg-open-admin-port: { respond: revert }
          nacl-open-admin-port: { respond: revert }
          waf-metrics-disabled: { respond: revert }
          waf-logging-disabled:
            respond: revert
            destination: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-app"]
        """;

    public static IReadOnlyList<KillScenario> All(AwsEmulator emulator)
    {
        var clients = Clients(emulator);
        var ec2 = clients.CreateEc2();
        return
        [
            new("group", ResourceTypes.SecurityGroup, () => CreateGroupAsync(ec2)),
            new("acl", ResourceTypes.NetworkAcl, () => CreateAclAsync(ec2)),
            new("web ACL", ResourceTypes.WebAcl, () => CreateWebAclAsync(new AwsDocumentSource(clients))),
        ];
    }

    /// <summary>A person's request to look at the resource.</summary>
    public string Event(string id) =>
        $$$"""
            {"remediate":{"type":"{{{Type}}}","id":"{{{id}}}","account":"{{{AwsEmulator.Account}}}","region":"{{{AwsEmulator.Region}}}"}}
            """;

    /// <summary>All of the resource that a person would miss, in words: what AWS assigns anew is not.</summary>
    public async Task<string> TextAsync(AwsEmulator emulator, string id)
    {
        var reference = new ResourceReference(Type, AwsEmulator.Account, AwsEmulator.Region) { Id = id };
        var read = await AwsAccount.Open(Clients(emulator)).ReadAsync(reference, CancellationToken.None);
        return Text(read.State);
    }

    // Several are made beside each other, each with a name and an id of its own.
    public static string Text(ResourceState? state) =>
        state is { Name: { Length: > 0 } name }
            ? Content(state)
                .Replace(state.Id.Id, "ID", StringComparison.Ordinal)
                .Replace(name, "NAME", StringComparison.Ordinal)
                .Replace(state.Id.Id[(state.Id.Id.LastIndexOf('/') + 1)..], "UUID", StringComparison.Ordinal)
            : Content(state);

    private static string Content(ResourceState? state) =>
        state switch
        {
            SecurityGroup group => string.Join(
                '\n',
                group
                    .Rules.Select(rule => $"{rule.Direction} {rule} '{rule.Description}' {string.Join(' ', rule.Tags)}")
                    .Order(StringComparer.Ordinal)
            ),
            NetworkAcl acl => string.Join('\n', acl.Entries.Select(entry => $"{entry.Direction} {entry}")),
            DocumentState document => string.Join('\n', document.Substance.Select(part => part.Value.Bare.Canonical)),
            _ => throw new InvalidOperationException($"there is no {state}"),
        };

    private static AwsClients Clients(AwsEmulator emulator)
    {
        var settings = AwsClientSettings.FromVariables(name => emulator.Variables.GetValueOrDefault(name));
        return AwsClients.Create(settings with { Credentials = new BasicAWSCredentials("test", "test") }).Value;
    }

    // A rule that is split has description and tags, and beside it stands one that is not touched.
    private static async Task<string> CreateGroupAsync(AmazonEC2Client ec2)
    {
        var vpcs = await ec2.DescribeVpcsAsync(new DescribeVpcsRequest());
        var created = await ec2.CreateSecurityGroupAsync(
            new CreateSecurityGroupRequest
            {
                GroupName = Unique("app"),
                Description = "app",
                VpcId = vpcs.Vpcs[0].VpcId,
            }
        );
        await ec2.AuthorizeSecurityGroupIngressAsync(
            new AuthorizeSecurityGroupIngressRequest
            {
                GroupId = created.GroupId,
                IpPermissions =
                [
                    new()
                    {
                        IpProtocol = "tcp",
                        FromPort = 20,
                        ToPort = 25,
                        Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0", Description = "oops" }],
                    },
                ],
                TagSpecifications =
                [
                    new()
                    {
                        ResourceType = ResourceType.SecurityGroupRule,
                        Tags = [new() { Key = "Owner", Value = "web" }, new() { Key = "Ticket", Value = "C-17" }],
                    },
                ],
            }
        );
        await ec2.AuthorizeSecurityGroupIngressAsync(
            new AuthorizeSecurityGroupIngressRequest
            {
                GroupId = created.GroupId,
                IpPermissions =
                [
                    new()
                    {
                        IpProtocol = "tcp",
                        FromPort = 22,
                        ToPort = 22,
                        Ipv4Ranges = [new() { CidrIp = "10.0.0.0/8", Description = "corp" }],
                    },
                    new()
                    {
                        IpProtocol = "tcp",
                        FromPort = 3380,
                        ToPort = 3400,
                        Ipv6Ranges = [new() { CidrIpv6 = "::/0", Description = "six" }],
                    },
                ],
            }
        );
        return created.GroupId;
    }

    private static async Task<string> CreateAclAsync(AmazonEC2Client ec2)
    {
        var vpcs = await ec2.DescribeVpcsAsync(new DescribeVpcsRequest());
        var created = await ec2.CreateNetworkAclAsync(new CreateNetworkAclRequest { VpcId = vpcs.Vpcs[0].VpcId });
        var id = created.NetworkAcl.NetworkAclId;
        foreach (var (number, first, last) in new[] { (100, 22, 22), (110, 0, 65535) })
        {
            await ec2.CreateNetworkAclEntryAsync(
                new CreateNetworkAclEntryRequest
                {
                    NetworkAclId = id,
                    RuleNumber = number,
                    Protocol = "6",
                    RuleAction = RuleAction.Allow,
                    Egress = false,
                    CidrBlock = "0.0.0.0/0",
                    PortRange = new() { From = first, To = last },
                }
            );
        }
        return id;
    }

    // Nobody is told what it sees: no metrics, no log.
    private static async Task<string> CreateWebAclAsync(AwsDocumentSource source)
    {
        var name = Unique("app");
        var visibility =
            $$$"""{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":false,"MetricName":"{{{name}}}"}""";
        var answer = await source.CallAsync(
            "wafv2",
            "CreateWebACL",
            $$"""
            {"Name":"{{name}}","Scope":"REGIONAL","DefaultAction":{"Allow":{} },"VisibilityConfig":{{visibility}},
             "Rules":[{"Name":"rate","Priority":0,"Action":{"Block":{} },"VisibilityConfig":{{visibility}},
              "Statement":{"RateBasedStatement":{"Limit":2000,"AggregateKeyType":"IP"} } }]}
            """,
            CancellationToken.None
        );
        Assert.True(answer.IsAnswered, answer.Error?.ToString());
        return answer.Document.Root.GetProperty("Summary").GetProperty("ARN").GetString()!;
    }

    private static string Unique(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _made)}");
}
