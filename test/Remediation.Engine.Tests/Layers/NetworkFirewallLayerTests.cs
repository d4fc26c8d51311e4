using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Layers;

public sealed class NetworkFirewallLayerTests
{
    private const string Edge = "arn:aws:network-firewall:us-east-1:111122223333:firewall/edge";
    private const string Policy = "arn:aws:network-firewall:us-east-1:111122223333:firewall-policy/edge-policy";
    private const string Front = "arn:aws:network-firewall:us-east-1:111122223333:stateful-rulegroup/front-rules";

    private static readonly string Folder = Path.Combine(Repository.Samples, "accounts", "network-firewall");
    private static readonly NetworkFirewallLayer Layer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Load_SampleAccount_IsReadWhole()
    {
        var loaded = SnapshotReader.Load(Folder);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(4, loaded.Snapshot.Documents.Count);
        Assert.All(loaded.Snapshot.Documents.Values, state => Assert.Empty(state.Unreadable));
        Assert.All(loaded.Snapshot.Documents.Values, state => Assert.Empty(state.UnknownParts));
        var firewall = Assert.IsType<Firewall>(loaded.Snapshot.Documents[(ResourceTypes.Firewall, Edge)]);
        Assert.Equal(("edge", "vpc-0c11aa22bb33cc44d", Policy), (firewall.Name, firewall.VpcId, firewall.PolicyArn));
        Assert.Equal(["FLOW", "ALERT"], firewall.LogDestinations.Select(one => one.LogType));
        Assert.Equal("111122223333", firewall.Id.Account);
    }

    [Fact]
    public async Task Audit_SampleAccount_NamesItsFaults()
    {
        var account = new SnapshotAccount(SnapshotReader.Load(Folder).Snapshot);
        var evaluator = new PolicyEvaluator(Sample.Policy(), CheckCatalog.All);

        var report = await new Auditor(evaluator, TimeProvider.System).AuditAsync(account, null, Token);

        Assert.Equal(
            [
                "nfw-cleartext-from-any front-rules: any source to 10.20.1.0/24 on tcp/80, in clear",
                "nfw-delete-protection-off edge: DeleteProtection is off",
                "nfw-ipv6-unconsidered edge-policy: they name IPv4 addresses alone, and IPv6 that no rule decides is let through",
                "nfw-order-mismatch edge-policy: aws:drop_strict without RuleOrder STRICT_ORDER is not heeded",
                "nfw-order-mismatch edge-policy: priority 100 of front-rules without RuleOrder STRICT_ORDER is not heeded",
                "nfw-order-mismatch edge-policy: priority 200 of service-rules without RuleOrder STRICT_ORDER is not heeded",
                "nfw-subnet-change-protection-off edge: SubnetChangeProtection is off",
                "nfw-threat-signatures-missing edge-policy: no managed group of threat signatures is used",
            ],
            report
                .Findings.Where(finding => finding.Status == FindingStatus.Fail)
                .SelectMany(finding =>
                    finding.Evidence.Select(evidence =>
                        $"{finding.Check.Id} {finding.Resource.Id.Split('/')[^1]}: {evidence.Offending}"
                    )
                )
                .Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(
            report.Findings,
            finding => finding.Status == FindingStatus.Unknown && finding.Check.Id != "nfw-weakened"
        );
        Assert.Contains(
            "pass rule sid 1 of front-rules comes before drop rule sid 3 of front-rules",
            report
                .Findings.Single(finding => finding.Check.Id == "nfw-order-mismatch")
                .Evidence.Select(evidence => evidence.Note)
                .First(note => note is not null)
        );
    }

    [Fact]
    public void Load_LoggingMissing_IsUnknownAndNotAbsent()
    {
        using var folder = new SnapshotFolder(
            ("network-firewall.describe-firewall.json", Output("describe-firewall.edge"))
        );

        var firewall = Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values);

        Assert.Contains(
            "describe-logging-configuration",
            firewall.Part(FirewallParts.Logging).UnknownReason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Load_LoggingOfAnotherFirewall_IsNotTaken()
    {
        using var folder = new SnapshotFolder(
            ("network-firewall.describe-firewall.json", Output("describe-firewall.edge")),
            (
                "network-firewall.describe-logging-configuration.json",
                Output("describe-logging-configuration.edge")
                    .Replace("firewall/edge", "firewall/other", StringComparison.Ordinal)
            )
        );

        var firewall = Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values);

        Assert.Contains(Edge, firewall.Part(FirewallParts.Logging).UnknownReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("describe-firewall", """{ "Firewall": {} }""")]
    [InlineData("describe-firewall-policy", """{ "FirewallPolicyResponse": { "FirewallPolicyArn": "edge" } }""")]
    [InlineData("describe-rule-group", """{ "RuleGroup": 7 }""")]
    public void Load_OutputOfNothing_IsTold(string operation, string json)
    {
        using var folder = new SnapshotFolder(($"network-firewall.{operation}.json", json));

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.Empty(loaded.Snapshot.Documents);
        Assert.Contains(
            loaded.Diagnostics,
            diagnostic => diagnostic.Message.Contains(operation, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "network-firewall-DescribeFirewall_c7n-test_delete_firewall_2.json",
        "network-firewall.describe-firewall"
    )]
    [InlineData(
        "network-firewall-DescribeFirewall_c7n-test_update_firewall_delete_protection_2.json",
        "network-firewall.describe-firewall"
    )]
    public void Load_RecordedFirewall_IsUnderstood(string recording, string operation)
    {
        var recorded = Path.Combine(Repository.Recordings ?? "", "describe", recording);
        var json = File.Exists(recorded) ? File.ReadAllText(recorded) : Output("describe-firewall.edge");
        using var folder = new SnapshotFolder(($"{operation}.json", json));

        var firewall = Assert.IsType<Firewall>(
            Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values)
        );

        Assert.Empty(firewall.Unreadable);
        Assert.NotEmpty(firewall.Subnets);
        Assert.NotEmpty(firewall.PolicyArn);
    }

    [Fact]
    public void Load_RecordedLogging_IsOfItsFirewall()
    {
        var recorded = Repository.Recordings is { } recordings
            ? File.ReadAllText(
                Path.Combine(
                    recordings,
                    "describe",
                    "network-firewall-DescribeLoggingConfiguration_c7n-test_network_firewall_logging_1.json"
                )
            )
            : Output("describe-logging-configuration.edge");
        var arn = Core.Resources.Documents.AwsDocument.Parse(recorded).Root.GetProperty("FirewallArn").GetString()!;
        using var folder = new SnapshotFolder(
            ("network-firewall.describe-logging-configuration.json", recorded),
            (
                "network-firewall.describe-firewall.json",
                Output("describe-firewall.edge").Replace(Edge, arn, StringComparison.Ordinal)
            )
        );

        var firewall = Assert.IsType<Firewall>(
            Assert.Single(SnapshotReader.Load(folder.Path).Snapshot.Documents.Values)
        );

        Assert.NotEmpty(firewall.LogDestinations);
    }

    [Fact]
    public async Task ReadAsync_Live_GivesTheStateOfTheSnapshot()
    {
        var source = Live();

        var outcome = await Layer.ReadAsync(source, Reference(ResourceTypes.Firewall, Edge), Token);

        var offline = SnapshotReader.Load(Folder).Snapshot.Documents[(ResourceTypes.Firewall, Edge)];
        Assert.Equal(offline.Fingerprint, outcome.State?.Fingerprint);
        Assert.Equal(
            [
                $$"""network-firewall DescribeFirewall {"FirewallArn":"{{Edge}}"}""",
                $$"""network-firewall DescribeLoggingConfiguration {"FirewallArn":"{{Edge}}"}""",
            ],
            source.Asked
        );
    }

    [Fact]
    public async Task ReadAsync_Nothing_IsNotFound() =>
        Assert.True(
            (
                await Layer.ReadAsync(new ScriptedFirewalls(), Reference(ResourceTypes.FirewallPolicy, Policy), Token)
            ).IsNotFound
        );

    [Fact]
    public async Task ReadAsync_LoggingDenied_IsUnknownPart()
    {
        var source = new ScriptedFirewalls()
            .Answer("DescribeFirewall", Output("describe-firewall.edge"))
            .Fail("DescribeLoggingConfiguration", "AccessDeniedException", isRetryable: false);

        var outcome = await Layer.ReadAsync(source, Reference(ResourceTypes.Firewall, Edge), Token);

        Assert.Contains(
            "AccessDeniedException",
            Assert.IsType<Firewall>(outcome.State).Part(FirewallParts.Logging).UnknownReason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("DescribeFirewall")]
    [InlineData("DescribeLoggingConfiguration")]
    public async Task ReadAsync_Throttled_IsToBeTriedAgain(string operation)
    {
        var source = new ScriptedFirewalls()
            .Fail(operation, "ThrottlingException", isRetryable: true)
            .Answer("DescribeFirewall", Output("describe-firewall.edge"));

        var outcome = await Layer.ReadAsync(source, Reference(ResourceTypes.Firewall, Edge), Token);

        Assert.True(outcome.IsRetryable);
        Assert.Null(outcome.State);
    }

    [Fact]
    public async Task ReadAsync_WithoutArn_SaysSo()
    {
        var outcome = await Layer.ReadAsync(
            new ScriptedFirewalls(),
            new(ResourceTypes.Firewall, "111122223333", "us-east-1") { Name = "edge" },
            Token
        );

        Assert.Contains("no ARN", outcome.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_EveryType_FollowsPagesAndReadsEach()
    {
        var source = Live();

        var found = new List<string>();
        foreach (var type in Layer.ResourceTypes)
        {
            await foreach (var state in Layer.ListAsync(source, type, Token))
            {
                found.Add(state.Name);
            }
        }

        Assert.Equal(["edge", "edge-policy", "front-rules", "service-rules"], found);
        Assert.Contains("""network-firewall ListRuleGroups {"Scope":"ACCOUNT"}""", source.Asked);
    }

    [Fact]
    public async Task ListAsync_Denied_Throws()
    {
        var source = new ScriptedFirewalls().Fail("ListFirewalls", "AccessDeniedException", isRetryable: false);

        var thrown = await Assert.ThrowsAsync<AccountException>(async () =>
        {
            await foreach (var _ in Layer.ListAsync(source, ResourceTypes.Firewall, Token)) { }
        });

        Assert.Equal("AccessDeniedException", thrown.Error.Code);
    }

    private static ScriptedFirewalls Live()
    {
        var service = Front.Replace("front", "service", StringComparison.Ordinal);
        return new ScriptedFirewalls()
            .Answer("ListFirewalls", $$"""{ "Firewalls": [ { "FirewallName": "edge", "FirewallArn": "{{Edge}}" } ] }""")
            .Answer(
                "ListFirewallPolicies",
                $$"""{ "FirewallPolicies": [ { "Name": "edge-policy", "Arn": "{{Policy}}" } ] }"""
            )
            .Answer(
                "ListRuleGroups",
                $$"""{ "RuleGroups": [ { "Name": "service-rules", "Arn": "{{service}}" } ] }""",
                "page-2"
            )
            .Answer(
                "ListRuleGroups",
                $$"""{ "NextToken": "page-2", "RuleGroups": [ { "Name": "front-rules", "Arn": "{{Front}}" } ] }"""
            )
            .Answer("DescribeFirewall", Output("describe-firewall.edge"))
            .Answer("DescribeLoggingConfiguration", Output("describe-logging-configuration.edge"))
            .Answer("DescribeFirewallPolicy", Output("describe-firewall-policy.edge-policy"))
            .Answer("DescribeRuleGroup", Output("describe-rule-group.front-rules"), "front-rules")
            .Answer("DescribeRuleGroup", Output("describe-rule-group.service-rules"), "service-rules");
    }

    private static ResourceReference Reference(string type, string arn) =>
        new(type, "111122223333", "us-east-1") { Id = arn };

    private static string Output(string name) =>
        File.ReadAllText(Path.Combine(Folder, $"network-firewall.{name}.json"));
}
