using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// The calls that make and delete flow logs, and what EC2 makes of them.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html.
/// </summary>
internal static class FlowLogRequests
{
    public const string Create = "CreateFlowLogs";
    public const string Delete = "DeleteFlowLogs";

    // Taken over as they are from a description to the request for its like.
    private static readonly ImmutableArray<string> Alike =
    [
        "TrafficType",
        "LogDestinationType",
        "DeliverLogsPermissionArn",
        "DeliverCrossAccountRole",
        "LogFormat",
        "MaxAggregationInterval",
        "DestinationOptions",
    ];

    /// <summary>The call that makes a flow log like the one described.</summary>
    public static ApiCall ToCreate(FlowLog log) =>
        ApiCall.Create(
            "ec2",
            Create,
            ApiCallEffect.Adds,
            $"create flow log  {log}",
            writer => WriteRequest(writer, log)
        );

    public static ApiCall ToDelete(IReadOnlyList<FlowLog> logs) =>
        ApiCall.Create(
            "ec2",
            Delete,
            ApiCallEffect.Removes,
            $"delete flow logs  {string.Join(", ", logs.Select(log => log.Id))}",
            writer =>
            {
                writer.WriteStartArray("FlowLogIds");
                foreach (var log in logs)
                {
                    writer.WriteStringValue(log.Id);
                }
                writer.WriteEndArray();
            }
        );

    /// <summary>
    /// The flow logs as they will be described, but for what AWS assigns: they have stand-ins for ids, equal for equal requests.
    /// </summary>
    public static IEnumerable<AwsDocument> Created(ApiCall call) =>
        AwsJson.Array(call.Parameters, "ResourceIds"u8).Select(resource => Created(call, resource.ToString()));

    /// <summary>What makes two flow logs the same but for what AWS assigns, and for tags.</summary>
    public static string KeyOf(FlowLog log) =>
        AwsDocument.Of(ToCreate(log).Parameters).Without(DocumentPath.Of(TagSpecification.Member)).Text;

    private static void WriteRequest(Utf8JsonWriter writer, FlowLog log)
    {
        var root = log.Document.Root;
        writer.WriteStartArray("ResourceIds");
        writer.WriteStringValue(log.ResourceId);
        writer.WriteEndArray();
        writer.WriteString("ResourceType", TypeOf(log.ResourceId));
        foreach (var name in Alike)
        {
            WriteAlike(writer, root, name);
        }
        // A log group is named or given by its ARN, and never both.
        WriteAlike(writer, root, AwsJson.Text(root, "LogGroupName"u8) is null ? "LogDestination" : "LogGroupName");
        TagSpecification.Write(writer, "vpc-flow-log", TagJson.Read(root, "Tags"u8));
    }

    private static void WriteAlike(Utf8JsonWriter writer, JsonElement root, string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static AwsDocument Created(ApiCall call, string resourceId) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("FlowLogId", StandInId.For("fl", call.ParametersJson + resourceId));
            writer.WriteString("FlowLogStatus", "ACTIVE");
            writer.WriteString("DeliverLogsStatus", "SUCCESS");
            writer.WriteString("ResourceId", resourceId);
            foreach (var member in call.Parameters.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "ResourceIds" or "ResourceType":
                        break;
                    case TagSpecification.Member:
                        TagSpecification.WriteAsDescribed(writer, member.Value);
                        break;
                    default:
                        member.WriteTo(writer);
                        break;
                }
            }
            writer.WriteEndObject();
        });

    private static string TypeOf(string resourceId) =>
        resourceId.Split('-')[0] switch
        {
            "subnet" => "Subnet",
            "eni" => "NetworkInterface",
            _ => "VPC",
        };
}
