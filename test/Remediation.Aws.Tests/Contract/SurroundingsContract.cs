using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Aws.Tests.Contract;

/// <summary>What an account tells about the neighbours of a security group.</summary>
public abstract class SurroundingsContract : AccountContract
{
    private const string Rules = """
        {"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
          "UserIdGroupPairs":[{"GroupId":"{peer}"}],"PrefixListIds":[{"PrefixListId":"{list}"}]}]}
        """;

    /// <summary>The same account with one more interface, which uses the group.</summary>
    protected abstract Task<ContractSetting> AttachAsync(ContractSetting setting);

    /// <summary>The same account without the peer group, although a rule refers to it.</summary>
    protected abstract Task<ContractSetting> DeletePeerAsync(ContractSetting setting);

    [Fact]
    public async Task ReadSurroundings_PrefixLists_GivesTheirEntries()
    {
        var surroundings = await ReadAsync(await OpenAsync(), SurroundingKinds.PrefixLists);
        var list = Assert.Single(surroundings.PrefixLists).Value.Value;
        Assert.NotNull(list);
        Assert.Equal("offices", list.Name);
        Assert.Equal(10, list.MaxEntries);
        Assert.Equal(["198.51.100.0/24", "203.0.113.0/24"], list.Entries.Select(entry => entry.ToString()).Order());
    }

    [Fact]
    public async Task ReadSurroundings_Attachments_GivesTheInterfaces()
    {
        var setting = await OpenAsync();
        var unused = await ReadAsync(setting, SurroundingKinds.Attachments);
        Assert.Empty(unused.Attachments.Value!);
        setting = await AttachAsync(setting);
        var group = await setting.ReadGroupAsync();
        var used = await setting.Account.ReadSurroundingsAsync(
            group,
            SurroundingKinds.Attachments,
            CancellationToken.None
        );
        var item = Assert.Single(used.Attachments.Value!);
        Assert.StartsWith("eni-", item.Id);
        Assert.Contains(setting.GroupId, item.SecurityGroups);
        Assert.Equal(setting.VpcId, item.VpcId);
    }

    [Fact]
    public async Task ReadSurroundings_ReferencedGroups_TellsWhetherTheyExist()
    {
        var setting = await OpenAsync();
        var before = await ReadAsync(setting, SurroundingKinds.ReferencedGroups);
        Assert.Equal("peer", before.ReferencedGroup(setting.PeerGroupId).Value);
        var group = await setting.ReadGroupAsync();
        setting = await DeletePeerAsync(setting);
        var after = await setting.Account.ReadSurroundingsAsync(
            group,
            SurroundingKinds.ReferencedGroups,
            CancellationToken.None
        );
        Assert.True(after.ReferencedGroup(setting.PeerGroupId).IsAbsent);
    }

    [Fact]
    public async Task ReadSurroundings_NothingAskedFor_KnowsNothing()
    {
        var setting = await OpenAsync();
        var surroundings = await ReadAsync(setting, SurroundingKinds.None);
        Assert.NotNull(surroundings.PrefixList(setting.PrefixListId).UnknownReason);
        Assert.NotNull(surroundings.Attachments.UnknownReason);
        Assert.NotNull(surroundings.ReferencedGroup(setting.PeerGroupId).UnknownReason);
    }

    private static async Task<Surroundings> ReadAsync(ContractSetting setting, SurroundingKinds kinds)
    {
        await setting.DoneAsync("AuthorizeSecurityGroupIngress", Rules);
        var group = await setting.ReadGroupAsync();
        return await setting.Account.ReadSurroundingsAsync(group, kinds, CancellationToken.None);
    }
}
