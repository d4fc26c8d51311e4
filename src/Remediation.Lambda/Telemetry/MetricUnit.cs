namespace Remediation.Lambda.Telemetry;

/// <summary>The units that are used, named as CloudWatch names them.</summary>
public enum MetricUnit
{
    Count,
    Seconds,
    Milliseconds,
}
