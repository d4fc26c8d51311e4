using Amazon.EC2.Model;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract of surroundings, passed by the account over EC2's API.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorSurroundingsContractTests(EmulatorFixture fixture) : SurroundingsContract
{
    private EmulatorAccount? _account;

    protected override Quirks Quirks => EmulatorAccount.KnownQuirks;

    private EmulatorAccount Opened => _account ?? throw new InvalidOperationException("the account is not open");

    protected override async Task<ContractSetting> OpenAsync()
    {
        _account = await EmulatorAccount.OpenAsync(fixture);
        return _account.Setting;
    }

    protected override async Task<ContractSetting> AttachAsync(ContractSetting setting)
    {
        var subnet = await Opened.Ec2.CreateSubnetAsync(
            new CreateSubnetRequest { VpcId = setting.VpcId, CidrBlock = "10.0.1.0/24" }
        );
        await Opened.Ec2.CreateNetworkInterfaceAsync(
            new CreateNetworkInterfaceRequest { SubnetId = subnet.Subnet.SubnetId, Groups = [setting.GroupId] }
        );
        return setting;
    }

    // AWS refuses this within one VPC and allows it across a peering connection; the emulator always allows it.
    protected override async Task<ContractSetting> DeletePeerAsync(ContractSetting setting)
    {
        await Opened.Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = setting.PeerGroupId });
        return setting;
    }
}
