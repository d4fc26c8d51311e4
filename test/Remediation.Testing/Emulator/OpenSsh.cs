using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediation.Aws;

namespace Remediation.Testing.Emulator;

/// <summary>A group in the emulator that opens SSH to the world and to a private network in one grouped permission, and is used.</summary>
public sealed class OpenSsh : IDisposable
{
    private readonly AmazonEC2Client _ec2;

    private OpenSsh(AwsClients clients, AmazonEC2Client ec2, string groupId, string vpcId)
    {
        Clients = clients;
        _ec2 = ec2;
        GroupId = groupId;
        VpcId = vpcId;
    }

    public AwsClients Clients { get; }

    public string GroupId { get; }

    public string VpcId { get; }

    /// <summary>The same group, looked at by somebody else.</summary>
    public OpenSsh As(AwsClients clients) => new(clients, clients.CreateEc2(), GroupId, VpcId);

    public static Task<OpenSsh> CreateAsync(AwsEmulator emulator)
    {
        var settings = AwsClientSettings.FromVariables(name => emulator.Variables.GetValueOrDefault(name));
        return CreateAsync(
            AwsClients.Create(settings with { Credentials = new BasicAWSCredentials("test", "test") }).Value
        );
    }

    /// <summary>The same in whichever account the clients work.</summary>
    public static async Task<OpenSsh> CreateAsync(AwsClients clients)
    {
        var ec2 = clients.CreateEc2();
        var vpcs = await ec2.DescribeVpcsAsync(new DescribeVpcsRequest());
        var created = await ec2.CreateSecurityGroupAsync(
            new CreateSecurityGroupRequest
            {
                GroupName = "app",
                Description = "app",
                VpcId = vpcs.Vpcs[0].VpcId,
            }
        );
        await ec2.AuthorizeSecurityGroupIngressAsync(
            new AuthorizeSecurityGroupIngressRequest { GroupId = created.GroupId, IpPermissions = [Permission()] }
        );
        var subnets = await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest());
        await ec2.CreateNetworkInterfaceAsync(
            new CreateNetworkInterfaceRequest { SubnetId = subnets.Subnets[0].SubnetId, Groups = [created.GroupId] }
        );
        return new(clients, ec2, created.GroupId, vpcs.Vpcs[0].VpcId);
    }

    /// <summary>The sources that the group allows, each with its description.</summary>
    public async Task<IReadOnlyList<string>> SourcesAsync()
    {
        var described = await _ec2.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest { GroupIds = [GroupId] }
        );
        return
        [
            .. (described.SecurityGroups[0].IpPermissions ?? [])
                .SelectMany(permission => permission.Ipv4Ranges)
                .Select(range => $"{range.CidrIp} {range.Description}"),
        ];
    }

    /// <summary>The sample event, as if it told of this group.</summary>
    public string Event() =>
        File.ReadAllText(Path.Combine(Repository.Samples, "events", "authorize-ssh-from-anywhere.json"))
            .Replace(Sample.GroupId, GroupId, StringComparison.Ordinal);

    public void Dispose() => _ec2.Dispose();

    private static IpPermission Permission() =>
        new()
        {
            IpProtocol = "tcp",
            FromPort = 22,
            ToPort = 22,
            Ipv4Ranges =
            [
                new() { CidrIp = "0.0.0.0/0", Description = "oops" },
                new() { CidrIp = "10.0.0.0/8", Description = "corp" },
            ],
        };
}
