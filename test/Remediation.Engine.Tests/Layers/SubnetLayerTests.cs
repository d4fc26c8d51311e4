using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;

namespace Remediation.Engine.Tests.Layers;

public sealed class SubnetLayerTests
{
    private const string App = """
        { "SubnetId": "subnet-0a1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "OwnerId": "111122223333",
          "SubnetArn": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1", "MapPublicIpOnLaunch": true,
          "AvailabilityZone": "eu-central-1a", "Tags": [{ "Key": "Name", "Value": "app-a" }] }
        """;

    private const string Data = """
        { "SubnetId": "subnet-0a2", "VpcId": "vpc-1", "CidrBlock": "10.0.2.0/24", "OwnerId": "111122223333",
          "MapPublicIpOnLaunch": false }
        """;

    private const string Acls = """
        { "NetworkAcls": [
          { "NetworkAclId": "acl-0a1", "VpcId": "vpc-1", "OwnerId": "111122223333", "Entries": [],
            "Associations": [
              { "NetworkAclAssociationId": "aclassoc-1", "NetworkAclId": "acl-0a1", "SubnetId": "subnet-0a1" },
              { "NetworkAclAssociationId": "aclassoc-2", "NetworkAclId": "acl-0a1", "SubnetId": "subnet-0a2" }] }] }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_SeveralPages_IsWhole()
    {
        var source = new ScriptedListings("Subnets", "SubnetId", App, Data) { PageSize = 1 };

        var subnets = await new SubnetLayer()
            .ListAsync(source, ResourceTypes.Subnet, Token)
            .ToListAsync(cancellationToken: Token);

        Assert.Equal(["subnet-0a1", "subnet-0a2"], subnets.Select(subnet => subnet.Id.Id));
        Assert.Equal(2, source.Calls.Count(call => call.StartsWith("ec2:DescribeSubnets", StringComparison.Ordinal)));
        Assert.Single(source.Calls, call => call.StartsWith("ec2:DescribeNetworkAcls", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_Refused_ThrowsWhatAwsSaid()
    {
        var source = new ScriptedListings("Subnets", "SubnetId")
        {
            Failure = (new("RequestLimitExceeded", "slow down"), true),
        };

        var thrown = await Assert.ThrowsAsync<AccountException>(async () =>
            await new SubnetLayer().ListAsync(source, ResourceTypes.Subnet, Token).CountAsync(Token)
        );

        Assert.Equal("RequestLimitExceeded", thrown.Error.Code);
        Assert.True(thrown.IsRetryable);
    }

    [Fact]
    public async Task Read_ById_GivesTheStateThatAFolderGives()
    {
        var source = new ScriptedListings("Subnets", "SubnetId", App, Data) { Others = Acls };
        using var folder = new SnapshotFolder(
            ("ec2.describe-subnets.json", $$"""{ "Subnets": [{{App}}, {{Data}}] }"""),
            ("ec2.describe-network-acls.json", Acls)
        );

        var live = await new SubnetLayer().ReadAsync(source, Reference("subnet-0a1"), Token);
        var snapshot = SnapshotReader.Load(folder.Path).Snapshot;

        Assert.Equal(
            [
                """ec2:DescribeSubnets {"SubnetIds":["subnet-0a1"]}""",
                """ec2:DescribeNetworkAcls {"Filters":[{"Name":"association.subnet-id","Values":["subnet-0a1"]}]}""",
            ],
            source.Calls
        );
        var offline = (await new SnapshotAccount(snapshot).ReadAsync(Reference("subnet-0a1"), Token)).State!;
        Assert.Equal("acl-0a1", ((Subnet)offline).NetworkAclId.Value);
        Assert.Equal(offline.Fingerprint, live.State!.Fingerprint);
        Assert.True(((Subnet)offline).MapPublicIpOnLaunch);
        // The listing still tells the reader of snapshots where it is.
        Assert.Equal(("111122223333", "eu-central-1"), (snapshot.Account, snapshot.Region));
    }

    [Fact]
    public async Task Read_AclsNotToBeRead_SaysThatItIsNotKnown()
    {
        var source = new ScriptedCalls()
            .Answer("ec2:DescribeSubnets", $$"""{ "Subnets": [{{App}}] }""")
            .Fail("ec2:DescribeNetworkAcls", "UnauthorizedOperation");

        var read = await new SubnetLayer().ReadAsync(source, Reference("subnet-0a1"), Token);

        Assert.Equal("UnauthorizedOperation: no", ((Subnet)read.State!).NetworkAclId.UnknownReason);
    }

    [Fact]
    public async Task Read_AclsThrottled_FailsForNow()
    {
        var source = new ScriptedCalls()
            .Answer("ec2:DescribeSubnets", $$"""{ "Subnets": [{{App}}] }""")
            .Fail("ec2:DescribeNetworkAcls", "RequestLimitExceeded", isRetryable: true);

        var read = await new SubnetLayer().ReadAsync(source, Reference("subnet-0a1"), Token);

        Assert.True(read is { State: null, IsRetryable: true });
    }

    [Fact]
    public async Task Document_OfTheState_IsReadAsTheSame()
    {
        var source = new ScriptedListings("Subnets", "SubnetId", App) { Others = Acls };
        var state = (await new SubnetLayer().ReadAsync(source, Reference("subnet-0a1"), Token)).State!;

        var read = StateDocument.Read(state.Id, StateDocument.Write(state)).Value;

        Assert.Equal(state.Fingerprint, read.Fingerprint);
        Assert.Equal("aclassoc-1", ((Subnet)read).NetworkAclAssociation?.AssociationId);
    }

    [Theory]
    [InlineData("subnet-0ff")]
    [InlineData("")]
    public async Task Read_OfNone_IsNotFound(string id)
    {
        var source = new ScriptedListings("Subnets", "SubnetId", App);

        Assert.True((await new SubnetLayer().ReadAsync(source, Reference(id), Token)).IsNotFound);
    }

    [Fact]
    public void Load_BrokenFile_IsReportedOnce()
    {
        using var folder = new SnapshotFolder(("ec2.describe-subnets.json", """{ "Subnets": [ {"""));

        Assert.Single(SnapshotReader.Load(folder.Path).Diagnostics);
    }

    private static ResourceReference Reference(string id) =>
        new(ResourceTypes.Subnet, "111122223333", "eu-central-1") { Id = id };
}
