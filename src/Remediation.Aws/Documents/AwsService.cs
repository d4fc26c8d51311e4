namespace Remediation.Aws.Documents;

/// <summary>One AWS service as <see cref="AwsJsonClient"/> speaks to it.</summary>
/// <param name="Name">As IAM names it and as requests are signed for it, such as <c>wafv2</c>.</param>
/// <param name="Id">
/// As AWS's tools name it in <c>AWS_ENDPOINT_URL_...</c>, such as <c>NETWORK_FIREWALL</c>:
/// https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-list.html.
/// </param>
/// <param name="Protocol">How it is spoken to.</param>
internal sealed record AwsService(string Name, string Id, AwsProtocol Protocol)
{
    /// <summary>What the AWS CLI calls it, where that is something else.</summary>
    public string? Alias { get; init; }

    /// <summary>The one region that it is asked in, or null where it is asked in each.</summary>
    public string? HomeRegion { get; init; }

    /// <summary>The one region that it is asked in by accounts of the regions in China, where that is another.</summary>
    public string? HomeRegionInChina { get; init; }

    /// <summary>Whether its endpoint in <see cref="HomeRegion"/> has no region in its name.</summary>
    public bool HasGlobalEndpoint { get; init; }

    /// <summary>The variable that holds its own endpoint.</summary>
    public string EndpointVariable => "AWS_ENDPOINT_URL_" + Id;
}
