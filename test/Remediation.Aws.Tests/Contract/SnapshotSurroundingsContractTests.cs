using System.Text.Json.Nodes;

namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract of surroundings, passed by the account in memory without a quirk.</summary>
public sealed class SnapshotSurroundingsContractTests : SurroundingsContract, IDisposable
{
    private readonly SnapshotSetting _snapshot = new();

    protected override Quirks Quirks => Quirks.None;

    public void Dispose() => _snapshot.Dispose();

    protected override Task<ContractSetting> OpenAsync() => Task.FromResult(_snapshot.Open());

    protected override Task<ContractSetting> AttachAsync(ContractSetting setting) =>
        Task.FromResult(
            _snapshot.With(
                setting,
                "ec2.describe-network-interfaces",
                document =>
                    document["NetworkInterfaces"]!
                        .AsArray()
                        .Add(
                            JsonNode.Parse(
                                $$"""
                                {"NetworkInterfaceId":"eni-0a1b2c3d","VpcId":"vpc-0d4f","SubnetId":"subnet-0a1b",
                                 "Groups":[{"GroupId":"{{setting.GroupId}}","GroupName":"app"}]}
                                """
                            )
                        )
            )
        );

    protected override Task<ContractSetting> DeletePeerAsync(ContractSetting setting) =>
        Task.FromResult(
            _snapshot.With(
                setting,
                "ec2.describe-security-groups",
                document =>
                {
                    var groups = document["SecurityGroups"]!.AsArray();
                    groups.Remove(groups.Single(group => (string?)group!["GroupId"] == setting.PeerGroupId));
                }
            )
        );
}
