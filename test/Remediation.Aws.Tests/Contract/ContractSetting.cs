using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine;

namespace Remediation.Aws.Tests.Contract;

/// <summary>
/// The account that every contract test begins with: one VPC with a group without rules (<c>app</c>), a second group
/// (<c>peer</c>), a prefix list of 198.51.100.0/24 and 203.0.113.0/24 named <c>offices</c>, and a network ACL without entries.
/// </summary>
public sealed record ContractSetting(IAccount Account)
{
    public const string AccountId = "123456789012";
    public const string Region = "us-east-1";

    public required string VpcId { get; init; }

    public required string GroupId { get; init; }

    public required string PeerGroupId { get; init; }

    public required string PrefixListId { get; init; }

    public required string AclId { get; init; }

    public ResourceReference Group => Reference(ResourceTypes.SecurityGroup, GroupId);

    public ResourceReference Acl => Reference(ResourceTypes.NetworkAcl, AclId);

    public static ResourceReference Reference(string type, string id) => new(type, AccountId, Region) { Id = id };

    public static ResourceReference GroupNamed(string name) =>
        new(ResourceTypes.SecurityGroup, AccountId, Region) { Name = name };

    public async Task<SecurityGroup> ReadGroupAsync()
    {
        var outcome = await Account.ReadAsync(Group, CancellationToken.None);
        return Assert.IsType<SecurityGroup>(outcome.State);
    }

    public async Task<NetworkAcl> ReadAclAsync()
    {
        var outcome = await Account.ReadAsync(Acl, CancellationToken.None);
        return Assert.IsType<NetworkAcl>(outcome.State);
    }

    /// <summary>The group's rules as <c>tcp/22 from 192.0.2.0/24 "words"</c>, in order.</summary>
    public async Task<string[]> RulesAsync()
    {
        var group = await ReadGroupAsync();
        Assert.Empty(group.Unreadable);
        return
        [
            .. group
                .Rules.Select(rule => rule.Description is null ? $"{rule}" : $"{rule} \"{rule.Description}\"")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The ACL's own entries as <c>ingress 100 allow tcp/22 from 192.0.2.0/24</c>, without AWS's last denies.</summary>
    public async Task<string[]> EntriesAsync()
    {
        var acl = await ReadAclAsync();
        Assert.Empty(acl.Unreadable);
        return
        [
            .. acl
                .Entries.Where(entry => !entry.IsDefault)
                .Select(entry => $"{(entry.Direction == Direction.Ingress ? "ingress" : "egress")} {entry}"),
        ];
    }

    /// <summary>Executes an EC2 call on the group; {group}, {peer} and {list} in the parameters stand for the ids.</summary>
    public async Task<CallOutcome> ExecuteAsync(string operation, string parameters) =>
        await Account.ExecuteAsync(
            Calls.Ec2(
                operation,
                parameters
                    .Replace("{group}", GroupId, StringComparison.Ordinal)
                    .Replace("{peer}", PeerGroupId, StringComparison.Ordinal)
                    .Replace("{list}", PrefixListId, StringComparison.Ordinal)
                    .Replace("{acl}", AclId, StringComparison.Ordinal)
            ),
            CancellationToken.None
        );

    public async Task DoneAsync(string operation, string parameters)
    {
        var outcome = await ExecuteAsync(operation, parameters);
        Assert.Null(outcome.Error);
        Assert.True(outcome.IsDone);
    }

    public async Task RefusedAsync(string code, string operation, string parameters)
    {
        var outcome = await ExecuteAsync(operation, parameters);
        Assert.Equal(code, outcome.Error?.Code);
        Assert.False(outcome.IsRetryable);
    }

    public async Task FailsOnServerAsync(string operation, string parameters)
    {
        var outcome = await ExecuteAsync(operation, parameters);
        Assert.NotNull(outcome.Error);
        Assert.True(outcome.IsRetryable, outcome.Error.ToString());
    }
}
