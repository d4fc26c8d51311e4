namespace Remediation.Core.Resources.WafProtected;

/// <summary>
/// The ARNs of REST API stages, which API Gateway's answers do not tell. Form:
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html.
/// </summary>
public static class StageArns
{
    public static string Of(string region, string restApiId, string stageName) =>
        $"arn:{Partition(region)}:apigateway:{region}::/restapis/{restApiId}/stages/{stageName}";

    /// <summary>The API and the stage, or null where the text is no such ARN.</summary>
    public static (string RestApiId, string StageName)? Read(string? arn) =>
        arn?.Split('/') is [_, "restapis", var api, "stages", var stage] ? (api, stage) : null;

    private static string Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";
}
