using Remediation.Core.Resources.Documents;

namespace Remediation.Checks.Waf;

/// <summary>What makes a rule, a rule group or a web ACL visible: https://docs.aws.amazon.com/waf/latest/APIReference/API_VisibilityConfig.html.</summary>
internal static class Visibility
{
    public const string Member = "VisibilityConfig";
    public const string Metrics = "CloudWatchMetricsEnabled";
    public const string Samples = "SampledRequestsEnabled";

    // A metric's name takes no more, and no other characters.
    private const int LongestName = 128;

    /// <summary>All of it on, with a metric of the given name as far as that can be one.</summary>
    public static AwsDocument Of(string name) =>
        WafEdit.Object(writer =>
        {
            writer.WriteBoolean(Samples, value: true);
            writer.WriteBoolean(Metrics, value: true);
            writer.WriteString("MetricName", MetricName(name));
        });

    private static string MetricName(string name)
    {
        var allowed = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return allowed.Length is 0 ? "metric" : allowed[..Math.Min(allowed.Length, LongestName)];
    }
}
