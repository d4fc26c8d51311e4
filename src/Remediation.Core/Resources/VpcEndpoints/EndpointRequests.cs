using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>
/// The calls that make and delete endpoints, and what EC2 makes of them.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html.
/// </summary>
internal static class EndpointRequests
{
    public const string Create = "CreateVpcEndpoint";
    public const string Delete = "DeleteVpcEndpoints";

    // Taken over as they are from a description to the request for its like.
    private static readonly ImmutableArray<string> Alike =
    [
        "VpcEndpointType",
        "VpcId",
        "ServiceName",
        "ServiceNetworkArn",
        "ResourceConfigurationArn",
        "ServiceRegion",
        "PolicyDocument",
    ];

    /// <summary>The call that makes an endpoint like the one described.</summary>
    public static ApiCall ToCreate(EndpointDescription endpoint) =>
        ApiCall.Create(
            "ec2",
            Create,
            ApiCallEffect.Adds,
            $"create endpoint  {endpoint.ServiceName} in {endpoint.VpcId}",
            writer => WriteRequest(writer, endpoint)
        );

    public static ApiCall ToDelete(IReadOnlyList<EndpointDescription> endpoints) =>
        ApiCall.Create(
            "ec2",
            Delete,
            ApiCallEffect.Removes,
            $"delete endpoints  {string.Join(", ", endpoints.Select(endpoint => endpoint.Id))}",
            writer => WriteTexts(writer, "VpcEndpointIds", endpoints.Select(endpoint => endpoint.Id))
        );

    /// <summary>
    /// The endpoint as it will be described, but for what AWS assigns: it has a stand-in for the id, equal for equal requests.
    /// </summary>
    public static AwsDocument Created(ApiCall call)
    {
        var request = call.Parameters;
        return AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("VpcEndpointId", StandInId.For("vpce", call.ParametersJson));
            writer.WriteString("State", "available");
            foreach (var member in request.EnumerateObject())
            {
                WriteAsDescribed(writer, member);
            }
            writer.WriteEndObject();
        });
    }

    /// <summary>What makes two endpoints the same but for what AWS assigns.</summary>
    public static string KeyOf(EndpointDescription endpoint) => ToCreate(endpoint).ParametersJson;

    private static void WriteRequest(Utf8JsonWriter writer, EndpointDescription endpoint)
    {
        var root = endpoint.Document.Root;
        foreach (var name in Alike)
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
        WriteTexts(writer, "RouteTableIds", endpoint.RouteTableIds);
        WriteTexts(writer, "SubnetIds", endpoint.SubnetIds);
        WriteTexts(writer, "SecurityGroupIds", endpoint.GroupIds);
        if (endpoint.Type == VpcEndpointType.Interface)
        {
            writer.WriteBoolean("PrivateDnsEnabled", endpoint.PrivateDnsEnabled);
            WriteAlike(writer, root, "IpAddressType");
            WriteAlike(writer, root, "DnsOptions");
        }
        TagSpecification.Write(writer, "vpc-endpoint", endpoint.Tags);
    }

    private static void WriteAlike(Utf8JsonWriter writer, JsonElement root, string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        var sorted = texts.Order(StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
        {
            return;
        }
        writer.WriteStartArray(name);
        foreach (var text in sorted)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
    }

    private static void WriteAsDescribed(Utf8JsonWriter writer, JsonProperty member)
    {
        switch (member.Name)
        {
            case "SecurityGroupIds":
                writer.WriteStartArray("Groups");
                foreach (var id in member.Value.EnumerateArray())
                {
                    writer.WriteStartObject();
                    writer.WriteString("GroupId", id.ToString());
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                break;
            case TagSpecification.Member:
                TagSpecification.WriteAsDescribed(writer, member.Value);
                break;
            default:
                member.WriteTo(writer);
                break;
        }
    }
}
