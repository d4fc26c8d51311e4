using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources;

/// <summary>Reads a network interface from an element of EC2 DescribeNetworkInterfaces, as far as the checks need it.</summary>
public static class NetworkInterfaceParser
{
    public static ParseResult<NetworkInterface> Parse(JsonElement element)
    {
        if (AwsJson.Text(element, "NetworkInterfaceId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<NetworkInterface>.Failure("a network interface has no NetworkInterfaceId");
        }
        _ = AwsJson.TryMember(element, "Attachment"u8, out var attachment);
        return ParseResult<NetworkInterface>.Success(
            new(
                id,
                [
                    .. AwsJson
                        .Array(element, "Groups"u8)
                        .Select(group => AwsJson.Text(group, "GroupId"u8))
                        .OfType<string>(),
                ]
            )
            {
                SubnetId = AwsJson.Text(element, "SubnetId"u8) ?? "",
                VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
                InstanceId = AwsJson.Text(attachment, "InstanceId"u8) ?? "",
                RequesterId = IsManaged(element) ? AwsJson.Text(element, "RequesterId"u8) ?? "" : "",
                Description = AwsJson.Text(element, "Description"u8) ?? "",
            }
        );
    }

    // RequesterId is there for every interface, and names a service only where the service manages it.
    private static bool IsManaged(JsonElement element) => AwsJson.Boolean(element, "RequesterManaged"u8) ?? true;
}
