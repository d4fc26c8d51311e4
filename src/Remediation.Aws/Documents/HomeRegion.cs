using System.Text.Json;

namespace Remediation.Aws.Documents;

/// <summary>Where a call goes that is not of the account's region: global services have one region each.</summary>
internal static class HomeRegion
{
    // What of AWS WAF belongs to CloudFront is kept there:
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACL.html.
    private const string CloudFront = "us-east-1";

    /// <summary>The region, or null where the call is of the account's own.</summary>
    /// <param name="region">The account's own region.</param>
    public static string? Of(AwsService service, string parametersJson, string region)
    {
        if (service.Name is "sns" or "secretsmanager" or "events")
        {
            using var named = JsonDocument.Parse(parametersJson);
            return RegionNamed(named.RootElement);
        }
        if (service.Name != "wafv2")
        {
            return region.StartsWith("cn-", StringComparison.Ordinal)
                ? service.HomeRegionInChina ?? service.HomeRegion
                : service.HomeRegion;
        }
        using var parameters = JsonDocument.Parse(parametersJson);
        return IsCloudFront(parameters.RootElement) ? CloudFront : null;
    }

    // What is named by its ARN may be in any region. Events are put on one bus by one call here.
    private static string? RegionNamed(JsonElement parameters) =>
        parameters
            .EnumerateObject()
            .Select(parameter =>
                parameter.Name switch
                {
                    "TopicArn" or "SecretId" or "EventBusName" => RegionOf(Text(parameter.Value)),
                    "Entries" when parameter.Value.ValueKind == JsonValueKind.Array => parameter
                        .Value.EnumerateArray()
                        .Select(RegionNamed)
                        .FirstOrDefault(region => region is not null),
                    _ => null,
                }
            )
            .FirstOrDefault(region => region is not null);

    private static string? RegionOf(string arn) =>
        arn.Split(':') is ["arn", _, _, { Length: > 0 } region, ..] ? region : null;

    // By its scope, or by the ARN of what it is about, which then has global/ where others have regional/.
    private static bool IsCloudFront(JsonElement parameters) =>
        parameters
            .EnumerateObject()
            .Any(parameter =>
                parameter.Name switch
                {
                    "Scope" => Text(parameter.Value) == "CLOUDFRONT",
                    "LoggingConfiguration" => parameter.Value.ValueKind == JsonValueKind.Object
                        && IsCloudFront(parameter.Value),
                    "ResourceArn" or "ResourceARN" or "WebACLArn" => Text(parameter.Value)
                        .Contains(":global/", StringComparison.Ordinal),
                    _ => false,
                }
            );

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
