using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediation.Aws.Ec2;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract's account, made on the emulator.</summary>
internal sealed class EmulatorAccount(AmazonEC2Client ec2, ContractSetting setting)
{
    /// <summary>Where moto 5.2.1 differs from AWS.</summary>
    public const Quirks KnownQuirks =
        Quirks.PartialAuthorize
        | Quirks.LosesPeerDescriptions
        | Quirks.IgnoresDescriptions
        | Quirks.ConfusesMissingRuleIds
        | Quirks.FailsOnPortlessProtocols
        | Quirks.FailsOnMissingEntries
        | Quirks.AcceptsImpossibleNumbers
        | Quirks.AcceptsDuplicatePeers
        | Quirks.LosesIcmpTypes
        | Quirks.AcceptsDuplicateByModify
        | Quirks.HasNoEntryQuota
        | Quirks.ConfusesMissingAcls;

    /// <summary>Patient, since a busy machine is not what is tested; few retries, since some answers are errors on purpose.</summary>
    public static RequestBudget Patient { get; } =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90), 1);

    public AmazonEC2Client Ec2 { get; } = ec2;

    public ContractSetting Setting { get; } = setting;

    public static AwsClients Clients(AwsEmulator emulator) =>
        AwsClients
            .Create(
                new()
                {
                    Region = ContractSetting.Region,
                    EndpointUrl = emulator.Endpoint.ToString(),
                    Credentials = new BasicAWSCredentials("emulator", "emulator"),
                    Budget = Patient,
                }
            )
            .Value;

    public static async Task<EmulatorAccount> OpenAsync(EmulatorFixture fixture)
    {
        var clients = Clients(await fixture.EmptyAsync());
        var ec2 = clients.CreateEc2();
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" })).Vpc.VpcId;
        var group = await CreateGroupAsync(ec2, vpc, "app", "the application");
        await ec2.CreateTagsAsync(
            new CreateTagsRequest { Resources = [group], Tags = [new() { Key = "Layer", Value = "Application" }] }
        );
        await ec2.RevokeSecurityGroupEgressAsync(
            new RevokeSecurityGroupEgressRequest
            {
                GroupId = group,
                IpPermissions = [new() { IpProtocol = "-1", Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }] }],
            }
        );
        var setting = new ContractSetting(new Ec2Account(ec2, clients.Region, clients.Budget))
        {
            VpcId = vpc,
            GroupId = group,
            PeerGroupId = await CreateGroupAsync(ec2, vpc, "peer", "the peer"),
            PrefixListId = await CreatePrefixListAsync(ec2),
            AclId = (await ec2.CreateNetworkAclAsync(new CreateNetworkAclRequest { VpcId = vpc }))
                .NetworkAcl
                .NetworkAclId,
        };
        return new(ec2, setting);
    }

    public static async Task<string> CreateGroupAsync(AmazonEC2Client ec2, string vpc, string name, string description)
    {
        var request = new CreateSecurityGroupRequest
        {
            GroupName = name,
            Description = description,
            VpcId = vpc,
        };
        return (await ec2.CreateSecurityGroupAsync(request)).GroupId;
    }

    private static async Task<string> CreatePrefixListAsync(AmazonEC2Client ec2)
    {
        var request = new CreateManagedPrefixListRequest
        {
            PrefixListName = "offices",
            AddressFamily = "IPv4",
            MaxEntries = 10,
            Entries = [new() { Cidr = "198.51.100.0/24" }, new() { Cidr = "203.0.113.0/24" }],
        };
        return (await ec2.CreateManagedPrefixListAsync(request)).PrefixList.PrefixListId;
    }
}
