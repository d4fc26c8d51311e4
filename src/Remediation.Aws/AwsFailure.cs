using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Remediation.Core.Planning;

namespace Remediation.Aws;

/// <summary>Why a request to AWS gave no answer to work with, and whether sending it again later may.</summary>
internal sealed record AwsFailure(CallError Error, bool IsRetryable)
{
    public const string Timeout = "RequestTimeout";
    public const string Unreachable = CallError.Unreachable;
    public const string Malformed = "MalformedResponse";
    public const string NotSent = "RequestNotSent";

    /// <summary>The failure that an exception of the SDK stands for, or null when it is none: it is a bug then.</summary>
    public static AwsFailure? From(Exception exception) =>
        exception switch
        {
            AmazonUnmarshallingException e => new(
                new(Malformed, $"the answer could not be read: {e.InnerException?.Message ?? e.Message}"),
                IsRetryable: true
            ),
            XmlException or JsonException => new(
                new(Malformed, $"the answer could not be read: {exception.Message}"),
                IsRetryable: true
            ),
            AmazonServiceException e when (int)e.StatusCode == 0 => new(
                new(Unreachable, Innermost(e)),
                IsRetryable: true
            ),
            AmazonServiceException e => Answered(e),
            AmazonClientException e => new(new(NotSent, e.Message), IsRetryable: false),
            HttpRequestException or IOException or TimeoutException => new(
                new(Unreachable, Innermost(exception)),
                IsRetryable: true
            ),
            _ => null,
        };

    private static AwsFailure Answered(AmazonServiceException e)
    {
        var code = string.IsNullOrEmpty(e.ErrorCode) ? $"Http{(int)e.StatusCode}" : e.ErrorCode;
        var request = string.IsNullOrEmpty(e.RequestId) ? "" : $" (request {e.RequestId})";
        return new(new(code, e.Message + request), IsPassing(e.StatusCode) || IsPassing(code));
    }

    private static bool IsPassing(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    private static bool IsPassing(string code) =>
        code
            is "RequestLimitExceeded"
                or "Throttling"
                or "ThrottlingException"
                or "ThrottledException"
                or "RequestThrottled"
                or "RequestThrottledException"
                or "EC2ThrottledException"
                or "TooManyRequestsException"
                or "BandwidthLimitExceeded"
                or "PriorRequestNotComplete"
                or "WAFUnavailableEntityException"
                or "ProvisionedThroughputExceededException"
                or "TransactionInProgressException"
                or "SlowDown"
                or "RequestTimeout"
                or "RequestTimeoutException"
                or "InternalError"
                or "InternalFailure"
                or "InternalServerError"
                or "Unavailable"
                or "ServiceUnavailable";

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }
        return exception.Message;
    }
}
