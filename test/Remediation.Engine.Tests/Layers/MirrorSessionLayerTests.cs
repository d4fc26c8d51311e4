using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;

namespace Remediation.Engine.Tests.Layers;

public sealed class MirrorSessionLayerTests
{
    private const string Session = """
        { "TrafficMirrorSessionId": "tms-1", "NetworkInterfaceId": "eni-1", "OwnerId": "111122223333" }
        """;

    private static readonly MirrorSessionLayer Layer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_Sessions_GivesTheStateThatAFolderGives()
    {
        var source = new ScriptedListings("TrafficMirrorSessions", "TrafficMirrorSessionId", Session);
        using var folder = new SnapshotFolder(
            ("snapshot.json", """{ "account": "111122223333", "region": "eu-central-1" }"""),
            ("ec2.describe-traffic-mirror-sessions.json", $$"""{ "TrafficMirrorSessions": [{{Session}}] }""")
        );

        var live = await Layer.ReadAsync(source, Reference, Token);

        Assert.Equal(State(folder).Fingerprint, live.State!.Fingerprint);
    }

    [Fact]
    public async Task List_NoSession_IsStillTheAccountsSet()
    {
        var source = new ScriptedListings("TrafficMirrorSessions", "TrafficMirrorSessionId")
        {
            Others = """{ "Vpcs": [{ "VpcId": "vpc-1", "OwnerId": "111122223333" }] }""",
        };

        var set = Assert.Single(await Layer.ListAsync(source, Reference.Type, Token).ToListAsync(Token));

        Assert.Equal(new(Reference.Type, "mirror-sessions", "111122223333", "eu-central-1"), set.Id);
        Assert.Empty(((TrafficMirrorSessions)set).Sessions);
    }

    [Fact]
    public void Load_EmptyListing_IsASetOfNone()
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-traffic-mirror-sessions.json", """{ "TrafficMirrorSessions": [] }""")
        );

        Assert.Empty(State(folder).Sessions);
    }

    private static ResourceReference Reference =>
        new(ResourceTypes.TrafficMirrorSessions, "111122223333", "eu-central-1") { Id = "mirror-sessions" };

    private static TrafficMirrorSessions State(SnapshotFolder folder) =>
        (TrafficMirrorSessions)
            SnapshotReader.Load(folder.Path).Snapshot.Documents[
                (ResourceTypes.TrafficMirrorSessions, "mirror-sessions")
            ];
}
