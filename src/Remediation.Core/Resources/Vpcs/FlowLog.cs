using System.Collections.Immutable;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// One flow log as EC2 describes it, whole, and read as far as the checks need it. It says nothing of whether anybody looks at
/// what it records. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html.
/// </summary>
public sealed class FlowLog
{
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-default.
    private const string DefaultFormat =
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} "
        + "${start} ${end} ${action} ${log-status}";

    public FlowLog(AwsDocument document)
    {
        Document = document;
        var root = document.Root;
        Id = AwsJson.Text(root, "FlowLogId"u8) ?? "";
        ResourceId = AwsJson.Text(root, "ResourceId"u8) ?? "";
        Status = AwsJson.Text(root, "FlowLogStatus"u8) ?? "";
        TrafficType = AwsJson.Text(root, "TrafficType"u8) ?? "";
        DestinationType = AwsJson.Text(root, "LogDestinationType"u8) ?? "cloud-watch-logs";
        Destination = AwsJson.Text(root, "LogGroupName"u8) ?? AwsJson.Text(root, "LogDestination"u8) ?? "";
        DeliveryError = DeliveryErrorOf(
            AwsJson.Text(root, "DeliverLogsStatus"u8),
            AwsJson.Text(root, "DeliverLogsErrorMessage"u8)
        );
    }

    /// <summary>The description whole.</summary>
    public AwsDocument Document { get; }

    public string Id { get; }

    /// <summary>The VPC, subnet or network interface whose traffic it records.</summary>
    public string ResourceId { get; }

    /// <summary>As EC2 says it: <c>ACTIVE</c> when it records.</summary>
    public string Status { get; }

    /// <summary><c>ALL</c>, <c>REJECT</c> or <c>ACCEPT</c>; empty for transit gateways.</summary>
    public string TrafficType { get; }

    /// <summary><c>cloud-watch-logs</c>, <c>s3</c> or <c>kinesis-data-firehose</c>.</summary>
    public string DestinationType { get; }

    /// <summary>The name of the log group, or the ARN of the destination.</summary>
    public string Destination { get; }

    /// <summary>Why what it records does not arrive, or null where nothing is known to be wrong.</summary>
    public string? DeliveryError { get; }

    public bool IsActive => string.Equals(Status, "ACTIVE", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it records what was rejected, which shows who tries the doors.</summary>
    public bool RecordsRejected => TrafficType is "ALL" or "REJECT";

    /// <summary>Whether it records rejected traffic and delivers it.</summary>
    public bool IsWorking => IsActive && RecordsRejected && DeliveryError is null;

    /// <summary>Equal for flow logs that are the same but for what AWS assigns and for tags: what is made anew has another id.</summary>
    public string Likeness => FlowLogRequests.KeyOf(this);

    /// <summary>The fields that it records of each flow; those of AWS's default format where it names none.</summary>
    public ImmutableHashSet<string> Fields =>
        [
            .. (AwsJson.Text(Document.Root, "LogFormat"u8) is { Length: > 0 } format ? format : DefaultFormat).Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            ),
        ];

    /// <summary>Over how many seconds flows are put together into one record; 600 where nothing else is said.</summary>
    public int AggregationSeconds =>
        AwsJson.TryInteger(Document.Root, "MaxAggregationInterval"u8, out var seconds) ? seconds ?? 600 : 600;

    /// <summary>Whether it tells all that the other tells, at the same place, and as finely.</summary>
    public bool Covers(FlowLog other) =>
        Destination == other.Destination
        && (TrafficType == "ALL" || TrafficType == other.TrafficType)
        && Fields.IsSupersetOf(other.Fields)
        && AggregationSeconds <= other.AggregationSeconds;

    public override string ToString() => $"{TrafficType} traffic of {ResourceId} to {DestinationType} {Destination}";

    private static string? DeliveryErrorOf(string? status, string? message) =>
        string.Equals(status, "FAILED", StringComparison.OrdinalIgnoreCase) ? message ?? "delivery fails" : message;
}
