using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>Log destinations as a policy document writes them: <c>FLOW=S3:my-bucket/prefix</c>.</summary>
internal static class LogDestinationText
{
    /// <summary>The destination, or null where the text is none.</summary>
    public static LogDestination? Read(string text)
    {
        if (
            text.Split('=', 2) is not [var logType, var place]
            || logType is not ("ALERT" or "FLOW" or "TLS")
            || place.Split(':', 2) is not [var kind, { Length: > 0 } name]
        )
        {
            return null;
        }
        (string Key, string Value)[]? members = kind switch
        {
            "CloudWatchLogs" => [("logGroup", name)],
            "KinesisDataFirehose" => [("deliveryStream", name)],
            "S3" => name.Split('/', 2) is [var bucket, var prefix]
                ? [("bucketName", bucket), ("prefix", prefix)]
                : [("bucketName", name)],
            _ => null,
        };
        return members is null ? null : new(logType, kind, Config(logType, kind, members));
    }

    private static AwsDocument Config(string logType, string kind, (string Key, string Value)[] members) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("LogType", logType);
            writer.WriteString("LogDestinationType", kind);
            writer.WriteStartObject("LogDestination");
            foreach (var (key, value) in members)
            {
                writer.WriteString(key, value);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
}
