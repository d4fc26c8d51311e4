using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Remediation.Aws.Documents;

/// <summary>The SDK's configuration of a client for one service.</summary>
internal sealed class AwsJsonConfig : ClientConfig
{
    private readonly AwsService _service;

    public AwsJsonConfig(AwsService service)
        : base(new SdkDefaults())
    {
        _service = service;
        AuthenticationServiceName = service.Name;
        // AWS sends nobody elsewhere: whoever does is not AWS.
        AllowAutoRedirect = false;
    }

    public override string ServiceVersion => "";

    public override string UserAgent =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"remediation-{_service.Name}/{typeof(AwsJsonConfig).Assembly.GetName().Version}"
        );

    public override string RegionEndpointServiceName => _service.Name;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointIn(RegionEndpoint);

    /// <summary>Where requests go: the endpoint that is set, or AWS's own in the region.</summary>
    public Endpoint EndpointIn(RegionEndpoint region) =>
        new(string.IsNullOrEmpty(ServiceURL) ? Own(region) : ServiceURL);

    private string Own(RegionEndpoint region)
    {
        var name = _service.Name + (UseFIPSEndpoint ? "-fips" : "");
        return _service.HasGlobalEndpoint && region.SystemName == _service.HomeRegion
            ? $"https://{name}.{region.PartitionDnsSuffix}/"
            : $"https://{name}.{region.SystemName}.{region.PartitionDnsSuffix}/";
    }
}
