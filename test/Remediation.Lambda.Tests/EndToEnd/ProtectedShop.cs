using System.Text.Json.Nodes;
using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Engine;
using Remediation.Testing;

namespace Remediation.Lambda.Tests.EndToEnd;

/// <summary>A web ACL in the emulator with a rule that blocks and a logging configuration, and what takes both away.</summary>
internal sealed class ProtectedShop
{
    private const string Visible =
        """{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"shop"}""";
    private readonly AwsDocumentSource _aws;
    private readonly string _arn;
    private readonly string _id;

    private ProtectedShop(AwsDocumentSource aws, string arn, string id) => (_aws, _arn, _id) = (aws, arn, id);

    public static async Task<ProtectedShop> CreateAsync(AwsClients clients)
    {
        var aws = new AwsDocumentSource(clients);
        var made = await DoneAsync(
            aws,
            "CreateWebACL",
            $$"""{"Name":"shop","Scope":"REGIONAL",{{Content("Block")}}}"""
        );
        var (arn, id) = (made["Summary"]!["ARN"]!.GetValue<string>(), made["Summary"]!["Id"]!.GetValue<string>());
        await DoneAsync(
            aws,
            "PutLoggingConfiguration",
            $$"""
            {"LoggingConfiguration":{"ResourceArn":"{{arn}}",
             "LogDestinationConfigs":["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop"],
             "RedactedFields":[{"SingleHeader":{"Name":"authorization"} },{"SingleHeader":{"Name":"cookie"} }]} }
            """
        );
        return new(aws, arn, id);
    }

    /// <summary>The rule only counts from now on, and nothing is logged.</summary>
    public async Task WeakenAsync()
    {
        var token = (await GetAsync())["LockToken"]!.GetValue<string>();
        await DoneAsync(
            _aws,
            "UpdateWebACL",
            $$"""{"Name":"shop","Scope":"REGIONAL","Id":"{{_id}}","LockToken":"{{token}}",{{Content("Count")}}}"""
        );
        await DoneAsync(_aws, "DeleteLoggingConfiguration", $$"""{"ResourceArn":"{{_arn}}"}""");
    }

    /// <summary>The rules, the default action and the logging configuration as they are.</summary>
    public async Task<string> ReadAsync()
    {
        var acl = (await GetAsync())["WebACL"]!;
        var logging = await _aws.CallAsync(
            "wafv2",
            "GetLoggingConfiguration",
            $$"""{"ResourceArn":"{{_arn}}"}""",
            CancellationToken.None
        );
        return $"{acl["Rules"]!.ToJsonString()}\n{acl["DefaultAction"]!.ToJsonString()}\n"
            + (logging.IsAnswered ? logging.Document.Root.GetRawText() : $"{logging.Error}");
    }

    /// <summary>The event of a call that somebody made, as EventBridge delivers it.</summary>
    public string Event(string call)
    {
        var detail = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Samples, "events", "web-acl.json")))!;
        detail["eventName"] = call;
        detail["eventID"] = Guid.NewGuid().ToString();
        detail["requestParameters"] = JsonNode.Parse(
            call == "UpdateWebACL"
                ? $$"""{"name":"shop","scope":"REGIONAL","id":"{{_id}}"}"""
                : $$"""{"resourceArn":"{{_arn}}"}"""
        );
        return new JsonObject
        {
            ["source"] = "aws.wafv2",
            ["detail-type"] = "AWS API Call via CloudTrail",
            ["detail"] = detail,
        }.ToJsonString();
    }

    private static string Content(string action) =>
        $$$"""
            "DefaultAction":{"Allow":{}},"VisibilityConfig":{{{Visible}}},"Rules":[
             {"Name":"floods","Priority":0,"Action":{"{{{action}}}":{}},"VisibilityConfig":{{{Visible}}},
              "Statement":{"RateBasedStatement":{"Limit":1000,"EvaluationWindowSec":300,"AggregateKeyType":"IP"} } },
             {{{Managed("AWSManagedRulesCommonRuleSet", 1)}}},{{{Managed("AWSManagedRulesKnownBadInputsRuleSet", 2)}}}]
            """;

    private static string Managed(string name, int priority) =>
        $$$"""
            {"Name":"{{{name}}}","Priority":{{{priority}}},"OverrideAction":{"None":{}},"VisibilityConfig":{{{Visible}}},
              "Statement":{"ManagedRuleGroupStatement":{"VendorName":"AWS","Name":"{{{name}}}"} } }
            """;

    private Task<JsonNode> GetAsync() =>
        DoneAsync(_aws, "GetWebACL", $$"""{"Name":"shop","Scope":"REGIONAL","Id":"{{_id}}"}""");

    private static async Task<JsonNode> DoneAsync(AwsDocumentSource aws, string operation, string parameters)
    {
        var answer = await aws.CallAsync("wafv2", operation, parameters, CancellationToken.None);
        Assert.True(answer.IsAnswered, $"{operation}: {answer.Error}");
        return JsonNode.Parse(answer.Document.Root.GetRawText())!;
    }
}
