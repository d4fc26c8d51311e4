using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Offline.Export;

namespace Remediation.Engine.Tests.Offline.Export;

public sealed class SnapshotExportTests : IDisposable
{
    private readonly SnapshotFolder _folder = new();
    private readonly InstantTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SeveralPages_AreOneListingThatReadsBack()
    {
        var source = new ScriptedDocuments(
            (call, parameters) =>
                call != "ec2:DescribeSecurityGroups" ? null
                : parameters.Contains("p-2", StringComparison.Ordinal)
                    ? ScriptedDocuments.Json(
                        """{"SecurityGroups":[{"GroupId":"sg-2","GroupName":"b","Invented":1.50}]}"""
                    )
                : ScriptedDocuments.Json(
                    """{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"a"}],"NextToken":"p-2"}"""
                )
        );

        var exported = await ExportAsync(source);

        Assert.Empty(exported.Gaps);
        Assert.Equal(("123456789012", "eu-west-1"), (exported.Account, exported.Region));
        Assert.Equal(2, exported.Counts[ResourceTypes.SecurityGroup]);
        Assert.Contains("ec2:DescribeSecurityGroups {\"MaxResults\":1000,\"NextToken\":\"p-2\"}", source.Calls);
        Assert.Contains(
            "\"Invented\": 1.50",
            File.ReadAllText(PathOf("ec2.describe-security-groups.json")),
            StringComparison.Ordinal
        );
        var loaded = SnapshotReader.Load(_folder.Path);
        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(["sg-1", "sg-2"], loaded.Snapshot.SecurityGroups.Keys.Order());
        Assert.Equal(("123456789012", "eu-west-1"), (loaded.Snapshot.Account, loaded.Snapshot.Region));
    }

    [Fact]
    public async Task Run_EmptyAccount_WritesEveryListingEmpty()
    {
        await ExportAsync(new((_, _) => null));

        string[] expected =
        [
            "ec2.describe-managed-prefix-lists.json",
            "ec2.describe-network-acls.json",
            "ec2.describe-network-interfaces.json",
            "ec2.describe-security-group-rules.json",
            "ec2.describe-security-groups.json",
            "ec2.describe-subnets.json",
            "ec2.describe-vpc-peering-connections.json",
            "ec2.describe-vpcs.json",
            "snapshot.json",
        ];
        Assert.Equal(expected, Files());
        var snapshot = SnapshotReader.Load(_folder.Path).Snapshot;
        Assert.Null(snapshot.WhyUnlisted(ResourceTypes.SecurityGroup));
        Assert.Null(snapshot.WhyUnlisted(ResourceTypes.NetworkAcl));
    }

    [Fact]
    public async Task Run_ListingDenied_IsLeftOutAndTold()
    {
        var exported = await ExportAsync(
            new((call, _) => call == "ec2:DescribeNetworkAcls" ? ScriptedDocuments.Denied : null)
        );

        var gap = Assert.Single(exported.Gaps);
        Assert.Equal("ec2.describe-network-acls", gap.What);
        Assert.Equal("UnauthorizedOperation: not you", gap.Reason);
        Assert.Equal(["ec2:DescribeNetworkAcls"], gap.Actions);
        Assert.DoesNotContain(ResourceTypes.NetworkAcl, exported.Counts.Keys);
        Assert.NotNull(SnapshotReader.Load(_folder.Path).Snapshot.WhyUnlisted(ResourceTypes.NetworkAcl));
        Assert.Contains("ec2.describe-security-groups.json", Files());
    }

    [Fact]
    public async Task Run_ListingThatBreaksOff_LeavesNothingOfItself()
    {
        var exported = await ExportAsync(
            new(
                (call, parameters) =>
                    call != "ec2:DescribeVpcs" ? null
                    : parameters.Contains("NextToken", StringComparison.Ordinal) ? ScriptedDocuments.Denied
                    : ScriptedDocuments.Json("""{"Vpcs":[{"VpcId":"vpc-1"}],"NextToken":"p-2"}""")
            )
        );

        Assert.Equal("ec2.describe-vpcs", Assert.Single(exported.Gaps).What);
        Assert.DoesNotContain(Files(), name => name.Contains("vpcs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_PageThatFollowsItself_Ends()
    {
        var exported = await ExportAsync(
            new(
                (call, _) =>
                    call == "ec2:DescribeVpcs" ? ScriptedDocuments.Json("""{"Vpcs":[],"NextToken":"again"}""") : null
            )
        );
        Assert.StartsWith("MalformedResponse", Assert.Single(exported.Gaps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PrefixLists_EachHasItsEntries()
    {
        var exported = await ExportAsync(
            new(
                (call, parameters) =>
                    call == "ec2:DescribeManagedPrefixLists"
                        ? ScriptedDocuments.Json(
                            """{"PrefixLists":[{"PrefixListId":"pl-1"},{"PrefixListId":"pl-2"}]}"""
                        )
                    : call == "ec2:GetManagedPrefixListEntries" && parameters.Contains("pl-2", StringComparison.Ordinal)
                        ? ScriptedDocuments.Denied
                    : null
            )
        );

        Assert.Contains("ec2.get-managed-prefix-list-entries.pl-1.json", Files());
        Assert.DoesNotContain("ec2.get-managed-prefix-list-entries.pl-2.json", Files());
        Assert.Equal("ec2.get-managed-prefix-list-entries.pl-2", Assert.Single(exported.Gaps).What);
    }

    [Fact]
    public async Task Run_Layer_WritesItsOutputsAndWhatIsAbsent()
    {
        var layer = new WidgetLayer(WidgetLayer.Of("a", """{"Size":2.0}"""), WidgetLayer.Of("b"));

        var exported = await ExportAsync(new((_, _) => null), layer);

        Assert.Equal(2, exported.Counts[WidgetLayer.Type]);
        Assert.Equal(
            """{"Widgets":[{"Name":"a","Invented":1.50},{"Name":"b","Invented":1.50}]}""",
            Compact("test.list-widgets.json")
        );
        Assert.Equal("""{"Size":2.0}""", Compact("test.get-widget-details.a.json"));
        Assert.Equal("{}", Compact("test.get-widget-details.b.json"));
    }

    [Fact]
    public async Task Run_LayerOfNoResources_SaysThatThereAreNone()
    {
        var exported = await ExportAsync(new((_, _) => null), new WidgetLayer());

        Assert.Equal(0, exported.Counts[WidgetLayer.Type]);
        Assert.Equal("""{"Widgets":[]}""", Compact("test.list-widgets.json"));
        Assert.Equal(
            """{"account":"123456789012","region":"eu-west-1","empty":["test.get-widget-details"]}""",
            Compact("snapshot.json")
        );
    }

    [Fact]
    public async Task Run_LayerDenied_IsLeftOutWithThePermissionsThatItNeeds()
    {
        var layer = new WidgetLayer { Failure = new(new("AccessDeniedException", "no"), isRetryable: false) };

        var exported = await ExportAsync(new((_, _) => null), layer);

        var gap = Assert.Single(exported.Gaps);
        Assert.Equal((WidgetLayer.Type, "AccessDeniedException: no"), (gap.What, gap.Reason));
        Assert.Equal(["test:ListWidgets", "test:GetWidgetDetails"], gap.Actions);
        Assert.DoesNotContain(Files(), name => name.StartsWith("test.", StringComparison.Ordinal));
        Assert.DoesNotContain("empty", Compact("snapshot.json"), StringComparison.Ordinal);
        Assert.Contains("ec2.describe-vpcs.json", Files());
    }

    [Fact]
    public async Task Run_PartOfOneUnknown_IsLeftOutAndTold()
    {
        var layer = new WidgetLayer(WidgetLayer.Of("a", unknown: "denied"), WidgetLayer.Of("b", """{"Size":1}"""));

        var exported = await ExportAsync(new((_, _) => null), layer);

        Assert.Equal((WidgetLayer.Details, "denied"), (exported.Gaps[0].What, exported.Gaps[0].Reason));
        Assert.Equal(["test.get-widget-details.b.json", "test.list-widgets.json"], Files("test."));
    }

    [Fact]
    public async Task Run_ListedPartOfOneUnknown_LeavesTheListingOut()
    {
        var layer = new WidgetLayer(WidgetLayer.Of("a", "{}", unlisted: "denied"), WidgetLayer.Of("b", "{}"));

        var exported = await ExportAsync(new((_, _) => null), layer);

        Assert.Equal(WidgetLayer.Listing, Assert.Single(exported.Gaps).What);
        Assert.DoesNotContain("test.list-widgets.json", Files());
    }

    [Fact]
    public async Task Run_LayerThatIsOfAnotherRegion_WritesNothingOfIt()
    {
        var exported = await ExportAsync(new((_, _) => null), new WidgetLayer { IsElsewhere = true });

        Assert.Empty(exported.Gaps);
        Assert.Empty(Files("test."));
        Assert.DoesNotContain("empty", Compact("snapshot.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Throttled_WaitsLongerEachTimeAndGoesOn()
    {
        var answers = new Queue<DocumentAnswer>([ScriptedDocuments.Throttled, ScriptedDocuments.Throttled]);
        var exported = await ExportAsync(
            new((call, _) => call == "ec2:DescribeVpcs" && answers.TryDequeue(out var answer) ? answer : null)
        );

        Assert.Empty(exported.Gaps);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _time.Waits);
    }

    [Fact]
    public async Task Run_ThrottledToTheEnd_WaitsForTheServiceOnce()
    {
        var exported = await ExportAsync(
            new((call, _) => call.StartsWith("ec2:", StringComparison.Ordinal) ? ScriptedDocuments.Throttled : null)
        );

        Assert.Equal([1, 2, 4, 8, 16], _time.Waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Equal(8, exported.Gaps.Length);
    }

    [Fact]
    public async Task Run_ServiceThatIsNotThere_IsNotWaitedFor()
    {
        await ExportAsync(new((call, _) => call == "ec2:DescribeVpcs" ? ScriptedDocuments.Silent : null));
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Run_FolderOfAnEarlierExport_KeepsOnlyWhatIsNotOne()
    {
        File.WriteAllText(PathOf("ec2.get-managed-prefix-list-entries.pl-old.json"), "{}");
        File.WriteAllText(PathOf("notes.txt"), "mine");

        await ExportAsync(new((_, _) => null));

        Assert.DoesNotContain("ec2.get-managed-prefix-list-entries.pl-old.json", Files());
        Assert.Contains("notes.txt", Files());
    }

    [Fact]
    public async Task Run_CallerUnknown_FailsAndTouchesNothing()
    {
        File.WriteAllText(PathOf("ec2.describe-vpcs.json"), "{}");
        var thrown = await Assert.ThrowsAsync<AccountException>(() =>
            ExportAsync(new((call, _) => call == "sts:GetCallerIdentity" ? ScriptedDocuments.Denied : null))
        );
        Assert.Equal("UnauthorizedOperation", thrown.Error.Code);
        Assert.Equal(["ec2.describe-vpcs.json"], Files());
    }

    private Task<ExportedSnapshot> ExportAsync(ScriptedDocuments source, params ResourceLayer[] layers) =>
        SnapshotExport.RunAsync(source, [.. layers], _folder.Path, _time, null, CancellationToken.None);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private IEnumerable<string> Files(string start = "") =>
        Directory
            .GetFiles(_folder.Path)
            .Select(path => Path.GetFileName(path))
            .Where(name => name.StartsWith(start, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private string Compact(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return Core.Resources.Documents.AwsDocument.Of(document.RootElement).Text;
    }
}
