using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Core.Reports;

/// <summary>
/// Writes the findings of an account in the AWS Security Finding Format, a JSON array as <c>aws securityhub
/// batch-import-findings --findings</c> takes it, a hundred at a time:
/// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html. It is not for templates, which are
/// in no account.
/// </summary>
public static class AsffReport
{
    /// <summary>What leads the id of every finding, so that those of this product are told from all others.</summary>
    public const string IdPrefix = "remediation/";

    /// <summary>The member of <c>ProductFields</c> that holds the resource's CloudFormation type.</summary>
    public const string TypeField = "remediation/type";

    private const int MostRequirements = 32;
    private const int LongestDescription = 1024;
    private const int LongestText = 512;
    private const int LongestTitle = 256;

    /// <param name="report">What the audit found.</param>
    /// <param name="time">When it was made.</param>
    public static void Write(Utf8JsonWriter writer, AuditReport report, DateTimeOffset time)
    {
        writer.WriteStartArray();
        foreach (var finding in report.Findings)
        {
            Write(writer, finding, time);
        }
        writer.WriteEndArray();
    }

    /// <summary>One finding.</summary>
    public static void Write(Utf8JsonWriter writer, Finding finding, DateTimeOffset time)
    {
        writer.WriteStartObject();
        writer.WriteString("SchemaVersion", "2018-10-08");
        writer.WriteString("Id", IdOf(finding));
        writer.WriteString("ProductArn", ProductArn(finding.Resource.Account, finding.Resource.Region));
        writer.WriteString("ProductName", "Remediation");
        writer.WriteString("CompanyName", "Remediation");
        writer.WriteString("GeneratorId", IdPrefix + finding.Check.Id);
        writer.WriteString("AwsAccountId", finding.Resource.Account);
        ReportWriter.WriteStrings(
            writer,
            "Types",
            ["Software and Configuration Checks/AWS Security Best Practices/Network Reachability"]
        );
        var stamp = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteString("CreatedAt", stamp);
        writer.WriteString("UpdatedAt", stamp);
        WriteSeverity(writer, finding);
        writer.WriteString("Title", FindingWords.AtMost(finding.Check.Title, LongestTitle));
        writer.WriteString("Description", FindingWords.AtMost(FindingWords.Of(finding), LongestDescription));
        WriteRecommendation(writer, finding.Check);
        WriteResource(writer, finding.Resource);
        WriteCompliance(writer, finding);
        writer.WriteStartObject("Workflow");
        writer.WriteString("Status", finding.Status == FindingStatus.Exempted ? "SUPPRESSED" : "NEW");
        writer.WriteEndObject();
        writer.WriteString("RecordState", "ACTIVE");
        writer.WriteStartObject("ProductFields");
        writer.WriteString("remediation/response", ReportWriter.Word(finding.Response));
        writer.WriteString(TypeField, finding.Resource.Type);
        writer.WriteString("remediation/status", ReportWriter.Word(finding.Status));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The id of a finding in Security Hub: the same whenever the same is found.</summary>
    public static string IdOf(Finding finding) => IdOf(finding.Resource.Account, finding.Resource.Region, finding.Id);

    /// <summary>The same, of a finding's own id.</summary>
    public static string IdOf(string account, string region, string findingId) =>
        $"{IdPrefix}{account}/{region}/{findingId}";

    /// <summary>The product that an account's own findings are of.</summary>
    public static string ProductArn(string account, string region) =>
        $"arn:{ResourceId.PartitionOf(region)}:securityhub:{region}:{account}:product/{account}/default";

    private static void WriteSeverity(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject("Severity");
        writer.WriteString(
            "Label",
            finding.Severity == Severity.Info ? "INFORMATIONAL" : ReportWriter.Word(finding.Severity).ToUpperInvariant()
        );
        writer.WriteString("Original", ReportWriter.Word(finding.Severity));
        writer.WriteEndObject();
    }

    private static void WriteRecommendation(Utf8JsonWriter writer, CheckMetadata check)
    {
        writer.WriteStartObject("Remediation");
        writer.WriteStartObject("Recommendation");
        writer.WriteString("Text", FindingWords.AtMost(check.ManualFix, LongestText));
        if (!check.References.IsEmpty)
        {
            writer.WriteString("Url", check.References[0]);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter writer, ResourceId resource)
    {
        writer.WriteStartArray("Resources");
        writer.WriteStartObject();
        writer.WriteString("Type", TypeOf(resource.Type));
        writer.WriteString("Id", resource.Arn);
        writer.WriteString("Partition", ResourceId.PartitionOf(resource.Region));
        if (resource.Region.Length > 0)
        {
            writer.WriteString("Region", resource.Region);
        }
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    // Security Hub names the types that it knows; of any other it wants Other:
    // https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
    private static string TypeOf(string type) =>
        type switch
        {
            ResourceTypes.SecurityGroup => "AwsEc2SecurityGroup",
            ResourceTypes.NetworkAcl => "AwsEc2NetworkAcl",
            ResourceTypes.Vpc => "AwsEc2Vpc",
            ResourceTypes.Subnet => "AwsEc2Subnet",
            ResourceTypes.RouteTable => "AwsEc2RouteTable",
            ResourceTypes.WebAcl => "AwsWafv2WebAcl",
            ResourceTypes.WafRuleGroup => "AwsWafv2RuleGroup",
            ResourceTypes.Firewall => "AwsNetworkFirewallFirewall",
            ResourceTypes.FirewallPolicy => "AwsNetworkFirewallFirewallPolicy",
            ResourceTypes.FirewallRuleGroup => "AwsNetworkFirewallRuleGroup",
            ResourceTypes.LoadBalancer => "AwsElbv2LoadBalancer",
            ResourceTypes.ApiStage => "AwsApiGatewayStage",
            ResourceTypes.GraphQLApi => "AwsAppSyncGraphQLApi",
            ResourceTypes.Distribution => "AwsCloudFrontDistribution",
            _ => "Other",
        };

    private static void WriteCompliance(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject("Compliance");
        writer.WriteString("Status", finding.Status == FindingStatus.Unknown ? "NOT_AVAILABLE" : "FAILED");
        ImmutableArray<string> controls =
        [
            .. finding.Check.Controls.Select(control => control.Id).Take(MostRequirements),
        ];
        if (!controls.IsEmpty)
        {
            ReportWriter.WriteStrings(writer, "RelatedRequirements", controls);
        }
        writer.WriteEndObject();
    }
}
