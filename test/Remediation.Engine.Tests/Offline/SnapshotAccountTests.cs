using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Tests.Offline;

public sealed class SnapshotAccountTests
{
    private const string App = "sg-0a1b2c3d4e5f60718";
    private const string Acl = "acl-0f60718293a4b5c6d";
    private const SurroundingKinds All =
        SurroundingKinds.PrefixLists | SurroundingKinds.Attachments | SurroundingKinds.ReferencedGroups;

    [Fact]
    public async Task ReadAsync_ByIdOrName_FindsTheGroup()
    {
        var account = Sample();

        var byId = await Read(account, Reference(ResourceTypes.SecurityGroup) with { Id = App });
        var byName = await Read(account, Reference(ResourceTypes.SecurityGroup) with { Name = "app-servers" });
        var acl = await Read(account, Reference(ResourceTypes.NetworkAcl) with { Id = Acl });

        Assert.Same(byId.State, byName.State);
        Assert.Equal(App, byId.State!.Id.Id);
        Assert.Equal(Acl, acl.State!.Id.Id);
    }

    [Fact]
    public async Task ReadAsync_NotThere_IsNotFoundOnlyWhereTheListingIsWhole()
    {
        using var empty = new SnapshotFolder();
        var reference = Reference(ResourceTypes.SecurityGroup) with { Id = "sg-gone" };

        Assert.True((await Read(Sample(), reference)).IsNotFound);
        var unknown = await Read(Of(empty), reference);
        Assert.Contains("no ec2.describe-security-groups.json", unknown.Error!.Message, StringComparison.Ordinal);
        Assert.False(unknown.IsRetryable);
    }

    [Fact]
    public async Task ReadAsync_NameOfSeveralGroups_MeansTheOneOfTheDefaultVpc()
    {
        const string Groups =
            """{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"web","VpcId":"vpc-1"},{"GroupId":"sg-2","GroupName":"web","VpcId":"vpc-2"}]}""";
        using var ambiguous = new SnapshotFolder(("ec2.describe-security-groups.json", Groups));
        using var clear = new SnapshotFolder(
            ("ec2.describe-security-groups.json", Groups),
            ("ec2.describe-vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2","IsDefault":true}]}""")
        );
        var reference = Reference(ResourceTypes.SecurityGroup) with { Name = "web" };

        Assert.Contains("sg-1, sg-2", (await Read(Of(ambiguous), reference)).Error!.Message, StringComparison.Ordinal);
        Assert.Equal("sg-2", (await Read(Of(clear), reference)).State!.Id.Id);
    }

    [Fact]
    public async Task ReadSurroundingsAsync_Sample_KnowsWhatTheFolderKnows()
    {
        var account = Sample();
        var surroundings = await Surroundings(account, App, All);

        var list = surroundings.PrefixList("pl-0e5f60718293a4b5c").Value!;
        Assert.Equal(("office-resolvers", 5, 2), (list.Name, list.MaxEntries, list.Entries.Length));
        Assert.True(list.Addresses.Contains(Cidr.Parse("198.51.100.53/32").Value));
        Assert.Equal("web-servers", surroundings.ReferencedGroup("sg-0b2c3d4e5f6071829").Value);
        Assert.Equal(2, surroundings.Attachments.Value!.Count);
        Assert.Empty((await Surroundings(account, "sg-0c3d4e5f60718293a", All)).Attachments.Value!);
        var notAsked = await Surroundings(account, App, SurroundingKinds.None);
        Assert.NotNull(notAsked.Attachments.UnknownReason);
        Assert.NotNull(notAsked.PrefixList("pl-0e5f60718293a4b5c").UnknownReason);
    }

    [Fact]
    public async Task ReadSurroundingsAsync_MissingFiles_NamesThem()
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-security-groups.json", Referring("\"PrefixListIds\":[{\"PrefixListId\":\"pl-123\"}]"))
        );

        var surroundings = await Surroundings(Of(folder), "sg-1", All);

        Assert.Equal(
            "the snapshot has no ec2.get-managed-prefix-list-entries.pl-123.json",
            surroundings.PrefixList("pl-123").UnknownReason
        );
        Assert.Equal(
            "the snapshot has no ec2.describe-network-interfaces.json",
            surroundings.Attachments.UnknownReason
        );
    }

    [Fact]
    public async Task ReadSurroundingsAsync_PartialListing_IsUnknownNotAbsent()
    {
        using var folder = new SnapshotFolder(
            (
                "ec2.describe-security-groups.json",
                Referring(
                    "\"UserIdGroupPairs\":[{\"GroupId\":\"sg-2\",\"UserId\":\"123456789012\"}]",
                    "\"NextToken\":\"abc\""
                )
            ),
            ("ec2.describe-network-interfaces.json", """{"NetworkInterfaces":[],"NextToken":"abc"}""")
        );

        var surroundings = await Surroundings(Of(folder), "sg-1", All);

        Assert.Contains("NextToken", surroundings.ReferencedGroup("sg-2").UnknownReason, StringComparison.Ordinal);
        Assert.Contains("NextToken", surroundings.Attachments.UnknownReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"GroupId\":\"sg-2\",\"UserId\":\"123456789012\"", true)]
    [InlineData("\"GroupId\":\"sg-2\"", true)]
    [InlineData("\"GroupId\":\"sg-2\",\"UserId\":\"111122223333\"", false)]
    [InlineData("\"GroupId\":\"sg-2\",\"UserId\":\"111122223333\",\"PeeringStatus\":\"deleted\"", true)]
    [InlineData("\"GroupId\":\"sg-2\",\"UserId\":\"111122223333\",\"VpcId\":\"vpc-gone\"", true)]
    [InlineData("\"GroupId\":\"sg-2\",\"UserId\":\"111122223333\",\"VpcId\":\"vpc-live\"", false)]
    public async Task ReadSurroundingsAsync_GroupThatIsNotListed_IsAbsentOnlyWhereThatIsKnown(
        string pair,
        bool isAbsent
    )
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-security-groups.json", Referring($"\"UserIdGroupPairs\":[{{{pair}}}]")),
            (
                "ec2.describe-vpc-peering-connections.json",
                """{"VpcPeeringConnections":[{"Status":{"Code":"deleted"},"RequesterVpcInfo":{"VpcId":"vpc-1"},"AccepterVpcInfo":{"VpcId":"vpc-gone"}},{"Status":{"Code":"deleted"},"RequesterVpcInfo":{"VpcId":"vpc-1"},"AccepterVpcInfo":{"VpcId":"vpc-live"}},{"Status":{"Code":"active"},"RequesterVpcInfo":{"VpcId":"vpc-live"},"AccepterVpcInfo":{"VpcId":"vpc-1"}}]}"""
            )
        );

        var fact = (await Surroundings(Of(folder), "sg-1", All)).ReferencedGroup("sg-2");

        Assert.Equal(isAbsent, fact.IsAbsent);
        Assert.Equal(isAbsent, fact.UnknownReason is null);
    }

    [Fact]
    public async Task ExecuteAsync_Calls_ChangeTheContentAndNotTheSnapshot()
    {
        var account = Sample();
        var before = account.Content;
        var group = before.SecurityGroups[App];
        var acl = before.NetworkAcls[Acl];

        var revoked = await Execute(account, SecurityGroupCalls.Revoke(group, Direction.Ingress, [group.Rules[0]])[0]);
        var deleted = await Execute(account, NetworkAclCalls.Delete(acl, acl.Entries[0]));
        var tagged = await Execute(account, SecurityGroupCalls.Tag(group.Rules[1], [new("Owner", "net")]));

        Assert.True(revoked.IsDone && deleted.IsDone && tagged.IsDone);
        Assert.Equal(8, before.SecurityGroups[App].Rules.Length);
        Assert.Equal(7, account.Content.SecurityGroups[App].Rules.Length);
        Assert.Equal([new Tag("Owner", "net")], account.Content.SecurityGroups[App].Rules[0].Tags);
        Assert.DoesNotContain(acl.Entries[0], account.Content.NetworkAcls[Acl].Entries);
    }

    [Fact]
    public async Task ExecuteAsync_RefusedCalls_GiveTheCodeOfEc2()
    {
        var account = Sample();
        var group = account.Content.SecurityGroups[App];
        var gone = new SecurityGroup { Id = group.Id with { Id = "sg-gone" } };
        var call = SecurityGroupCalls.Revoke(group, Direction.Ingress, [group.Rules[0]])[0];

        await Execute(account, call);

        Assert.Equal(CallError.RuleNotFound, (await Execute(account, call)).Error!.Code);
        Assert.Equal(
            CallError.GroupNotFound,
            (await Execute(account, SecurityGroupCalls.Authorize(gone, Direction.Ingress, [group.Rules[0]])[0]))
                .Error!
                .Code
        );
        var acl = new NetworkAcl { Id = group.Id with { Id = "acl-gone" } };
        var entry = account.Content.NetworkAcls[Acl].Entries[0];
        Assert.Equal(CallError.AclNotFound, (await Execute(account, NetworkAclCalls.Delete(acl, entry))).Error!.Code);
        var foreign = ApiCall.Create("wafv2", "DeleteWebACL", ApiCallEffect.Removes, "", _ => { });
        Assert.Equal(CallError.UnknownOperation, (await Execute(account, foreign)).Error!.Code);
    }

    [Fact]
    public async Task ListAsync_Types_GivesAllInTheOrderRead()
    {
        var account = Sample();

        Assert.Equal(
            [App, "sg-0b2c3d4e5f6071829", "sg-0c3d4e5f60718293a"],
            await List(account, ResourceTypes.SecurityGroup)
        );
        Assert.Equal([Acl], await List(account, ResourceTypes.NetworkAcl));
        Assert.Equal(
            ["i-0a1b2c3d4e5f60711", "i-0a1b2c3d4e5f60712", "i-0a1b2c3d4e5f60713"],
            await List(account, ResourceTypes.Instance)
        );
        Assert.Empty(await List(account, ResourceTypes.WebAcl));
    }

    private static SnapshotAccount Sample() => new(SnapshotReader.Load(SnapshotReaderTests.Sample).Snapshot);

    private static SnapshotAccount Of(SnapshotFolder folder) => new(SnapshotReader.Load(folder.Path).Snapshot);

    private static ResourceReference Reference(string type) => new(type, "123456789012", "us-east-1");

    private static string Referring(string peers, string more = "\"x\":1") =>
        $$"""{"SecurityGroups":[{"GroupId":"sg-1","OwnerId":"123456789012","VpcId":"vpc-1","IpPermissions":[{"IpProtocol":"-1",{{peers}}}]}],{{more}}}""";

    private static async Task<ReadOutcome> Read(SnapshotAccount account, ResourceReference reference) =>
        await account.ReadAsync(reference, TestContext.Current.CancellationToken);

    private static async Task<CallOutcome> Execute(SnapshotAccount account, ApiCall call) =>
        await account.ExecuteAsync(call, TestContext.Current.CancellationToken);

    private static async Task<Surroundings> Surroundings(SnapshotAccount account, string id, SurroundingKinds kinds) =>
        await account.ReadSurroundingsAsync(
            account.Content.SecurityGroups[id],
            kinds,
            TestContext.Current.CancellationToken
        );

    private static async Task<List<string>> List(SnapshotAccount account, string type)
    {
        var ids = new List<string>();
        await foreach (var state in account.ListAsync(type, TestContext.Current.CancellationToken))
        {
            ids.Add(state.Id.Id);
        }
        return ids;
    }
}
