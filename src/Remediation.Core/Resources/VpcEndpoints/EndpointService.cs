namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>
/// The names of AWS's own services for endpoints: <c>com.amazonaws.us-east-1.ecr.api</c>, <c>cn.com.amazonaws.cn-north-1.ec2</c>,
/// <c>aws.sagemaker.us-east-1.notebook</c>. Names of services that others offer (<c>com.amazonaws.vpce....</c>) are none.
/// https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html.
/// </summary>
public static class EndpointService
{
    /// <summary>What follows the region, such as <c>ecr.api</c>; empty for what is not a service of AWS's own.</summary>
    public static string KeyOf(string serviceName)
    {
        var labels = serviceName.Split('.');
        if (labels is not (["com", "amazonaws", ..] or ["cn", "com", "amazonaws", ..] or ["aws", ..]))
        {
            return "";
        }
        var region = Array.FindIndex(labels, IsRegion);
        return region < 0 || labels.Contains("vpce", StringComparer.Ordinal)
            ? ""
            : string.Join('.', labels[(region + 1)..]);
    }

    private static bool IsRegion(string label) =>
        label.Split('-') is { Length: >= 3 } parts
        && parts[..^1].All(part => part.Length > 0 && part.All(char.IsAsciiLetterLower))
        && parts[^1] is [>= '0' and <= '9'];
}
