using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>Where a firewall sends its logs of one type. There is at most one for each type.</summary>
/// <param name="LogType"><c>ALERT</c>, <c>FLOW</c> or <c>TLS</c>.</param>
/// <param name="DestinationType"><c>S3</c>, <c>CloudWatchLogs</c> or <c>KinesisDataFirehose</c>.</param>
/// <param name="Config">The whole of it as AWS tells it.</param>
public sealed record LogDestination(string LogType, string DestinationType, AwsDocument Config)
{
    public const string Alert = "ALERT";
    public const string Flow = "FLOW";

    /// <summary>For people: <c>ALERT to CloudWatchLogs /aws/network-firewall/alert</c>.</summary>
    public override string ToString() =>
        $"{LogType} to {DestinationType} {Config.At(DocumentPath.Of("LogDestination"))?.Root.ToString() ?? "nowhere"}";
}
