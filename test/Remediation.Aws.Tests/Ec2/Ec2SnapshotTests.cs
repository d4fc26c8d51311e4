using Amazon.EC2.Model;
using Remediation.Aws.Ec2;
using Remediation.Aws.Tests.Contract;
using Remediation.Core.Checks;
using Remediation.Engine.Offline;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Ec2;

[Collection(EmulatorGroup.Name)]
public sealed class Ec2SnapshotTests(EmulatorFixture fixture)
{
    [Fact]
    public async Task Take_LiveAccount_AnswersAsTheAccountItself()
    {
        var live = await EmulatorAccount.OpenAsync(fixture);
        var setting = live.Setting;
        await setting.DoneAsync(
            "AuthorizeSecurityGroupIngress",
            """
            {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
              "UserIdGroupPairs":[{"GroupId":"{peer}"}],"PrefixListIds":[{"PrefixListId":"{list}"}],
              "IpRanges":[{"CidrIp":"192.0.2.0/24","Description":"ops"}]}]}
            """
        );
        var subnet = await live.Ec2.CreateSubnetAsync(
            new CreateSubnetRequest { VpcId = setting.VpcId, CidrBlock = "10.0.1.0/24" }
        );
        await live.Ec2.CreateNetworkInterfaceAsync(
            new CreateNetworkInterfaceRequest { SubnetId = subnet.Subnet.SubnetId, Groups = [setting.GroupId] }
        );

        var snapshot = await Ec2Snapshot.TakeAsync(
            live.Ec2,
            ContractSetting.Region,
            EmulatorAccount.Patient,
            CancellationToken.None
        );

        Assert.Equal(ContractSetting.AccountId, snapshot.Account);
        var offline = setting with { Account = new SnapshotAccount(snapshot) };
        var group = await offline.ReadGroupAsync();
        Assert.Equal((await setting.ReadGroupAsync()).Fingerprint, group.Fingerprint);
        Assert.Equal((await setting.ReadAclAsync()).Fingerprint, (await offline.ReadAclAsync()).Fingerprint);
        const SurroundingKinds all =
            SurroundingKinds.Attachments | SurroundingKinds.PrefixLists | SurroundingKinds.ReferencedGroups;
        var surroundings = await offline.Account.ReadSurroundingsAsync(group, all, CancellationToken.None);
        Assert.Single(surroundings.Attachments.Value!);
        Assert.Equal("offices", surroundings.PrefixList(setting.PrefixListId).Value?.Name);
        Assert.Equal("peer", surroundings.ReferencedGroup(setting.PeerGroupId).Value);
    }

    [Fact]
    public async Task Take_InterfacesDenied_AreUnknown()
    {
        await using var ec2 = new ScriptedEc2(request =>
            request["Action"] switch
            {
                "DescribeNetworkInterfaces" => ScriptedEc2.Error(403, "UnauthorizedOperation", "not you"),
                "DescribeSecurityGroups" => ScriptedEc2.Answer(
                    "DescribeSecurityGroups",
                    "<securityGroupInfo><item><groupId>sg-1</groupId><ownerId>123456789012</ownerId></item></securityGroupInfo>"
                ),
                var action => ScriptedEc2.Answer(action, ""),
            }
        );
        var clients = AwsClients
            .Create(
                new()
                {
                    Region = "us-east-1",
                    EndpointUrl = ec2.Endpoint,
                    Credentials = new Amazon.Runtime.BasicAWSCredentials("a", "b"),
                }
            )
            .Value;
        var snapshot = await Ec2Snapshot.TakeAsync(
            clients.CreateEc2(),
            clients.Region,
            clients.Budget,
            CancellationToken.None
        );
        var surroundings = await new SnapshotAccount(snapshot).ReadSurroundingsAsync(
            snapshot.SecurityGroups["sg-1"],
            SurroundingKinds.Attachments,
            CancellationToken.None
        );
        Assert.StartsWith("UnauthorizedOperation", surroundings.Attachments.UnknownReason);
    }
}
