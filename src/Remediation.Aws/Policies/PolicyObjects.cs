using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Core.Planning;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Aws.Policies;

/// <summary>Reads and writes policy documents as S3 objects, each request bounded in time and each document in size.</summary>
internal sealed class PolicyObjects(IAmazonS3 s3, RequestBudget budget)
{
    /// <summary>More than any policy that a person writes; a larger object is another file.</summary>
    public const int MostBytes = 1 << 20;

    private const string NotModified = "NotModified";
    private readonly BoundedRequests _requests = new(budget);

    public async ValueTask<PolicyRead> ReadAsync(
        GetObjectRequest request,
        string? knownVersion,
        CancellationToken cancellationToken
    )
    {
        var answer = await _requests.SendAsync(bounded => GetAsync(request, bounded), cancellationToken);
        if (answer.IsAnswered)
        {
            return answer.Value;
        }
        var (error, isRetryable) = (answer.Failure.Error, answer.Failure.IsRetryable);
        return error.Code is NotModified or "Http304" ? PolicyRead.Unchanged(knownVersion ?? "")
            : error.Code == "AccessDenied" ? PolicyRead.Failed(Explained(request, error), isRetryable)
            : PolicyRead.Failed(error, isRetryable);
    }

    public async ValueTask<CallError?> WriteAsync(PutObjectRequest request, CancellationToken cancellationToken)
    {
        var answer = await _requests.SendAsync(bounded => s3.PutObjectAsync(request, bounded), cancellationToken);
        return answer.IsAnswered ? null : answer.Failure.Error;
    }

    private async Task<PolicyRead> GetAsync(GetObjectRequest request, CancellationToken cancellationToken)
    {
        using var response = await s3.GetObjectAsync(request, cancellationToken);
        if (response.HttpStatusCode == HttpStatusCode.NotModified)
        {
            return PolicyRead.Unchanged(request.EtagToNotMatch ?? "");
        }
        if (response.ContentLength > MostBytes)
        {
            var size = response.ContentLength.ToString(CultureInfo.InvariantCulture);
            return PolicyRead.Failed(
                new(
                    "PolicyTooLarge",
                    $"s3://{request.BucketName}/{request.Key} has {size} bytes; a policy has {MostBytes} at most"
                ),
                isRetryable: false
            );
        }
        using var reader = new StreamReader(response.ResponseStream);
        return PolicyRead.Of(await reader.ReadToEndAsync(cancellationToken), response.ETag ?? "");
    }

    // Whoever may not list a bucket is told of an object that is not there in the same words.
    private static CallError Explained(GetObjectRequest request, CallError error) =>
        new(
            error.Code,
            $"{error.Message}: either there is no object s3://{request.BucketName}/{request.Key}, or the role may not read it"
        );
}
