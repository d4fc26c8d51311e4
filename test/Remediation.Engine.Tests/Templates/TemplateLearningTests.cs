using Remediation.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Learning;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Templates;
using Remediation.Engine.Offline;
using Remediation.Engine.Templates;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Templates;

/// <summary>What is learned from a template is a policy that loads, whatever the template does not tell.</summary>
public sealed class TemplateLearningTests
{
    /// <summary>The repository's own, and those that others published where they lie beside it.</summary>
    public static TheoryData<string> Files =>
        [
            .. new[]
            {
                Path.Combine(Repository.Samples, "templates"),
                Path.Combine(Repository.Recordings ?? "", "templates"),
                Path.Combine(Repository.Recordings ?? "", "..", "seed"),
            }
                .Where(Directory.Exists)
                .SelectMany(Directory.GetFiles)
                .Where(file => Path.GetExtension(file) is ".json" or ".yaml")
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Learn_Template_Loads(string file) => Load(Learn(File.ReadAllText(file)));

    // What is learned allows what it was learned from: what no flow could be written for has a line that says so.
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Learn_Template_GivesAPolicyThatTheTemplateBreaksNowhereElse(string file)
    {
        var template = TemplateReader.Read(File.ReadAllText(file), "t.yaml").Template!;
        var text = Learn(File.ReadAllText(file));

        var report = await new TemplateAuditor(Load(text), CheckCatalog.All, TimeProvider.System).AuditAsync(
            template,
            null,
            TestContext.Current.CancellationToken
        );

        var told = text.Split('\n')
            .Where(line => line.StartsWith(PolicyLearner.Mark, StringComparison.Ordinal))
            .ToList();
        foreach (var finding in report.Findings.Where(finding => finding.Check.Id == "sg-flow-not-allowed"))
        {
            Assert.All(
                finding.Evidence,
                evidence =>
                    Assert.Contains(
                        told,
                        line => line.Contains($": {evidence.Traffic}: which tier", StringComparison.Ordinal)
                    )
            );
            Assert.True(
                finding.Unknowns.IsEmpty
                    || told.Exists(line => line.Contains($"{finding.Resource.Id}", StringComparison.Ordinal)),
                string.Join('\n', finding.Unknowns)
            );
        }
    }

    [Fact]
    public void Learn_SourceThatTheTemplateDoesNotTell_AsksForADecision()
    {
        var text = Learn(
            """
            Parameters: { Office: { Type: String }, Corp: { Type: String } }
            Resources:
              List: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: corp, Entries: [{ Cidr: 10.9.0.0/16 }] } }
              Group:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: x
                  SecurityGroupIngress:
                    - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Office }
                    - { IpProtocol: tcp, FromPort: 23, ToPort: 23, CidrIp: '{{resolve:ssm:office}}' }
                    - { IpProtocol: tcp, FromPort: 24, ToPort: 24, SourcePrefixListId: !Ref List }
                    - { IpProtocol: tcp, FromPort: 25, ToPort: 25, SourcePrefixListId: pl-0a1b2c3d }
            """
        );

        Assert.Contains(
            "# ! Group: tcp/22 from Office: which tier Office is in is not known",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("# ! Group: tcp/23 from", text, StringComparison.Ordinal);
        Assert.Contains("# ! Group: tcp/24 from List", text, StringComparison.Ordinal);
        Assert.Contains("from: \"pl-0a1b2c3d\", to: \"group\", allow: [tcp/25]", text, StringComparison.Ordinal);
        Load(text);
    }

    private static string Learn(string template)
    {
        var result = TemplateReader.Read(template, "t.yaml");
        Assert.True(result.IsSuccess, string.Join('\n', result.Diagnostics));
        var snapshot = TemplateSnapshot.Of(result.Template);
        return PolicyLearner.Learn(
            [.. snapshot.SecurityGroups.Values],
            [.. snapshot.Documents.Values.OfType<Subnet>()],
            [.. snapshot.Documents.Values.OfType<FirewallRuleGroup>()],
            "a test"
        );
    }

    private static Policy Load(string text)
    {
        var loaded = PolicyLoader.Load(
            text,
            "learned.yaml",
            "learned",
            [.. CheckCatalog.All.Select(check => check.Metadata)]
        );
        Assert.Empty(loaded.Diagnostics);
        return loaded.Policy!;
    }
}
