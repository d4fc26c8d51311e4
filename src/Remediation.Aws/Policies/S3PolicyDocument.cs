using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Aws.Policies;

/// <summary>
/// A policy document in an S3 object. While its ETag is the one that is known, S3 answers without the object:
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html.
/// </summary>
public sealed class S3PolicyDocument(IAmazonS3 s3, PolicyAddress address, RequestBudget budget) : IPolicyDocument
{
    private readonly PolicyObjects _objects = new(s3, budget);

    /// <summary>The IAM actions that reading it needs.</summary>
    public static ImmutableArray<string> Actions { get; } = ["s3:GetObject"];

    public string Uri => address.Uri;

    public ValueTask<PolicyRead> ReadAsync(string? knownVersion, CancellationToken cancellationToken) =>
        _objects.ReadAsync(
            new GetObjectRequest
            {
                BucketName = address.Bucket,
                Key = address.Name,
                EtagToNotMatch = knownVersion,
            },
            knownVersion,
            cancellationToken
        );
}
