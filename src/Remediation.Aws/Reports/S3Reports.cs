using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Core.Planning;
using Remediation.Engine;
using Remediation.Engine.Audits;

namespace Remediation.Aws.Reports;

/// <summary>Reports of audits in a bucket, each write and read bounded in time.</summary>
public sealed class S3Reports(IAmazonS3 s3, string bucket, RequestBudget budget) : IReportStore
{
    private readonly BoundedRequests _requests = new(budget);

    /// <summary>The IAM actions that it needs, on what lies under <c>audits/</c>.</summary>
    public static ImmutableArray<string> Actions { get; } = ["s3:GetObject", "s3:PutObject"];

    public string Name => bucket;

    public async ValueTask<CallError?> WriteAsync(
        string key,
        ReadOnlyMemory<byte> content,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        var answer = await _requests.SendAsync(
            async ct =>
            {
                using var stream = new MemoryStream(content.ToArray(), writable: false);
                var request = new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    InputStream = stream,
                    ContentType = contentType,
                };
                return await s3.PutObjectAsync(request, ct);
            },
            cancellationToken
        );
        return answer.IsAnswered ? null : answer.Failure.Error;
    }

    public async ValueTask<StoreAnswer<byte[]>> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var answer = await _requests.SendAsync(ct => DownloadAsync(key, ct), cancellationToken);
        return answer.IsAnswered
            ? StoreAnswer<byte[]>.Of(answer.Value)
            : StoreAnswer<byte[]>.Failed(answer.Failure.Error);
    }

    private async Task<byte[]> DownloadAsync(string key, CancellationToken cancellationToken)
    {
        using var response = await s3.GetObjectAsync(bucket, key, cancellationToken);
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
