using Remediation.Aws;
using Remediation.Aws.Baselines;
using Remediation.Aws.Ec2;
using Remediation.Aws.Ledger;
using Remediation.Aws.Organizations;
using Remediation.Aws.Policies;
using Remediation.Aws.Records;
using Remediation.Aws.Reports;
using Remediation.Checks;
using Remediation.Core.Quarantines;
using Remediation.Engine.Audits;
using Remediation.Engine.Guards;
using Remediation.Engine.Layers;
using Remediation.Engine.Organizations;
using Remediation.Engine.Tickets.Notifiers;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Sinks;

namespace Architecture.Tests.Deployment;

/// <summary>
/// Holds what a template permits against what the code calls: what is missing is told by the call that would be denied and by who
/// makes it, and what nothing uses is told too.
/// </summary>
internal static class PermissionAudit
{
    private const string Role = "RemediationRole";
    private const string Auditor = "AuditRole";
    private const string Machine = "AuditStateMachineRole";

    /// <summary>What is wrong with the template's permissions; empty when all is right.</summary>
    public static IReadOnlyList<string> Problems(TemplateFile template)
    {
        var needed = Uses()
            .GroupBy(use => (use.Holder, use.Action), use => use.By)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Distinct(StringComparer.Ordinal)));
        var permitted = template
            .Statements()
            .SelectMany(item => TemplateFile.Texts(item.Statement["Action"]).Select(action => (item.Holder, action)))
            .ToHashSet();
        return
        [
            .. needed
                .Where(use => !permitted.Contains(use.Key))
                .Select(use =>
                    $"{use.Key.Holder} does not permit {use.Key.Action}: {CallOf(use.Key.Action)} would be denied, which is called by {use.Value}"
                )
                .Concat(
                    permitted
                        .Where(item => !needed.ContainsKey(item))
                        .Select(item => $"{item.Holder} permits {item.action}, which nothing uses")
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string CallOf(string action) => action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static IEnumerable<(string Holder, string Action, string By)> Uses() =>
        [
            .. CheckCatalog.All.SelectMany(check =>
                All("EnforcePolicy", check.Metadata.FixActions, $"the fix of {check.Metadata.Id}")
            ),
            .. All(Role, Ec2Account.ReadActions, "reading EC2"),
            .. ResourceLayers.All.SelectMany(layer => All(Role, layer.ReadActions, $"reading {layer.GetType().Name}")),
            .. All(Role, DynamoDbLedger.Actions, "the ledger"),
            .. All(Role, DynamoDbBaselines.Actions, "the baselines"),
            .. All(Role, DynamoDbRecords.Actions, "leases, tickets and counts"),
            .. All(Role, S3PolicyCopy.Actions, "the copy of the last valid policy"),
            .. All(Role, [ParameterKillSwitch.Action], "the kill switch"),
            .. All(Role, [SecretReader.ParameterAction], "the key of signed approvals"),
            .. All("ApprovalSecretPolicy", [SecretReader.SecretAction], "the key of signed approvals, as a secret"),
            .. All("EnforcePolicy", QuarantinePlanner.Actions, "the quarantine"),
            .. OfDestinations(),
            .. All("MemberPolicy", MemberAccounts.Actions, "working in member accounts"),
            .. All("MemberPolicy", OrganizationUnits.Actions, "scopes of organizational units"),
            .. OfAudits(),
            .. All("ReadPolicyObject", S3PolicyDocument.Actions, "the policy document in a bucket"),
            .. All("ReadPolicyParameter", ParameterPolicyDocument.Actions, "the policy document in a parameter"),
            .. All(Role, OfQueue, "Lambda, which reads the queue"),
            .. All(Role, ["logs:CreateLogStream", "logs:PutLogEvents"], "Lambda, which writes the log"),
            .. All(Role, ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "Lambda, which traces"),
            .. All(
                "UseKmsKey",
                OfKey,
                "the table, the bucket and the queue, which are encrypted with a key of one's own"
            ),
            .. All("CanaryRole", ["events:PutEvents"], "the heartbeat's schedule"),
        ];

    private static IEnumerable<(string, string, string)> OfDestinations() =>
        [
            .. All("OpsCenterPolicy", OpsCenterTickets.Actions, "tickets as OpsItems"),
            .. All("SecurityHubPolicy", SecurityHubTickets.Actions, "tickets as findings"),
            .. All("TicketSecretPolicy", SecretReader.Actions, "the secrets of sinks"),
            .. All("TicketKeyPolicy", ["kms:Decrypt"], "the services that keep the secrets of sinks"),
            .. All("NotifyTopicPolicy", [SnsNotifier.Action], "notifications to a topic"),
            .. All("NotifyBusPolicy", [EventBridgeNotifier.Action], "notifications to an event bus"),
        ];

    private static IEnumerable<(string, string, string)> OfAudits() =>
        [
            .. All(Auditor, Ec2Account.ReadActions, "reading EC2 in audits"),
            .. ResourceLayers.All.SelectMany(layer =>
                All(Auditor, layer.ReadActions, $"reading {layer.GetType().Name} in audits")
            ),
            .. All(Auditor, S3Reports.Actions, "the reports"),
            .. All(Auditor, DynamoDbBaselines.Actions.Where(IsReading), "the baselines, which audits only read"),
            .. All(Auditor, S3PolicyCopy.Actions.Where(IsReading), "the copy of the last valid policy, only read"),
            .. All(Auditor, ["logs:CreateLogStream", "logs:PutLogEvents"], "Lambda, which writes the audits' log"),
            .. All(Auditor, ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "Lambda, which traces audits"),
            .. All("AuditMemberPolicy", MemberAccounts.Actions, "audits of member accounts"),
            .. All("AuditMemberPolicy", OrganizationAccounts.Actions, "the list of what is audited"),
            .. All("AuditMemberPolicy", OrganizationUnits.Actions, "scopes of organizational units in audits"),
            .. All("AuditPublishPolicy", SecurityHub.Actions, "findings of audits in Security Hub"),
            .. All("AuditConfigPolicy", ConfigRule.Actions, "the answer to AWS Config's rule"),
            .. All("AuditScheduleRole", ["states:StartExecution"], "the audits' schedule"),
            .. All(Machine, ["lambda:InvokeFunction"], "each task of the audits' state machine"),
            .. All(Machine, OfMap, "the audits' map, which starts an execution for each item and watches it"),
            .. All(Machine, OfMapFiles, "the audits' map, which reads its items and writes its results"),
            .. All(Machine, OfMachineTraces, "Step Functions, which traces"),
        ];

    private static bool IsReading(string action) => action is "dynamodb:Query" or "s3:GetObject";

    private static IEnumerable<(string, string, string)> All(string holder, IEnumerable<string> actions, string by) =>
        actions.Select(action => (holder, action, by));

    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html; the visibility is changed by scaling down.
    private static string[] OfQueue =>
        ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

    // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html, both.
    private static string[] OfMap =>
        ["states:DescribeExecution", "states:RedriveExecution", "states:StartExecution", "states:StopExecution"];

    private static string[] OfMapFiles =>
        ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];

    // https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
    private static string[] OfMachineTraces =>
        ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"];

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html.
    private static string[] OfKey =>
        [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ];
}
