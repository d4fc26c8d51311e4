using Remediation.Core.Resources;

namespace Remediation.Checks.Waf;

/// <summary>
/// Where a web ACL logs to: a CloudWatch Logs group, an S3 bucket or a Firehose stream, each with a name that begins with
/// <c>aws-waf-logs-</c>. https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html.
/// </summary>
internal static class LogDestination
{
    public const string Prefix = "aws-waf-logs-";

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(string arn)
    {
        var name = NameIn(arn.Split(':'));
        return name is null ? "it is the ARN of no log group, bucket or delivery stream"
            : name.StartsWith(Prefix, StringComparison.Ordinal) ? null
            : $"its name '{name}' does not begin with {Prefix}, so AWS WAF refuses to log to it";
    }

    /// <summary>Whether it can be the destination of the web ACL as far as the region goes; a bucket's ARN tells none.</summary>
    public static bool IsFor(string arn, ResourceId webAcl) =>
        arn.Split(':') is [_, _, _, var region, ..] && (region.Length == 0 || region == webAcl.Region);

    // A log group's ARN is written with and without :* at its end.
    private static string? NameIn(string[] parts) =>
        parts switch
        {
            ["arn", _, "logs", _, _, "log-group", var name] => name,
            ["arn", _, "logs", _, _, "log-group", var name, "*"] => name,
            ["arn", _, "s3", _, _, var bucket] => bucket.Split('/')[0],
            ["arn", _, "firehose", _, _, var stream] when stream.Split('/') is ["deliverystream", var name] => name,
            _ => null,
        };
}
