using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>
/// A workload in layers, as the guidance SEC05-BP02 shows one in its example of layered security groups, audited by the starter
/// policy that is written from the same guidance: what is to be said of every one of its rules, faults of the example included.
/// </summary>
public sealed class LayeredExampleTests
{
    private const string Flow = "sg-flow-not-allowed";
    private const string Egress = "sg-unrestricted-egress";

    // Group, rule, the checks that fail on it, and why.
    public static TheoryData<string, string, string, string> Table { get; } =
        new()
        {
            { "shop-edge", "tcp/443 from 0.0.0.0/0", "", "the one way in" },
            { "shop-edge", "tcp/443 from ::/0", "", "the same way in by IPv6, of which the guidance does not speak" },
            { "shop-edge", "tcp/80 from 0.0.0.0/0", $"sg-open-unauthorized-port {Flow}", "no flow is in clear" },
            { "shop-edge", "tcp/443 to shop-frontend", "", "the next layer" },
            { "shop-frontend", "tcp/443 from shop-edge", "", "the layer before" },
            { "shop-frontend", "tcp/22 from shop-jump", "", "administration by the bastion" },
            { "shop-frontend", "tcp/8080 to shop-orders", "", "the next layer" },
            {
                "shop-frontend",
                "tcp/443 to 0.0.0.0/0",
                Egress,
                "a flow, but to anybody: a proxy or a firewall knows to whom"
            },
            {
                "shop-frontend",
                "tcp/53 to 0.0.0.0/0",
                $"{Egress} {Flow}",
                "the VPC's resolver needs no rule; others are a way out"
            },
            { "shop-frontend", "udp/53 to 0.0.0.0/0", $"{Egress} {Flow}", "the same by UDP" },
            { "shop-orders", "tcp/8080 from shop-frontend", "", "the layer before" },
            { "shop-orders", "tcp/22 from shop-jump", "", "administration by the bastion" },
            { "shop-orders", "tcp/3306 to shop-ledger", "", "the next layer" },
            { "shop-orders", "tcp/6379 to shop-sessions", "", "the cache is a neighbour, too" },
            { "shop-orders", "tcp/443 to 0.0.0.0/0", Egress, "a flow, but to anybody" },
            { "shop-ledger", "tcp/3306 from shop-orders", "", "the layer before" },
            { "shop-ledger", "tcp/22 from shop-jump", "", "administration by the bastion" },
            {
                "shop-ledger",
                "all traffic to 0.0.0.0/0",
                $"{Egress} {Flow}",
                "what CloudFormation adds where no egress is written"
            },
            { "shop-sessions", "tcp/6379 from shop-orders", "", "the layer before" },
            { "shop-sessions", "tcp/6379 from shop-frontend", Flow, "past the application" },
            { "shop-sessions", "all traffic to 0.0.0.0/0", $"{Egress} {Flow}", "what AWS adds to a new group" },
            { "shop-sessions", "all traffic to ::/0", $"{Egress} {Flow}", "and in a VPC with IPv6" },
            {
                "shop-jump",
                "tcp/22 from 198.51.100.0/24",
                $"sg-open-admin-port sg-open-high-risk-port sg-open-unauthorized-port {Flow}",
                "nobody is trusted until the policy says so"
            },
            { "shop-jump", "tcp/22 to shop-frontend", "", "administration" },
            { "shop-jump", "tcp/22 to shop-orders", "", "administration" },
            { "shop-jump", "tcp/22 to shop-ledger", "", "administration" },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Audit_EveryRule_FailsOnWhatIsWrongWithIt(string group, string rule, string checks, string why)
    {
        var (groups, report) = await AuditAsync(Starter());
        var judged = groups.Single(state => state.Name == group);
        var traffic = groups.Aggregate(
            rule,
            (text, other) => text.Replace(other.Name, other.Id.Id, StringComparison.Ordinal)
        );
        Assert.Contains(traffic, judged.Rules.Select(item => item.ToString()));

        var failed = report
            .Findings.Where(finding => finding.Resource == judged.Id && finding.Status == FindingStatus.Fail)
            .Where(finding => finding.Evidence.Any(evidence => evidence.Traffic == traffic))
            .Select(finding => finding.Check.Id);

        Assert.True(checks == string.Join(' ', failed), $"{rule} ({why}): {string.Join(' ', failed)}");
    }

    [Fact]
    public async Task Table_Always_HoldsEveryRuleOfTheExample()
    {
        var (groups, _) = await AuditAsync(Starter());
        var names = groups.ToDictionary(group => group.Id.Id, group => group.Name);

        Assert.Equal(
            groups
                .SelectMany(group => group.Rules.Select(rule => $"{group.Name} {Named(rule, names)}"))
                .Order(StringComparer.Ordinal),
            Table.Select(row => $"{row.Data.Item1} {row.Data.Item2}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Audit_TrustedOffice_MayReachTheBastion()
    {
        var policy = Starter() with { TrustedSources = Sample.Addresses("198.51.100.0/24") };

        var (_, report) = await AuditAsync(policy);

        Assert.DoesNotContain(
            report.Findings.SelectMany(finding => finding.Evidence),
            evidence => evidence.Traffic == "tcp/22 from 198.51.100.0/24"
        );
    }

    [Fact]
    public async Task Audit_Example_LeavesNothingUnknown()
    {
        var (_, report) = await AuditAsync(Starter());

        Assert.DoesNotContain(
            report.Findings,
            finding => finding.Check.Id == Flow && finding.Status == FindingStatus.Unknown
        );
    }

    private static string Named(SecurityGroupRule rule, Dictionary<string, string> names) =>
        names.Aggregate(rule.ToString(), (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));

    private static async Task<(List<SecurityGroup> Groups, AuditReport Report)> AuditAsync(Policy policy)
    {
        var loaded = SnapshotReader.Load(Path.Combine(Repository.Samples, "accounts", "layered"));
        var account = new SnapshotAccount(loaded.Snapshot);
        var auditor = new Auditor(new PolicyEvaluator(policy, CheckCatalog.All), TimeProvider.System);
        var report = await auditor.AuditAsync(account, null, TestContext.Current.CancellationToken);
        var groups = loaded.Snapshot.SecurityGroups.Values.OrderBy(group => group.Name, StringComparer.Ordinal);
        return ([.. groups], report);
    }

    private static Policy Starter()
    {
        Assert.True(StarterPolicies.TryGet("layered", out var text));
        var loaded = PolicyLoader.Load(
            text,
            "layered",
            "layered",
            [.. CheckCatalog.All.Select(check => check.Metadata)]
        );
        Assert.Empty(loaded.Diagnostics);
        return loaded.Policy!;
    }
}
