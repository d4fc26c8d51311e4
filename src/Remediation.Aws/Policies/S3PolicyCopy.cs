using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Core.Planning;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Aws.Policies;

/// <summary>The last valid policy document, in the bucket of the function's state. The bucket's versions are its history.</summary>
public sealed class S3PolicyCopy(IAmazonS3 s3, string bucket, RequestBudget budget) : IPolicyCopy
{
    /// <summary>The object's key.</summary>
    public const string Key = "policies/last-valid.yaml";

    private readonly PolicyObjects _objects = new(s3, budget);

    /// <summary>The IAM actions that keeping and reading it need.</summary>
    public static ImmutableArray<string> Actions { get; } = ["s3:GetObject", "s3:PutObject"];

    public ValueTask<PolicyRead> ReadAsync(CancellationToken cancellationToken) =>
        _objects.ReadAsync(new GetObjectRequest { BucketName = bucket, Key = Key }, null, cancellationToken);

    public ValueTask<CallError?> KeepAsync(string text, CancellationToken cancellationToken) =>
        _objects.WriteAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = Key,
                ContentBody = text,
                ContentType = "application/yaml",
            },
            cancellationToken
        );
}
