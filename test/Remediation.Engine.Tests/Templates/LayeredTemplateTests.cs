using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Templates;
using Remediation.Engine.Templates;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Templates;

/// <summary>
/// A template of three tiers that names groups which it does not define, judged by the starter policy <c>layered</c>: what is said
/// of every one of its rules. The guidance's own first example is judged alike where it lies beside the repository.
/// </summary>
public sealed class LayeredTemplateTests
{
    private const string Flow = "sg-flow-not-allowed";
    private const string Egress = "sg-unrestricted-egress";
    private const string Unknown = "?" + Flow;

    private const string Own = """
        Resources:
          Front:
            Type: AWS::EC2::SecurityGroup
            Properties:
              GroupDescription: what visitors see
              Tags: [{ Key: Layer, Value: Web }]
              SecurityGroupIngress:
                - { IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref Balancer }
                - { IpProtocol: tcp, FromPort: 9999, ToPort: 9999, SourceSecurityGroupId: sg-0a1b2c3d }
                - { IpProtocol: tcp, FromPort: 3306, ToPort: 3306, SourceSecurityGroupId: !Ref Orders }
              SecurityGroupEgress:
                - { IpProtocol: tcp, FromPort: 8080, ToPort: 8080, DestinationSecurityGroupId: !GetAtt Orders.GroupId }
                - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }
                - { IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 0.0.0.0/0 }
          Orders:
            Type: AWS::EC2::SecurityGroup
            Properties:
              GroupDescription: what answers
              Tags: [{ Key: Layer, Value: Application }]
              SecurityGroupIngress:
                - { IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: !Ref Front }
                - { IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: !ImportValue partner }
        """;

    private static string Seed { get; } =
        Path.Combine(Repository.Root, "..", "shared", "seed", "example1-security-groups.json");

    // Group, rule, and the checks that fail on it; with a question mark, those that cannot tell.
    public static TheoryData<bool, string, string, string> Table
    {
        get
        {
            var table = new TheoryData<bool, string, string, string>
            {
                { false, "Front", "tcp/443 from Balancer", Unknown },
                { false, "Front", "tcp/9999 from sg-0a1b2c3d", Flow },
                { false, "Front", "tcp/3306 from Orders", Flow },
                { false, "Front", "tcp/8080 to Orders", "" },
                { false, "Front", "tcp/443 to 0.0.0.0/0", Egress },
                { false, "Front", "udp/53 to 0.0.0.0/0", $"{Egress} {Flow}" },
                { false, "Orders", "tcp/8080 from Front", "" },
                { false, "Orders", "tcp/8080 from partner", Unknown },
                { false, "Orders", "all traffic to 0.0.0.0/0", $"{Egress} {Flow} {Unknown}" },
            };
            if (File.Exists(Seed))
            {
                const string web = "WebTierSecurityGroup";
                const string app = "AppTierSecurityGroup";
                const string data = "DatabaseSecurityGroup";
                table.Add(true, web, "tcp/443 from LoadBalancerSecurityGroup", Unknown);
                table.Add(true, web, "tcp/22 from BastionSecurityGroup", Unknown);
                table.Add(true, web, $"tcp/8080 to {app}", "");
                table.Add(true, web, "tcp/443 to 0.0.0.0/0", Egress);
                table.Add(true, web, "tcp/53 to 0.0.0.0/0", $"{Egress} {Flow}");
                table.Add(true, web, "udp/53 to 0.0.0.0/0", $"{Egress} {Flow}");
                table.Add(true, app, $"tcp/8080 from {web}", "");
                table.Add(true, app, "tcp/22 from BastionSecurityGroup", Unknown);
                table.Add(true, app, $"tcp/3306 to {data}", "");
                table.Add(true, app, "tcp/6379 to CacheSecurityGroup", Unknown);
                table.Add(true, app, "tcp/443 to 0.0.0.0/0", Egress);
                table.Add(true, data, $"tcp/3306 from {app}", "");
                table.Add(true, data, "tcp/22 from BastionSecurityGroup", Unknown);
                table.Add(true, data, "all traffic to 0.0.0.0/0", $"{Egress} {Flow} {Unknown}");
            }
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Audit_EveryRule_SaysWhatIsWrongWithItAndWhatIsNotKnown(
        bool isSeed,
        string group,
        string rule,
        string checks
    )
    {
        var template = Template(isSeed);
        var judged = RulesOf(template).Single(item => item.Group == group && item.Rule.ToString() == rule).Rule;

        var findings = (await AuditAsync(template)).Findings.Where(finding => finding.Resource.Id == group).ToList();

        var failed = findings
            .Where(finding => finding.Evidence.Any(evidence => evidence.Traffic == rule))
            .Select(finding => finding.Check.Id);
        var unknown = findings
            .Where(finding =>
                finding.Unknowns.Any(told => told.Contains($"rule {judged.RuleId},", StringComparison.Ordinal))
            )
            .Select(finding => "?" + finding.Check.Id);
        Assert.Equal(checks, string.Join(' ', failed.Concat(unknown)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Table_Always_HoldsEveryRule(bool isSeed)
    {
        if (isSeed && !File.Exists(Seed))
        {
            Assert.DoesNotContain(Table, row => row.Data.Item1);
            return;
        }
        Assert.Equal(
            RulesOf(Template(isSeed)).Select(item => $"{item.Group} {item.Rule}").Order(StringComparer.Ordinal),
            Table
                .Where(row => row.Data.Item1 == isSeed)
                .Select(row => $"{row.Data.Item2} {row.Data.Item3}")
                .Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<(string Group, SecurityGroupRule Rule)> RulesOf(Template template) =>
        TemplateSnapshot
            .Of(template)
            .SecurityGroups.Values.SelectMany(group => group.Rules.Select(rule => (group.Id.Id, rule)));

    private static Template Template(bool isSeed) =>
        TemplateReader.Read(isSeed ? File.ReadAllText(Seed) : Own, "t.yaml").Template!;

    private static async Task<Core.Reports.AuditReport> AuditAsync(Template template)
    {
        Assert.True(StarterPolicies.TryGet("layered", out var text));
        var loaded = PolicyLoader.Load(text, "l", "l", [.. CheckCatalog.All.Select(check => check.Metadata)]);
        return await new TemplateAuditor(loaded.Policy!, CheckCatalog.All, TimeProvider.System).AuditAsync(
            template,
            null,
            TestContext.Current.CancellationToken
        );
    }
}
