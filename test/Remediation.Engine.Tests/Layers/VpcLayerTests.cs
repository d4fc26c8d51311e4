using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Layers;

public sealed class VpcLayerTests
{
    private const string VpcJson =
        """{"VpcId":"vpc-0d4f00000000000a1","OwnerId":"123456789012","CidrBlock":"10.0.0.0/16"}""";
    private const string Other =
        """{"VpcId":"vpc-0d4f00000000000a2","OwnerId":"123456789012","CidrBlock":"10.1.0.0/16"}""";

    private static readonly ResourceReference Reference = new(ResourceTypes.Vpc, "", "") { Id = VpcSample.VpcId };
    private static readonly ResourceReference EndpointReference = new(ResourceTypes.VpcEndpoint, "", "")
    {
        Id = VpcSample.EndpointId,
    };

    private readonly VpcLayer _layer = new();

    [Fact]
    public async Task Read_Vpc_HasItsLogsEndpointsAndAttributes()
    {
        var source = Scripted($"[{VpcJson}]");

        var outcome = await _layer.ReadAsync(source, Reference, TestContext.Current.CancellationToken);

        var vpc = Assert.IsType<Vpc>(outcome.State);
        Assert.Equal(new(ResourceTypes.Vpc, VpcSample.VpcId, "123456789012", "us-east-1"), vpc.Id);
        Assert.Equal(["fl-0a1b2c3d4e5f60001", "fl-2"], vpc.FlowLogs.Value!.Select(log => log.Id));
        Assert.Equal([VpcSample.EndpointId], vpc.Endpoints.Value!.Select(endpoint => endpoint.Id));
        Assert.True(vpc.DnsSupport);
        Assert.False(vpc.DnsHostnames);
        Assert.Equal(
            [
                """ec2:DescribeVpcs {"VpcIds":["vpc-0d4f00000000000a1"]}""",
                """ec2:DescribeSubnets {"Filters":[{"Name":"vpc-id","Values":["vpc-0d4f00000000000a1"]}]}""",
                """ec2:DescribeVpcEndpoints {"Filters":[{"Name":"vpc-id","Values":["vpc-0d4f00000000000a1"]}]}""",
                """ec2:DescribeFlowLogs {"Filter":[{"Name":"resource-id","Values":["vpc-0d4f00000000000a1","subnet-1"]}]}""",
                """ec2:DescribeVpcAttribute {"VpcId":"vpc-0d4f00000000000a1","Attribute":"enableDnsSupport"}""",
                """ec2:DescribeVpcAttribute {"VpcId":"vpc-0d4f00000000000a1","Attribute":"enableDnsHostnames"}""",
            ],
            source.Asked
        );
    }

    [Fact]
    public async Task List_TwoVpcs_GivesEachItsOwn()
    {
        var states = await _layer
            .ListAsync(Scripted($"[{VpcJson},{Other}]"), ResourceTypes.Vpc, TestContext.Current.CancellationToken)
            .OfType<Vpc>()
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([2, 0], states.Select(vpc => vpc.FlowLogs.Value!.Count));
        Assert.Equal([1, 0], states.Select(vpc => vpc.Endpoints.Value!.Count));
    }

    [Theory]
    [InlineData("DescribeVpcs", "InvalidVpcID.NotFound", false, true)]
    [InlineData("DescribeVpcs", "UnauthorizedOperation", false, false)]
    [InlineData("DescribeFlowLogs", "RequestLimitExceeded", true, false)]
    public async Task Read_VpcFails_SaysHow(string operation, string code, bool isRetryable, bool isNotFound)
    {
        var source = Scripted($"[{VpcJson}]").Fail(operation, code, isRetryable);

        var outcome = await _layer.ReadAsync(source, Reference, TestContext.Current.CancellationToken);

        Assert.Equal(isNotFound, outcome.IsNotFound);
        Assert.Equal(isNotFound ? null : code, outcome.Error?.Code);
        Assert.Equal(isRetryable, outcome.IsRetryable);
    }

    [Fact]
    public async Task Read_PartDenied_IsUnknownAndTheRestIsRead()
    {
        var source = Scripted($"[{VpcJson}]")
            .Fail("DescribeFlowLogs", "UnauthorizedOperation")
            .Fail("DescribeVpcAttribute", "UnauthorizedOperation");

        var outcome = await _layer.ReadAsync(source, Reference, TestContext.Current.CancellationToken);

        var vpc = Assert.IsType<Vpc>(outcome.State);
        Assert.Contains("UnauthorizedOperation", vpc.FlowLogs.UnknownReason, StringComparison.Ordinal);
        Assert.Null(vpc.DnsSupport);
        Assert.Single(vpc.Endpoints.Value!);
    }

    [Fact]
    public async Task List_VpcsDenied_Throws()
    {
        var source = Scripted("[]").Fail("DescribeVpcs", "UnauthorizedOperation");

        var thrown = await Assert.ThrowsAsync<AccountException>(async () =>
            await _layer
                .ListAsync(source, ResourceTypes.Vpc, TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken)
        );

        Assert.Equal("UnauthorizedOperation", thrown.Error.Code);
    }

    [Fact]
    public async Task Read_Endpoint_IsItsDescription()
    {
        var source = new CannedAnswers().On(
            "DescribeVpcEndpoints",
            $$"""{"VpcEndpoints":[{{VpcSample.Endpoint()}}]}"""
        );

        var outcome = await _layer.ReadAsync(source, EndpointReference, TestContext.Current.CancellationToken);

        Assert.Equal("ec2", Assert.IsType<VpcEndpoint>(outcome.State).Endpoint.Service);
        Assert.Equal(["""ec2:DescribeVpcEndpoints {"VpcEndpointIds":["vpce-0a1b2c3d4e5f60001"]}"""], source.Asked);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("Deleted")]
    public async Task Read_EndpointDeleted_IsNotFound(string state)
    {
        var source = new CannedAnswers().On(
            "DescribeVpcEndpoints",
            $$"""{"VpcEndpoints":[{{VpcSample.Endpoint(state: state)}}]}"""
        );

        var outcome = await _layer.ReadAsync(source, EndpointReference, TestContext.Current.CancellationToken);

        Assert.True(outcome.IsNotFound);
    }

    [Fact]
    public void Load_WithoutListingOfVpcs_KnowsOfNoVpcRatherThanThatThereIsNone()
    {
        using var folder = new SnapshotFolder(("ec2.describe-flow-logs.json", """{"FlowLogs":[]}"""));

        var snapshot = SnapshotReader.Load(folder.Path).Snapshot;

        Assert.Contains("ec2.describe-vpcs.json", snapshot.WhyUnlisted(ResourceTypes.Vpc), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_VpcsAlone_LeavesTheirPartsUnknown()
    {
        using var folder = new SnapshotFolder(("ec2.describe-vpcs.json", $$"""{"Vpcs":[{{VpcJson}}]}"""));

        var vpc = (Vpc)Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents).Value;

        Assert.Contains("ec2.describe-flow-logs.json", vpc.FlowLogs.UnknownReason, StringComparison.Ordinal);
        Assert.Contains("ec2.describe-vpc-endpoints.json", vpc.Endpoints.UnknownReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ElementWithoutId_IsReported()
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-vpcs.json", $$"""{"Vpcs":[{"CidrBlock":"10.0.0.0/8"},7,{{VpcJson}}]}""")
        );

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.Single(loaded.Snapshot.Documents);
        Assert.Contains(
            loaded.Diagnostics,
            item => item.Message.Contains("a VPC has no VpcId", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Execute_ModifiedEndpoint_IsModifiedInItsVpcToo()
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-vpcs.json", $$"""{"Vpcs":[{{VpcJson}}]}"""),
            ("ec2.describe-vpc-endpoints.json", $$"""{"VpcEndpoints":[{{VpcSample.Endpoint(privateDns: false)}}]}""")
        );
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);
        var endpoint = (VpcEndpoint)account.Content.Documents[(ResourceTypes.VpcEndpoint, VpcSample.EndpointId)];
        var desired = endpoint.With(AwsDocument.Parse(VpcSample.Endpoint()));

        var done = await account.ExecuteAsync(
            endpoint.CallsTo(desired).Calls.Single().For(endpoint.Id),
            TestContext.Current.CancellationToken
        );

        Assert.True(done.IsDone);
        var vpc = (Vpc)account.Content.Documents[(ResourceTypes.Vpc, VpcSample.VpcId)];
        Assert.True(Assert.Single(vpc.Endpoints.Value!).PrivateDnsEnabled);
    }

    // Recordings of other tools keep the API's answer as it was; where there are none, the repository's own sample stands in.
    [Theory]
    [InlineData("DescribeVpcEndpoints_*.json", "ec2.describe-vpc-endpoints")]
    [InlineData("DescribeFlowLogs_*.json", "ec2.describe-flow-logs")]
    [InlineData("shield-*.json", "shield")]
    public void Load_Recordings_AreUnderstood(string pattern, string operation)
    {
        var recorded = Repository.Recordings is { } data
            ? Directory.GetFiles(Path.Combine(data, "describe"), pattern)
            : Directory.GetFiles(Path.Combine(Repository.Samples, "accounts", "endpoints"), operation + "*.json");
        Assert.NotEmpty(recorded);
        foreach (var file in recorded)
        {
            using var folder = new SnapshotFolder((NameOf(file, operation), File.ReadAllText(file)));

            var loaded = SnapshotReader.Load(folder.Path);

            Assert.Empty(loaded.Diagnostics);
            Assert.All(loaded.Snapshot.Documents.Values, state => Assert.Empty(state.Unreadable));
        }
    }

    private static string NameOf(string file, string operation) =>
        operation != "shield" ? operation + ".json"
        : file.Contains("ubscription", StringComparison.Ordinal) ? "shield.describe-subscription.json"
        : "shield.list-protections.json";

    private static CannedAnswers Scripted(string vpcs) =>
        new CannedAnswers()
            .On("DescribeVpcs", $$"""{"Vpcs":{{vpcs}}}""")
            .On("DescribeSubnets", """{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-0d4f00000000000a1"}]}""")
            .On(
                "DescribeVpcEndpoints",
                $$"""{"VpcEndpoints":[{{VpcSample.Endpoint()}},{{VpcSample.Endpoint(id: "vpce-2", state: "deleted")}}]}"""
            )
            .On(
                "DescribeFlowLogs",
                $$"""{"FlowLogs":[{{VpcSample.FlowLog}},{"FlowLogId":"fl-2","ResourceId":"subnet-1"},{"FlowLogId":"fl-3","ResourceId":"tgw-1"}]}"""
            )
            .On("DescribeVpcAttribute", """{"VpcId":"vpc-0d4f00000000000a1","EnableDnsSupport":{"Value":true}}""")
            .On(
                "DescribeVpcAttribute",
                """{"VpcId":"vpc-0d4f00000000000a1","EnableDnsHostnames":{"Value":false}}""",
                "enableDnsHostnames"
            );
}
