using System.Collections.Immutable;
using Amazon.Runtime;
using Remediation.Aws.Documents;

namespace Remediation.Aws;

/// <summary>
/// Where the clients of one account and region connect, and as whom. The composition roots fill it from the environment and the
/// command line; what they leave out is found where every AWS tool looks (profile, web identity, container, instance).
/// </summary>
public sealed record AwsClientSettings
{
    /// <summary>The region's code; null to take it from the AWS profile.</summary>
    public string? Region { get; init; }

    /// <summary>What <c>AWS_ENDPOINT_URL</c> holds: the endpoint of every service, or null for AWS's own.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>What <c>AWS_ENDPOINT_URL_EC2</c> holds; it wins over <see cref="EndpointUrl"/>.</summary>
    public string? Ec2EndpointUrl { get; init; }

    /// <summary>What <c>AWS_ENDPOINT_URL_DYNAMODB</c> holds; it wins over <see cref="EndpointUrl"/>.</summary>
    public string? DynamoDbEndpointUrl { get; init; }

    /// <summary>What <c>AWS_ENDPOINT_URL_S3</c> holds; it wins over <see cref="EndpointUrl"/>.</summary>
    public string? S3EndpointUrl { get; init; }

    /// <summary>
    /// What other such variables hold, by their names (<c>AWS_ENDPOINT_URL_WAFV2</c>, <c>AWS_ENDPOINT_URL_NETWORK_FIREWALL</c>,
    /// ...); each wins over <see cref="EndpointUrl"/> for its service.
    /// </summary>
    public ImmutableDictionary<string, string> ServiceEndpointUrls { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>The credentials, or null for the SDK's usual chain.</summary>
    public AWSCredentials? Credentials { get; init; }

    public RequestBudget Budget { get; init; } = RequestBudget.Default;

    /// <summary>Reads the variables that AWS's tools share through the given look-up, which gives null for what is not set.</summary>
    public static AwsClientSettings FromVariables(Func<string, string?> variable) =>
        new()
        {
            Region = NotEmpty(variable("AWS_REGION")) ?? NotEmpty(variable("AWS_DEFAULT_REGION")),
            EndpointUrl = NotEmpty(variable("AWS_ENDPOINT_URL")),
            Ec2EndpointUrl = NotEmpty(variable("AWS_ENDPOINT_URL_EC2")),
            DynamoDbEndpointUrl = NotEmpty(variable("AWS_ENDPOINT_URL_DYNAMODB")),
            S3EndpointUrl = NotEmpty(variable("AWS_ENDPOINT_URL_S3")),
            ServiceEndpointUrls = AwsServices
                .All.Select(service => service.EndpointVariable)
                .Where(name => NotEmpty(variable(name)) is not null)
                .ToImmutableDictionary(name => name, name => variable(name)!, StringComparer.Ordinal),
        };

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
