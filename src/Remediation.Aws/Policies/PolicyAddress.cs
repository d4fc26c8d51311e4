using Remediation.Core;

namespace Remediation.Aws.Policies;

/// <summary>
/// Where a policy document is kept: an object of S3 (<c>s3://bucket/key</c>) or a parameter of Systems Manager (<c>ssm:/name</c>).
/// The template grants reading that very object or parameter, by the same text.
/// </summary>
/// <param name="Uri">As the operator wrote it.</param>
/// <param name="Bucket">The bucket; null for a parameter.</param>
/// <param name="Name">The object's key, or the parameter's name.</param>
public sealed record PolicyAddress(string Uri, string? Bucket, string Name)
{
    private const string S3 = "s3://";
    private const string Parameter = "ssm:";

    /// <summary>The address, or what is wrong with it and what would be right.</summary>
    public static ParseResult<PolicyAddress> Parse(string uri)
    {
        if (uri.StartsWith(S3, StringComparison.Ordinal))
        {
            var slash = uri.IndexOf('/', S3.Length);
            return slash > S3.Length && slash < uri.Length - 1
                ? ParseResult<PolicyAddress>.Success(new(uri, uri[S3.Length..slash], uri[(slash + 1)..]))
                : Failure(uri, "names no bucket and key");
        }
        return uri.StartsWith(Parameter + "/", StringComparison.Ordinal) && uri.Length > Parameter.Length + 1
            ? ParseResult<PolicyAddress>.Success(new(uri, null, uri[Parameter.Length..]))
            : Failure(uri, "is no address of a policy");
    }

    private static ParseResult<PolicyAddress> Failure(string uri, string what) =>
        ParseResult<PolicyAddress>.Failure($"'{uri}' {what}; it can be s3://BUCKET/KEY or ssm:/PARAMETER/NAME");
}
