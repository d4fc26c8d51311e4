using Amazon;
using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.S3;
using Remediation.Aws.Documents;
using Remediation.Aws.Ec2;
using Remediation.Core;

namespace Remediation.Aws;

/// <summary>
/// Builds the SDK's clients for one account and region, each request of which is bounded in time and names this product in its
/// user agent. It opens no connection and looks for no credentials: that happens with the first request.
/// </summary>
public sealed class AwsClients
{
    private const string AppId = "remediation";

    private readonly AwsClientSettings _settings;

    private AwsClients(AwsClientSettings settings, string region)
    {
        _settings = settings;
        Region = region;
    }

    public string Region { get; }

    public RequestBudget Budget => _settings.Budget;

    /// <summary>The clients, or why the settings cannot be used, for the person who gave them.</summary>
    public static ParseResult<AwsClients> Create(AwsClientSettings settings)
    {
        // The instance metadata service is left out: where it does not exist, asking it costs seconds.
        var region =
            settings.Region ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
        if (string.IsNullOrEmpty(region))
        {
            return ParseResult<AwsClients>.Failure(
                "no AWS region is given: set AWS_REGION, or a region in the AWS profile"
            );
        }
        var error =
            BadEndpoint("AWS_ENDPOINT_URL", settings.EndpointUrl)
            ?? BadEndpoint("AWS_ENDPOINT_URL_EC2", settings.Ec2EndpointUrl)
            ?? BadEndpoint("AWS_ENDPOINT_URL_DYNAMODB", settings.DynamoDbEndpointUrl)
            ?? BadEndpoint("AWS_ENDPOINT_URL_S3", settings.S3EndpointUrl)
            ?? settings
                .ServiceEndpointUrls.Select(url => BadEndpoint(url.Key, url.Value))
                .FirstOrDefault(bad => bad is not null);
        return error is null
            ? ParseResult<AwsClients>.Success(new(settings, region))
            : ParseResult<AwsClients>.Failure(error);
    }

    /// <summary>Clients of another region, or of another account by its credentials, that connect in the same way.</summary>
    public AwsClients In(string region, AWSCredentials credentials) =>
        new(_settings with { Region = region, Credentials = credentials }, region);

    public AmazonEC2Client CreateEc2()
    {
        var config = Configure(new AmazonEC2Config(), _settings.Ec2EndpointUrl);
        config.HttpClientFactory = new Ec2HttpClients();
        return new(_settings.Credentials ?? new ChainCredentials(config), config);
    }

    public AmazonDynamoDBClient CreateDynamoDb()
    {
        var config = Configure(new AmazonDynamoDBConfig(), _settings.DynamoDbEndpointUrl);
        return new(_settings.Credentials ?? new ChainCredentials(config), config);
    }

    public AmazonS3Client CreateS3()
    {
        // A bucket in the host's name cannot be had of every endpoint that stands in for AWS's own.
        var hasOwnEndpoint = (_settings.S3EndpointUrl ?? _settings.EndpointUrl) is not null;
        var config = Configure(new AmazonS3Config { ForcePathStyle = hasOwnEndpoint }, _settings.S3EndpointUrl);
        return new(_settings.Credentials ?? new ChainCredentials(config), config);
    }

    /// <param name="region">Some services are asked in another region than this one.</param>
    internal AwsJsonClient CreateJson(AwsService service, string region)
    {
        var config = Configure(
            new AwsJsonConfig(service),
            _settings.ServiceEndpointUrls.GetValueOrDefault(service.EndpointVariable),
            region
        );
        config.AuthenticationRegion = region;
        return new(service, _settings.Credentials ?? new ChainCredentials(config), config);
    }

    private TConfig Configure<TConfig>(TConfig config, string? endpoint, string? region = null)
        where TConfig : ClientConfig
    {
        if ((endpoint ?? _settings.EndpointUrl) is { } url)
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = region ?? Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region ?? Region);
        }
        config.ClientAppId = AppId;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Budget.Retries;
        config.ConnectTimeout = Budget.Connect;
        config.Timeout = Budget.Attempt;
        return config;
    }

    private static string? BadEndpoint(string variable, string? url) =>
        url is null || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? null
            : $"{variable} is '{url}', which is not a URL such as https://ec2.eu-west-1.amazonaws.com";
}
