using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// Tickets as findings of AWS Security Hub, in its own format. A finding's id is made of the key, so that importing it again updates
/// it. Closing archives it as passed; when it becomes active and failed again, Security Hub itself sets its workflow back to new.
/// https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html.
/// </summary>
public sealed class SecurityHubTickets(IDocumentSource aws) : ITicketSink
{
    private const int LongestTitle = 256;
    private const int LongestText = 1024;
    private const int LongestRecommendation = 512;
    private const int LongestField = 2048;
    private const int MostRequirements = 32;

    /// <summary>The IAM actions that it needs.</summary>
    public static IReadOnlyList<string> Actions { get; } = ["securityhub:BatchImportFindings"];

    public string Name => "securityHub";

    public async ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        var finding = Finding(notice);
        var id = (string)finding["Id"]!;
        var request = new JsonObject { ["Findings"] = new JsonArray(finding) }.ToJsonString();
        var answer = await aws.CallAsync("securityhub", "BatchImportFindings", request, cancellationToken);
        if (!answer.IsAnswered)
        {
            return DeliveryOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        if (WebJson.Text(answer.Document.Root, "SuccessCount") == "1")
        {
            return DeliveryOutcome.Delivered(id);
        }
        var failed = WebJson.Items(WebJson.At(answer.Document.Root, "FailedFindings")).FirstOrDefault();
        return DeliveryOutcome.Failed(
            new(
                WebJson.Text(failed, "ErrorCode") ?? "FindingNotImported",
                TicketText.Cut(WebJson.Text(failed, "ErrorMessage") ?? "Security Hub did not take it", LongestField)
            ),
            isPassing: WebJson.Text(failed, "ErrorCode") is null or "InternalError"
        );
    }

    private JsonObject Finding(TicketNotice notice)
    {
        var isOpen = notice.Status == TicketStatus.Open;
        var (account, partition) = (notice.Resource.Account, notice.Resource.Arn.Split(':')[1]);
        var severity = Label(notice.Severity);
        return new()
        {
            ["SchemaVersion"] = "2018-10-08",
            ["Id"] = $"remediation/{notice.Key}",
            ["ProductArn"] = $"arn:{partition}:securityhub:{aws.Region}:{account}:product/{account}/default",
            ["ProductName"] = "Remediation",
            ["CompanyName"] = "Remediation",
            ["GeneratorId"] = $"remediation/{notice.Check}",
            ["AwsAccountId"] = account,
            ["Types"] = new JsonArray(Type),
            ["CreatedAt"] = Time(notice.FirstSeen),
            ["UpdatedAt"] = Time(notice.LastSeen),
            ["Severity"] = new JsonObject { ["Label"] = severity },
            ["FindingProviderFields"] = new JsonObject
            {
                ["Severity"] = new JsonObject { ["Label"] = severity },
                ["Types"] = new JsonArray(Type),
            },
            ["Title"] = TicketText.Title(notice, LongestTitle),
            ["Description"] = TicketText.Cut(notice.Reason, LongestText),
            ["Remediation"] = new JsonObject
            {
                ["Recommendation"] = new JsonObject
                {
                    ["Text"] = TicketText.Cut(Recommendation(notice), LongestRecommendation),
                },
            },
            ["ProductFields"] = Fields(notice),
            ["Resources"] = new JsonArray(
                new JsonObject
                {
                    ["Type"] = ResourceType(notice.Resource.Type),
                    ["Id"] = notice.Resource.Arn,
                    ["Partition"] = partition,
                    ["Region"] = notice.Resource.Region.Length > 0 ? notice.Resource.Region : aws.Region,
                }
            ),
            ["Compliance"] = new JsonObject
            {
                ["Status"] = isOpen ? "FAILED" : "PASSED",
                ["RelatedRequirements"] = new JsonArray([
                    .. notice.Controls.Take(MostRequirements).Select(control => (JsonNode)control),
                ]),
            },
            ["Workflow"] = new JsonObject { ["Status"] = isOpen ? "NEW" : "RESOLVED" },
            ["RecordState"] = isOpen ? "ACTIVE" : "ARCHIVED",
        };
    }

    private const string Type = "Software and Configuration Checks/AWS Security Best Practices/Network Reachability";

    private static string Recommendation(TicketNotice notice) =>
        notice.Command is { } command ? $"{command} applies the plan. Or: {notice.ManualFix}" : notice.ManualFix;

    private static JsonObject Fields(TicketNotice notice)
    {
        var fields = new JsonObject();
        foreach (
            var (name, value) in new[]
            {
                ("key", notice.Key),
                ("actor", notice.Actor),
                ("origin", notice.Origin),
                ("blastRadius", notice.BlastRadius),
                ("event", notice.EventId),
                ("occurrences", notice.Occurrences.ToString(CultureInfo.InvariantCulture)),
                ("planHash", notice.PlanHash ?? ""),
                ("evidence", string.Join('\n', notice.Evidence.Select(item => $"{item.Rule} {item.Offending}".Trim()))),
                ("plan", string.Join('\n', notice.Plan)),
            }.Where(field => field.Item2.Length > 0)
        )
        {
            fields[$"remediation/{name}"] = TicketText.Cut(value, LongestField);
        }
        return fields;
    }

    // https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html: AwsEc2SecurityGroup, or Other.
    private static string ResourceType(string type) =>
        type switch
        {
            "AWS::EC2::SecurityGroup" => "AwsEc2SecurityGroup",
            "AWS::EC2::NetworkAcl" => "AwsEc2NetworkAcl",
            "AWS::EC2::Subnet" => "AwsEc2Subnet",
            "AWS::EC2::VPC" => "AwsEc2Vpc",
            "AWS::EC2::RouteTable" => "AwsEc2RouteTable",
            "AWS::EC2::Instance" => "AwsEc2Instance",
            "AWS::EC2::NetworkInterface" => "AwsEc2NetworkInterface",
            "AWS::WAFv2::WebACL" => "AwsWafv2WebAcl",
            "AWS::WAFv2::RuleGroup" => "AwsWafv2RuleGroup",
            "AWS::NetworkFirewall::Firewall" => "AwsNetworkFirewallFirewall",
            "AWS::NetworkFirewall::FirewallPolicy" => "AwsNetworkFirewallFirewallPolicy",
            "AWS::NetworkFirewall::RuleGroup" => "AwsNetworkFirewallRuleGroup",
            "AWS::ElasticLoadBalancingV2::LoadBalancer" => "AwsElbv2LoadBalancer",
            "AWS::ApiGateway::Stage" => "AwsApiGatewayStage",
            "AWS::CloudFront::Distribution" => "AwsCloudFrontDistribution",
            _ => "Other",
        };

    private static string Label(Severity severity) =>
        severity switch
        {
            Severity.Critical => "CRITICAL",
            Severity.High => "HIGH",
            Severity.Medium => "MEDIUM",
            Severity.Low => "LOW",
            _ => "INFORMATIONAL",
        };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
