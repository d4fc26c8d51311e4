using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Shield;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Baselines;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>What is taken away from a VPC or from Shield comes back from the baseline, though its event says nothing of it.</summary>
public sealed class VpcRemediationTests : IDisposable
{
    private const string Vpc =
        """{"VpcId":"vpc-0d4f00000000000a1","OwnerId":"123456789012","CidrBlock":"10.0.0.0/16"}""";
    private const string Front = "arn:aws:ec2:us-east-1:123456789012:eip-allocation/eipalloc-0a1b2c3d";

    private readonly SnapshotFolder _kept = new();
    private readonly RecordingLedger _ledger = new();
    private readonly RecordingTickets _tickets = new();
    private readonly FolderBaselines _baselines;

    public VpcRemediationTests() => _baselines = new(_kept.Path, TimeProvider.System);

    public void Dispose() => _kept.Dispose();

    [Theory]
    [InlineData(true, Decision.Reverted)]
    [InlineData(false, Decision.Ticketed)]
    public async Task Handle_DeleteFlowLogs_RestoresThemOrSaysWhatIsMissing(bool hasBaseline, Decision decision)
    {
        var account = Account(logs: "", Endpoints("ec2"));
        await KeepAsync(hasBaseline, Account(VpcSample.FlowLog, Endpoints("ec2")));

        var outcome = await HandleAsync(account, "delete-flow-logs.json", "flow-log-missing");

        Assert.Equal(decision, outcome.Decision);
        Assert.Equal(hasBaseline ? 1 : 0, Now<Vpc>(account, VpcSample.VpcId).FlowLogs.Value!.Count);
        Assert.Equal(hasBaseline, _tickets.Tickets.Count == 0);
        Assert.All(
            _tickets.Tickets,
            ticket => Assert.Contains("no flow log of before is known", ticket.Reason, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(true, Decision.Reverted, "vpce-removed")]
    [InlineData(true, Decision.Reverted, "vpce-removed", "vpce-required-missing")]
    [InlineData(false, Decision.Ticketed, "vpce-removed", "vpce-required-missing")]
    public async Task Handle_DeleteVpcEndpoints_RestoresThemOrSaysWhatIsMissing(
        bool hasBaseline,
        Decision decision,
        params string[] checks
    )
    {
        var account = Account(VpcSample.FlowLog, Endpoints("ec2", "ssm"));
        await KeepAsync(hasBaseline, Account(VpcSample.FlowLog, Endpoints("ec2", "ssm", "s3", "kms")));

        var outcome = await HandleAsync(account, "delete-vpc-endpoints.json", checks);

        Assert.Equal(decision, outcome.Decision);
        Assert.Equal(
            hasBaseline ? ["ec2", "ssm", "s3", "kms"] : ["ec2", "ssm"],
            Now<Vpc>(account, VpcSample.VpcId).Endpoints.Value!.Select(endpoint => endpoint.Service)
        );
        Assert.All(
            _tickets.Tickets,
            ticket =>
                Assert.Contains(
                    "no endpoint in use for s3",
                    string.Join("; ", ticket.Evidence),
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData(true, Decision.Reverted)]
    [InlineData(false, Decision.Compliant)]
    public async Task Handle_DeleteProtection_RestoresItFromTheBaseline(bool hasBaseline, Decision decision)
    {
        var account = Shield("");
        await KeepAsync(hasBaseline, Shield($$"""{"Id":"p-1","Name":"front","ResourceArn":"{{Front}}"}"""));

        var outcome = await HandleAsync(account, "shield-delete-protection.json", "shield-protection-missing");

        Assert.Equal(decision, outcome.Decision);
        Assert.Equal(
            hasBaseline ? [Front] : [],
            Now<ShieldProtections>(account, "protections").Protections.Value!.Select(item => item.ResourceArn)
        );
    }

    [Fact]
    public async Task Handle_ModifyVpcEndpoint_PutsThePolicyBack()
    {
        var account = Account(VpcSample.FlowLog, VpcSample.Endpoint(policy: null));
        await KeepAsync(true, Account(VpcSample.FlowLog, VpcSample.Endpoint()));

        var outcome = await HandleAsync(account, "modify-vpc-endpoint.json", "vpce-policy-open", "vpce-weakened");

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(VpcSample.NarrowPolicy, Now<VpcEndpoint>(account, VpcSample.EndpointId).Endpoint.PolicyText);
        Assert.Single(outcome.Plan!.Calls);
    }

    [Fact]
    public async Task Audit_EndpointsOfTheGuidance_ReportsEachFaultByName()
    {
        var loaded = SnapshotReader.Load(Path.Combine(Repository.Samples, "accounts", "endpoints"));
        var auditor = new Auditor(new PolicyEvaluator(Sample.Policy(), CheckCatalog.All), TimeProvider.System);

        var report = await auditor.AuditAsync(
            new SnapshotAccount(loaded.Snapshot),
            null,
            TestContext.Current.CancellationToken
        );

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(
            [
                "vpce-policy-open vpce-0e4a5b6c7d8e9f001 Low any principal is let in (Principal \"*\" without a condition), though not to everything",
                "vpce-policy-open vpce-0e4a5b6c7d8e9f002 Low any principal is let in (Principal \"*\" without a condition), though not to everything",
                "vpce-policy-open vpce-0e4a5b6c7d8e9f003 High any principal may do anything on any resource",
                "flow-log-missing vpc-0e4a5b6c7d8e9f001 Medium rejected traffic is not recorded",
            ],
            report
                .Findings.Where(finding =>
                    finding.Check.ResourceType
                        is ResourceTypes.Vpc
                            or ResourceTypes.VpcEndpoint
                            or ResourceTypes.ShieldProtections
                )
                .Select(finding =>
                    $"{finding.Check.Id} {finding.Resource.Id} {finding.Severity} {finding.Evidence.FirstOrDefault()?.Offending ?? string.Join("; ", finding.Unknowns)}"
                )
        );
        var ssm = report.Findings.Single(finding => finding.Resource.Id == "vpce-0e4a5b6c7d8e9f003");
        Assert.Contains("no policy is named", ssm.Evidence[0].Note, StringComparison.Ordinal);
    }

    private static string Endpoints(params string[] services) =>
        string.Join(
            ',',
            services.Select(service =>
                VpcSample.Endpoint(
                    $"com.amazonaws.us-east-1.{service}",
                    $"vpce-{service}",
                    service == "s3" ? "Gateway" : "Interface"
                )
            )
        );

    private static SnapshotAccount Account(string logs, string endpoints) =>
        Load(
            ("ec2.describe-vpcs.json", $$"""{"Vpcs":[{{Vpc}}]}"""),
            ("ec2.describe-flow-logs.json", $$"""{"FlowLogs":[{{logs}}]}"""),
            ("ec2.describe-vpc-endpoints.json", $$"""{"VpcEndpoints":[{{endpoints}}]}"""),
            (
                "ec2.describe-vpc-attribute.json",
                """{"VpcId":"vpc-0d4f00000000000a1","EnableDnsSupport":{"Value":true},"EnableDnsHostnames":{"Value":true}}"""
            )
        );

    private static SnapshotAccount Shield(string protections) =>
        Load(
            ("shield.describe-subscription.json", """{"Subscription":{"AutoRenew":"ENABLED"}}"""),
            ("shield.list-protections.json", $$"""{"Protections":[{{protections}}]}""")
        );

    private static SnapshotAccount Load(params (string, string)[] files)
    {
        using var folder = new SnapshotFolder([
            ("snapshot.json", """{"account":"123456789012","region":"us-east-1"}"""),
            .. files,
        ]);
        return new(SnapshotReader.Load(folder.Path).Snapshot);
    }

    private static TState Now<TState>(SnapshotAccount account, string id)
        where TState : ResourceState =>
        account.Content.Documents.Values.OfType<TState>().Single(state => state.Id.Id == id);

    private async Task KeepAsync(bool isKept, SnapshotAccount account)
    {
        foreach (var state in isKept ? account.Content.Documents.Values : [])
        {
            Assert.Null(
                await _baselines.KeepAsync(state, BaselineReason.Compliant, TestContext.Current.CancellationToken)
            );
        }
    }

    private async Task<Outcome> HandleAsync(SnapshotAccount account, string sample, params string[] reverted)
    {
        var policy = Sample.Policy(
            checks: [.. reverted.Select(check => (check, new CheckSettings { Respond = Response.Revert }))]
        );
        var checks = CheckCatalog
            .All.Where(check => reverted.Contains(check.Metadata.Id, StringComparer.Ordinal))
            .ToImmutableArray();
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = account,
                Ledger = _ledger,
                Tickets = [_tickets],
                Time = TimeProvider.System,
                Baselines = _baselines,
            },
            new PolicyEvaluator(policy, checks),
            checks,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        var events = EventParser.Parse(File.ReadAllBytes(Path.Combine(Repository.Samples, "events", sample)));
        return Assert.Single(await reconciler.HandleAsync(events, TestContext.Current.CancellationToken));
    }
}
