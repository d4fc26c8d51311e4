namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract of network ACLs, passed by the account in memory without a quirk.</summary>
public sealed class SnapshotNetworkAclContractTests : NetworkAclContract, IDisposable
{
    private readonly SnapshotSetting _snapshot = new();

    protected override Quirks Quirks => Quirks.None;

    public void Dispose() => _snapshot.Dispose();

    protected override Task<ContractSetting> OpenAsync() => Task.FromResult(_snapshot.Open());
}
