using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract of network ACLs, passed by the account over EC2's API.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorNetworkAclContractTests(EmulatorFixture fixture) : NetworkAclContract
{
    protected override Quirks Quirks => EmulatorAccount.KnownQuirks;

    protected override async Task<ContractSetting> OpenAsync() => (await EmulatorAccount.OpenAsync(fixture)).Setting;
}
