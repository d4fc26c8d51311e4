using System.Collections.Frozen;

namespace Remediation.Aws.Documents;

/// <summary>
/// What is called of CloudFront: distributions as they are, and the web ACL of one. Whole configurations are not written. Pages:
/// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront.html.
/// </summary>
internal static class CloudFront
{
    private const string Version = "/2020-05-31";

    // The members of a distribution, its summary and their tags.
    private static readonly XmlTypes Types = new()
    {
        Lists = Names("AliasICPRecordals", "Items", "ParameterDefinitions"),
        Numbers = Names(
            "ConnectionAttempts",
            "ConnectionTimeout",
            "DefaultTTL",
            "ErrorCachingMinTTL",
            "ErrorCode",
            "HTTPPort",
            "HTTPSPort",
            "InProgressInvalidationBatches",
            "MaxItems",
            "MaxTTL",
            "MinTTL",
            "OriginKeepaliveTimeout",
            "OriginReadTimeout",
            "Quantity",
            "ResponseCompletionTimeout"
        ),
        Flags = Names(
            "AdvertiseTrustStoreCaNames",
            "CloudFrontDefaultCertificate",
            "Compress",
            "Enabled",
            "IgnoreCertificateExpiry",
            "IncludeBody",
            "IncludeCookies",
            "IsIPV6Enabled",
            "IsTruncated",
            "QueryString",
            "Required",
            "SmoothStreaming",
            "Staging"
        ),
        Times = Names("LastModifiedTime"),
    };

    public static RestXmlProtocol Protocol { get; } =
        new(
            "http://cloudfront.amazonaws.com/doc/2020-05-31/",
            Types,
            [
                new("ListDistributions", "GET", $"{Version}/distribution") { Payload = "DistributionList" },
                new("GetDistribution", "GET", $"{Version}/distribution/{{Id}}")
                {
                    Payload = "Distribution",
                    IsVersioned = true,
                },
                new("GetDistributionConfig", "GET", $"{Version}/distribution/{{Id}}/config")
                {
                    Payload = "DistributionConfig",
                    IsVersioned = true,
                },
                new("ListTagsForResource", "GET", $"{Version}/tagging") { Payload = "Tags" },
                new("AssociateDistributionWebACL", "PUT", $"{Version}/distribution/{{Id}}/associate-web-acl")
                {
                    Body = "AssociateDistributionWebACLRequest",
                    IsVersioned = true,
                },
                new("DisassociateDistributionWebACL", "PUT", $"{Version}/distribution/{{Id}}/disassociate-web-acl")
                {
                    IsVersioned = true,
                },
            ]
        );

    private static FrozenSet<string> Names(params ReadOnlySpan<string> names) => names.ToArray().ToFrozenSet();
}
