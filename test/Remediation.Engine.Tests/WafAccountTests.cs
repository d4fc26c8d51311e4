using System.Collections.Immutable;
using System.Text;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Baselines;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>A storefront behind a web ACL, from the folder that somebody exported to what is said and put back.</summary>
public sealed class WafAccountTests
{
    private const string Account = "111122223333";
    private const string Region = "us-west-2";
    private const string AclArn =
        "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/storefront-protection/0f1e2d3c-4b5a-4678-9a0b-1c2d3e4f5a6b";
    private const string Balancer =
        "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/storefront/50dc6c495c0c9188";
    private const string AssociationFile = "wafv2.get-web-acl-for-resource.storefront.json";
    private const string LoggingFile = "wafv2.get-logging-configuration.storefront-protection.json";

    private static readonly string Storefront = Path.Combine(Repository.Samples, "accounts", "waf-storefront");

    private readonly RecordingLedger _ledger = new();
    private readonly RecordingTickets _tickets = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audit_Storefront_ReportsItsFaultsByNameAndNothingElse()
    {
        var report = await AuditAsync(Storefront);

        Assert.Equal(
            [
                "waf-geo-rule-by-address fail: its name says countries, and it matches a list of addresses",
                "waf-ip-set-single-family fail: every IPv6 client is kept out, since none is in it",
                "waf-log-destination-invalid fail: its name '/storefront/requests' does not begin with aws-waf-logs-, so AWS WAF "
                    + "refuses to log to it",
            ],
            report.Findings.Select(Describe).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Audit_StorefrontWhoseLoggingCouldNotBePut_SaysThatItDoesNotLog()
    {
        using var folder = Copy((LoggingFile, "{}"));

        var report = await AuditAsync(folder.Path);

        Assert.Contains("waf-logging-disabled fail: requests are not logged", report.Findings.Select(Describe));
        Assert.DoesNotContain(
            report.Findings,
            finding => finding.Check.Id is "waf-log-destination-invalid" or "waf-logging-unredacted"
        );
    }

    [Fact]
    public async Task Audit_RecordedWebAcls_JudgesEveryOne()
    {
        using var folder = Recorded();
        var loaded = SnapshotReader.Load(folder.Path).Snapshot;

        var report = await AuditAsync(folder.Path);

        Assert.NotEmpty(loaded.Documents.Values.OfType<WebAcl>());
        Assert.Equal(loaded.Documents.Count, report.Resources);
        Assert.All(
            loaded.Documents.Values.OfType<WebAcl>(),
            state => Assert.All(state.Rules, rule => Assert.NotEmpty(rule.Name))
        );
    }

    [Fact]
    public async Task Handle_DisassociatedWithBaseline_AssociatesAgain()
    {
        using var folder = Copy((AssociationFile, "{}"));
        using var kept = new SnapshotFolder();
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);
        var baselines = await KeepAsync(kept, ResourceTypes.LoadBalancer, Balancer);

        var outcome = await HandleAsync(account, baselines, Disassociated());

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Empty(_tickets.Tickets);
        Assert.Equal("wafv2:AssociateWebACL", Assert.Single(_ledger.Entries[0].Calls).IamAction);
        var state = (ProtectedResource)account.Content.Documents[(ResourceTypes.LoadBalancer, Balancer)];
        Assert.Equal(AclArn, state.WebAcl.Value);
    }

    [Fact]
    public async Task Handle_DisassociatedWithoutBaseline_OpensATicketThatSaysWhatIsMissing()
    {
        using var folder = Copy((AssociationFile, "{}"));
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);

        var outcome = await HandleAsync(account, NoBaselines.Instance, Disassociated());

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Empty(_ledger.Entries);
        Assert.Contains("which web ACL protected it", Assert.Single(_tickets.Tickets).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_DisassociatedAndTheWebAclDeleted_OpensATicketThatNamesIt()
    {
        using var folder = Copy((AssociationFile, "{}"), ("wafv2.get-web-acl.storefront-protection.json", "{}"));
        using var kept = new SnapshotFolder();
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);
        var baselines = await KeepAsync(kept, ResourceTypes.LoadBalancer, Balancer);

        var outcome = await HandleAsync(account, baselines, Disassociated());

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains(AclArn, Assert.Single(_tickets.Tickets).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_LoggingDeletedWithBaseline_PutsItBack()
    {
        using var folder = Copy((LoggingFile, "{}"));
        using var kept = new SnapshotFolder();
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);
        using var before = Copy(
            (
                LoggingFile,
                (await File.ReadAllTextAsync(Path.Combine(Storefront, LoggingFile), Token)).Replace(
                    "/storefront/requests",
                    "aws-waf-logs-storefront",
                    StringComparison.Ordinal
                )
            )
        );
        var baselines = await KeepAsync(kept, ResourceTypes.WebAcl, AclArn, before.Path);

        var outcome = await HandleAsync(account, baselines, LoggingDeleted(), "waf-logging-disabled");

        Assert.Equal(Decision.Reverted, outcome.Decision);
        var state = (WebAcl)account.Content.Documents[(ResourceTypes.WebAcl, AclArn)];
        Assert.Equal(
            ["arn:aws:logs:us-west-2:111122223333:log-group:aws-waf-logs-storefront"],
            state.Logging.Value!.Destinations
        );
    }

    [Fact]
    public async Task Handle_LoggingDeletedWithoutBaseline_OpensATicketThatSaysWhatIsMissing()
    {
        using var folder = Copy((LoggingFile, "{}"));
        var account = new SnapshotAccount(SnapshotReader.Load(folder.Path).Snapshot);

        var outcome = await HandleAsync(account, NoBaselines.Instance, LoggingDeleted(), "waf-logging-disabled");

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains(
            _tickets.Tickets,
            ticket => ticket.Reason.Contains("where it logged to", StringComparison.Ordinal)
        );
    }

    private static Task<AuditReport> AuditAsync(string folder) =>
        new Auditor(new(Sample.Policy(), CheckCatalog.All), TimeProvider.System).AuditAsync(
            new SnapshotAccount(SnapshotReader.Load(folder).Snapshot),
            progress: null,
            Token
        );

    private static string Describe(Finding finding) =>
        $"{finding.Check.Id} {finding.Status.ToString().ToLowerInvariant()}: "
        + string.Join("; ", finding.Evidence.Select(item => item.Offending).Concat(finding.Unknowns));

    private async Task<Outcome> HandleAsync(
        SnapshotAccount account,
        IBaselineStore baselines,
        ImmutableArray<ParsedEvent> events,
        string check = "waf-resource-unprotected"
    )
    {
        ImmutableArray<Check> checks = CheckCatalog.All;
        var policy = Sample.Policy(checks: [(check, new() { Respond = Response.Revert })]);
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = account,
                Ledger = _ledger,
                Tickets = [_tickets],
                Time = TimeProvider.System,
                Baselines = baselines,
            },
            new PolicyEvaluator(policy, checks),
            checks,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        return Assert.Single(await reconciler.HandleAsync(events, Token));
    }

    private static async Task<IBaselineStore> KeepAsync(
        SnapshotFolder folder,
        string type,
        string arn,
        string? from = null
    )
    {
        var baselines = new FolderBaselines(folder.Path, TimeProvider.System);
        var state = SnapshotReader.Load(from ?? Storefront).Snapshot.Documents[(type, arn)];
        Assert.Null(await baselines.KeepAsync(state, BaselineReason.Compliant, Token));
        return baselines;
    }

    private static SnapshotFolder Copy(params ReadOnlySpan<(string Name, string Json)> changed)
    {
        var folder = new SnapshotFolder();
        foreach (var file in Directory.GetFiles(Storefront))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }
        foreach (var (name, json) in changed)
        {
            File.WriteAllText(Path.Combine(folder.Path, name), json);
        }
        return folder;
    }

    // What was recorded from real accounts, where it lies beside the repository; else the repository's own.
    private static SnapshotFolder Recorded()
    {
        if (Repository.Recordings is null)
        {
            return Copy();
        }
        var folder = new SnapshotFolder(("snapshot.json", """{"region":"us-east-1"}"""));
        (string Api, string Operation)[] outputs =
        [
            ("wafv2-GetWebACL_", "wafv2.get-web-acl"),
            ("wafv2-GetRuleGroup_", "wafv2.get-rule-group"),
            ("wafv2-ListLoggingConfigurations_", "wafv2.list-logging-configurations"),
            ("wafv2-ListResourcesForWebACL_", "wafv2.list-resources-for-web-acl"),
        ];
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Recordings, "waf")))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var (api, operation) in outputs)
            {
                if (name.StartsWith(api, StringComparison.Ordinal))
                {
                    File.Copy(file, Path.Combine(folder.Path, $"{operation}.{name[api.Length..]}.json"));
                }
            }
        }
        return folder;
    }

    private static ImmutableArray<ParsedEvent> Disassociated() =>
        Event("DisassociateWebACL", $$"""{"resourceArn":"{{Balancer}}"}""");

    private static ImmutableArray<ParsedEvent> LoggingDeleted() =>
        Event("DeleteLoggingConfiguration", $$"""{"resourceArn":"{{AclArn}}"}""");

    private static ImmutableArray<ParsedEvent> Event(string name, string parameters) =>
        EventParser.Parse(
            Encoding.UTF8.GetBytes(
                $$"""
                {"eventVersion":"1.08","eventSource":"wafv2.amazonaws.com","eventName":"{{name}}","awsRegion":"{{Region}}",
                 "eventTime":"2026-11-20T10:00:00Z","eventID":"e-1","recipientAccountId":"{{Account}}",
                 "userIdentity":{"type":"IAMUser","accountId":"{{Account}}","userName":"alice"},
                 "requestParameters":{{parameters}},"responseElements":null}
                """
            )
        );
}
