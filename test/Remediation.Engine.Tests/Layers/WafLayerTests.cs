using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Layers;

public sealed class WafLayerTests
{
    private const string Tags =
        $$$"""{"TagInfoForResource":{"ResourceARN":"{{{WafSample.AclArn}}}","TagList":[{"Key":"env","Value":"prod"}]}}""";

    private static readonly WafLayer Layer = new();

    private static readonly ResourceReference Acl = new(ResourceTypes.WebAcl, Sample.Account, Sample.Region)
    {
        Id = WafSample.AclArn,
    };

    private static readonly ResourceReference Set = new(ResourceTypes.IpSet, Sample.Account, Sample.Region)
    {
        Id = WafSample.SetArn,
    };

    private static string AclJson => WafCase.Baseline.Parts[WebAcl.DocumentPart].Text;

    private static string LoggingJson => WafCase.Baseline.Parts[WebAcl.LoggingPart].Text;

    private static string SetJson => WafSample.Set(default, "203.0.113.0/28").Parts[IpSet.DocumentPart].Text;

    [Fact]
    public async Task ReadAsync_WebAcl_IsTheSameAsFromASnapshot()
    {
        using var folder = new SnapshotFolder(
            ("wafv2.get-web-acl.shop.json", AclJson),
            ("wafv2.get-logging-configuration.shop.json", LoggingJson),
            ("wafv2.list-tags-for-resource.shop.json", Tags)
        );
        var source = new WafDocuments()
            .Answer("GetWebACL", "shop REGIONAL", AclJson)
            .Answer("GetLoggingConfiguration", WafSample.AclArn, LoggingJson)
            .Answer("ListTagsForResource", WafSample.AclArn, Tags);

        var live = Assert.IsType<WebAcl>((await ReadAsync(source, Acl)).State);

        var loaded = SnapshotReader.Load(folder.Path);
        Assert.Empty(loaded.Diagnostics);
        var offline = Assert.Single(loaded.Snapshot.Documents.Values);
        Assert.Equal(offline.Fingerprint, live.Fingerprint);
        Assert.Equal(live.Id, offline.Id);
        Assert.Equal(new Tag("env", "prod"), Assert.Single(live.Tags));
        Assert.Equal(30, live.Rules.Length);
        Assert.Empty(live.UnknownParts);
    }

    [Fact]
    public async Task ReadAsync_AclWithoutLogging_HasNone()
    {
        var source = new WafDocuments().Answer("GetWebACL", "shop REGIONAL", AclJson);

        var acl = (WebAcl)(await ReadAsync(source, Acl)).State!;

        Assert.True(acl.Logging.IsAbsent);
    }

    [Fact]
    public async Task ReadAsync_LoggingDenied_IsUnknown()
    {
        var source = new WafDocuments()
            .Answer("GetWebACL", "shop REGIONAL", AclJson)
            .Fail("GetLoggingConfiguration", WafSample.AclArn, "AccessDeniedException", isRetryable: false);

        var acl = (WebAcl)(await ReadAsync(source, Acl)).State!;

        Assert.Contains("AccessDenied", acl.Logging.UnknownReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_LoggingThrottled_IsToBeTriedAgain()
    {
        var source = new WafDocuments()
            .Answer("GetWebACL", "shop REGIONAL", AclJson)
            .Fail("GetLoggingConfiguration", WafSample.AclArn, "ThrottlingException", isRetryable: true);

        Assert.True((await ReadAsync(source, Acl)).IsRetryable);
    }

    [Fact]
    public async Task ReadAsync_GoneAcl_IsNotFound() =>
        Assert.True((await ReadAsync(new WafDocuments(), Acl)).IsNotFound);

    [Fact]
    public async Task ReadAsync_WhatIsNoArn_IsAnError() =>
        Assert.Contains(
            "not the ARN",
            (await ReadAsync(new WafDocuments(), Acl with { Id = "shop" })).Error!.Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task ReadAsync_Set_KnowsWhatItIsUsedFor()
    {
        var source = new WafDocuments()
            .Answer("GetIPSet", "office REGIONAL", SetJson)
            .Answer("GetWebACL", "shop REGIONAL", AclJson)
            .Answer("ListWebACLs", "REGIONAL", $$"""{"WebACLs":[{"ARN":"{{WafSample.AclArn}}"}]}""")
            .Answer("ListRuleGroups", "REGIONAL", """{"RuleGroups":[]}""");

        var set = (IpSet)(await ReadAsync(source, Set)).State!;

        Assert.Contains(set.Uses.Value!, use => use is { Rule: "allow-office", LetsThrough: true });
        Assert.Contains(set.Uses.Value!, use => use is { Rule: "block-7", LetsThrough: true });
    }

    [Fact]
    public async Task ReadAsync_SetWhoseUsersAreDenied_IsOfUnknownUse()
    {
        var source = new WafDocuments()
            .Answer("GetIPSet", "office REGIONAL", SetJson)
            .Fail("ListWebACLs", "REGIONAL", "AccessDeniedException", isRetryable: false);

        var set = (IpSet)(await ReadAsync(source, Set)).State!;

        Assert.Contains("AccessDenied", set.Uses.UnknownReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_InTheHomeOfGlobalOnes_ListsBothScopesOverAllPages()
    {
        const string global = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/cdn/9";
        var source = new WafDocuments()
            .Answer("ListWebACLs", "REGIONAL", """{"WebACLs":[],"NextMarker":"m"}""")
            .Answer("ListWebACLs", "REGIONAL m", $$"""{"WebACLs":[{"ARN":"{{WafSample.AclArn}}"}]}""")
            .Answer("ListWebACLs", "CLOUDFRONT", $$"""{"WebACLs":[{"ARN":"{{global}}"}]}""")
            .Answer("GetWebACL", "shop REGIONAL", AclJson)
            .Answer("GetWebACL", "cdn CLOUDFRONT", AclJson);

        var states = await ListAsync(source, ResourceTypes.WebAcl);

        Assert.Equal([WafSample.AclArn, global], states.Select(state => state.Id.Id));
    }

    [Fact]
    public async Task ListAsync_Elsewhere_ListsTheRegionalOnesAlone()
    {
        var source = new WafDocuments("eu-west-1").Answer("ListWebACLs", "REGIONAL", """{"WebACLs":[]}""");

        Assert.Empty(await ListAsync(source, ResourceTypes.WebAcl));
        Assert.Equal(["wafv2:ListWebACLs REGIONAL"], source.Calls);
    }

    [Fact]
    public async Task ListAsync_DeniedListing_Throws() =>
        await Assert.ThrowsAsync<AccountException>(() => ListAsync(new WafDocuments(), ResourceTypes.WebAcl));

    [Fact]
    public void Load_LoggingOfAllAclsInOneListing_IsThatOfTheAcl()
    {
        using var folder = new SnapshotFolder(
            ("wafv2.get-web-acl.shop.json", AclJson),
            (
                "wafv2.list-logging-configurations.json",
                $$$"""
                {"LoggingConfigurations":[
                {"ResourceArn":"{{{WafSample.AclArn}}}","LogScope":"SECURITY_LAKE","LogDestinationConfigs":["lake"]},
                {"ResourceArn":"{{{WafSample.AclArn}}}","LogDestinationConfigs":["mine"]}]}
                """
            )
        );

        var acl = (WebAcl)Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values);

        Assert.Equal(["mine"], acl.Logging.Value!.Destinations);
    }

    [Fact]
    public void Load_EmptyLoggingOutput_SaysThatThereIsNone()
    {
        using var folder = new SnapshotFolder(
            ("wafv2.get-web-acl.shop.json", AclJson),
            ("wafv2.get-logging-configuration.shop.json", "{}")
        );

        var acl = (WebAcl)Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values);

        Assert.True(acl.Logging.IsAbsent);
    }

    [Fact]
    public void Load_NoLoggingOutput_IsUnknown()
    {
        using var folder = new SnapshotFolder(("wafv2.get-web-acl.shop.json", AclJson));

        var acl = (WebAcl)Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values);

        Assert.NotNull(acl.Logging.UnknownReason);
    }

    [Fact]
    public void Load_SetWithTheAclThatUsesIt_KnowsItsUse()
    {
        using var folder = new SnapshotFolder(
            ("wafv2.get-web-acl.shop.json", AclJson),
            ("wafv2.get-ip-set.office.json", SetJson)
        );

        var set = SnapshotReader.Load(folder.Path).Snapshot.Documents.Values.OfType<IpSet>().Single();

        Assert.Contains(set.Uses.Value!, use => use.Rule == "allow-office");
    }

    [Fact]
    public void Load_OutputWithoutAnArn_IsAnError()
    {
        using var folder = new SnapshotFolder(("wafv2.get-web-acl.shop.json", """{"WebACL":{"Name":"shop"}}"""));

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.Contains("ARN", Assert.Single(loaded.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RecordedOutputs_AreReadWithoutAnythingUnreadable()
    {
        var outputs = Repository.Recordings is { } recordings
            ? Directory
                .GetFiles(Path.Combine(recordings, "waf"), "wafv2-Get*.json")
                .Select(path => (Path.GetFileName(path), File.ReadAllText(path)))
                .ToArray()
            : [("wafv2-GetWebACL_shop.json", AclJson)];

        foreach (var (name, json) in outputs)
        {
            var operation = name.StartsWith("wafv2-GetWebACL", StringComparison.Ordinal)
                ? "get-web-acl"
                : "get-rule-group";
            using var folder = new SnapshotFolder(($"wafv2.{operation}.x.json", json));

            var state = Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values);

            Assert.Empty(state.Unreadable);
            Assert.DoesNotContain(state.ChangesSince(state)!, change => change.Effect != ChangeEffect.Unknown);
        }
    }

    [Fact]
    public void Write_StateOfAnAcl_IsReadBackEqual()
    {
        var acl = WafSample.AclOf(WafCase.Baseline.Parts[WebAcl.DocumentPart].Text, logging: null);

        var again = StateDocument.Read(acl.Id, StateDocument.Write(acl)).Value;

        Assert.Equal(acl.Fingerprint, again.Fingerprint);
        Assert.True(((WebAcl)again).Logging.IsAbsent);
        var set = WafSample.Set(default, "203.0.113.0/28");
        Assert.Equal(set.Fingerprint, StateDocument.Read(set.Id, StateDocument.Write(set)).Value.Fingerprint);
    }

    private static Task<ReadOutcome> ReadAsync(WafDocuments source, ResourceReference reference) =>
        Layer.ReadAsync(source, reference, TestContext.Current.CancellationToken);

    private static async Task<List<ResourceState>> ListAsync(WafDocuments source, string type)
    {
        var states = new List<ResourceState>();
        await foreach (var state in Layer.ListAsync(source, type, TestContext.Current.CancellationToken))
        {
            states.Add(state);
        }
        return states;
    }
}
