using Amazon.EC2;
using Amazon.EC2.Model;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Engine;
using Remediation.Engine.Offline;
using Remediation.Engine.Quarantines;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>A workload with two interfaces cut off and let out again over EC2's API, and what that asks of the account.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorQuarantineTests(EmulatorFixture fixture)
{
    private readonly MemoryLedger _ledger = new();

    [Fact]
    public async Task Quarantine_OfAnInstance_MovesBothInterfacesAndReleaseBringsTheirGroupsBack()
    {
        var setting = await OpenAsync();
        var ports = Ports(setting.Account);

        var cut = await new Quarantiner(ports, Policy, new(), [TimeSpan.Zero]).ApplyAsync(
            new(Reference(ResourceTypes.Instance, setting.InstanceId), "ann") { IsHard = true },
            default
        );

        Assert.Null(cut.Failure);
        Assert.Equal(2, cut.Interfaces.Length);
        var isolation = Assert.Single(
            (await setting.Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest())).SecurityGroups,
            group => group.GroupName == IsolationGroup.GroupName
        );
        Assert.Equal(setting.VpcId, isolation.VpcId);
        Assert.Empty(isolation.IpPermissions ?? []);
        Assert.Empty(isolation.IpPermissionsEgress ?? []);
        foreach (var id in cut.Interfaces)
        {
            var item = await ReadAsync(setting, id);
            Assert.Equal([isolation.GroupId], item.GroupIds);
            Assert.Contains(item.Tags, tag => tag.Key == "remediation:quarantined-from");
        }
        Assert.Equal(
            ["10.0.1.11/32", "10.0.1.11/32", "10.0.1.12/32", "10.0.1.12/32"],
            (await EntriesAsync(setting))
                .Where(entry => entry.RuleNumber < 100)
                .Select(entry => entry.CidrBlock)
                .Order(StringComparer.Ordinal)
        );

        var released = await new Releaser(ports, new(), [TimeSpan.Zero]).ApplyAsync(
            new(setting.InstanceId, "bob"),
            default
        );

        Assert.Null(released.Failure);
        Assert.All(
            released.Interfaces,
            id =>
            {
                var item = ReadAsync(setting, id).GetAwaiter().GetResult();
                Assert.Equal(setting.Groups.Order(StringComparer.Ordinal), item.GroupIds.Order(StringComparer.Ordinal));
                Assert.Empty(item.Tags);
            }
        );
        Assert.DoesNotContain(await EntriesAsync(setting), entry => entry.RuleNumber < 100);
        Assert.All(
            _ledger.Entries.Where(entry => entry.Kind == LedgerEntryKind.Outcome),
            entry => Assert.True(entry.Succeeded, entry.Error)
        );
    }

    [Fact]
    public async Task Read_InstanceAndInterface_TellTheSame()
    {
        var setting = await OpenAsync();
        var read = await setting.Account.ReadAsync(
            Reference(ResourceTypes.Instance, setting.InstanceId),
            CancellationToken.None
        );

        var instance = Assert.IsType<Core.Resources.Interfaces.Instance>(read.State);

        Assert.Equal(2, instance.Interfaces.Length);
        foreach (var item in instance.Interfaces)
        {
            var alone = await ReadAsync(setting, item.Id.Id);
            Assert.Equal(alone.Fingerprint, item.Fingerprint);
            Assert.Null(alone.WhyShared);
            Assert.Equal(setting.InstanceId, alone.InstanceId);
            Assert.Equal(setting.VpcId, alone.VpcId);
            Assert.False(alone.Addresses.IsEmpty);
        }
    }

    [Theory]
    [InlineData(ResourceTypes.Instance, "i-0123456789abcdef0")]
    [InlineData(ResourceTypes.NetworkInterface, "eni-0123456789abcdef0")]
    public async Task Read_WhatIsNotThere_IsNotFound(string type, string id)
    {
        var setting = await OpenAsync();

        var read = await setting.Account.ReadAsync(Reference(type, id), CancellationToken.None);

        Assert.True(read.IsNotFound, read.Error?.ToString());
    }

    [Fact]
    public async Task CreateSecurityGroup_Twice_IsRefusedAsADuplicate()
    {
        var setting = await OpenAsync();
        var vpc = Reference(ResourceTypes.IsolationGroup, setting.VpcId);
        var read = await setting.Account.ReadAsync(vpc, CancellationToken.None);
        var absent = Assert.IsType<IsolationGroup>(read.State);
        Assert.False(absent.Exists);
        var call = Assert.Single(absent.CallsTo(absent.Made()).Calls).For(absent.Id);

        Assert.True((await setting.Account.ExecuteAsync(call, CancellationToken.None)).IsDone);
        var again = await setting.Account.ExecuteAsync(call, CancellationToken.None);

        Assert.Equal(Core.Planning.CallError.GroupDuplicate, again.Error?.Code);
        var present = (await setting.Account.ReadAsync(vpc, CancellationToken.None)).State as IsolationGroup;
        Assert.True(present is { Exists: true, IsOwn: true, GroupId: not null });
        Assert.Equal(absent.Made().Fingerprint, present.Fingerprint);
    }

    private static Policy Policy { get; } = Sample.Policy();

    private static ResourceReference Reference(string type, string id) => ContractSetting.Reference(type, id);

    private static async Task<ElasticInterface> ReadAsync(Setting setting, string id)
    {
        var read = await setting.Account.ReadAsync(
            Reference(ResourceTypes.NetworkInterface, id),
            CancellationToken.None
        );
        return Assert.IsType<ElasticInterface>(read.State);
    }

    private static async Task<List<NetworkAclEntry>> EntriesAsync(Setting setting)
    {
        var answer = await setting.Ec2.DescribeNetworkAclsAsync(
            new DescribeNetworkAclsRequest { Filters = [new("vpc-id", [setting.VpcId])] }
        );
        return [.. answer.NetworkAcls.SelectMany(acl => acl.Entries)];
    }

    private EnginePorts Ports(IAccount account) =>
        new()
        {
            Account = account,
            Ledger = _ledger,
            Time = TimeProvider.System,
        };

    // Launched so that its interfaces are in exactly these groups.
    private async Task<Setting> OpenAsync()
    {
        var clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
        var ec2 = clients.CreateEc2();
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" })).Vpc.VpcId;
        var subnet = (await ec2.CreateSubnetAsync(new CreateSubnetRequest { VpcId = vpc, CidrBlock = "10.0.1.0/24" }))
            .Subnet
            .SubnetId;
        string[] groups =
        [
            await EmulatorAccount.CreateGroupAsync(ec2, vpc, "app", "the application"),
            await EmulatorAccount.CreateGroupAsync(ec2, vpc, "monitoring", "what watches it"),
        ];
        var images = await ec2.DescribeImagesAsync(new DescribeImagesRequest());
        var run = await ec2.RunInstancesAsync(
            new RunInstancesRequest
            {
                ImageId = images.Images[0].ImageId,
                MinCount = 1,
                MaxCount = 1,
                InstanceType = InstanceType.T3Micro,
                NetworkInterfaces =
                [
                    new()
                    {
                        // The emulator gives out addresses at random, and now and then the same twice.
                        PrivateIpAddress = "10.0.1.11",
                        DeviceIndex = 0,
                        SubnetId = subnet,
                        Groups = [.. groups],
                    },
                    new()
                    {
                        PrivateIpAddress = "10.0.1.12",
                        DeviceIndex = 1,
                        SubnetId = subnet,
                        Groups = [.. groups],
                    },
                ],
            }
        );
        return new(ec2, AwsAccount.Open(clients), vpc, run.Reservation.Instances[0].InstanceId, groups);
    }

    private sealed record Setting(
        AmazonEC2Client Ec2,
        IAccount Account,
        string VpcId,
        string InstanceId,
        string[] Groups
    );
}
