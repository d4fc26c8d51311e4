using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Events;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.WafProtected;

/// <summary>
/// Makes states of the elements of AWS's listings. A load balancer's association is not in its listing; it is unknown until the
/// answer of GetWebACLForResource is added.
/// </summary>
public static class ProtectedResourceParser
{
    private const string RestApi = "restApiId";

    // What GetDistribution tells beside the listing:
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionSummary.html.
    private static readonly ImmutableArray<string> Unlisted =
    [
        "ActiveTrustedKeyGroups",
        "ActiveTrustedSigners",
        "CacheTagConfig",
        "CallerReference",
        "ContinuousDeploymentPolicyId",
        "DefaultRootObject",
        "DistributionConfig",
        "InProgressInvalidationBatches",
        "Logging",
        "TenantConfig",
    ];

    /// <param name="resourceType">One of the four types.</param>
    /// <param name="element">The element of the type's listing; of a stage with the added member <c>restApiId</c>.</param>
    /// <param name="account">The account, for what has no account in its ARN.</param>
    /// <param name="region">The region, likewise.</param>
    public static ParseResult<ProtectedResource> Parse(
        string resourceType,
        JsonElement element,
        string account,
        string region
    )
    {
        if (ArnOf(resourceType, element, region) is not { } arn)
        {
            return ParseResult<ProtectedResource>.Failure(
                $"an element of {ProtectedResource.ListingOf(resourceType)} names no resource: {Missing(resourceType)}"
            );
        }
        var parsed = Arn.Parse(arn)!;
        var state = new ProtectedResource
        {
            Id = new(
                resourceType,
                arn,
                parsed.Account.Length > 0 ? parsed.Account : account,
                parsed.Region.Length > 0 ? parsed.Region : region
            ),
            Name = NameOf(resourceType, element),
            VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
            Tags = TagJson.Read(element, "tags"u8),
            Parts = ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(
                ProtectedResource.ListingOf(resourceType),
                PartOf(resourceType, element)
            ),
        };
        return ParseResult<ProtectedResource>.Success(
            resourceType == ResourceTypes.LoadBalancer
                ? state.WithUnknownPart(ProtectedResource.AssociatedWebAcl, "it was not read")
                : state
        );
    }

    /// <summary>The resource alone, of which only the ARN is known.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="reason">Why its listing is not known.</param>
    public static ProtectedResource Unread(ResourceId id, string reason) =>
        new()
        {
            Id = id,
            Parts = ImmutableSortedDictionary<string, AwsDocument>.Empty,
            UnknownParts = ImmutableSortedDictionary<string, string>.Empty.Add(
                ProtectedResource.ListingOf(id.Type),
                reason
            ),
        };

    /// <summary>The load balancer, with what GetWebACLForResource answered.</summary>
    public static ProtectedResource WithAnswer(this ProtectedResource state, AwsDocument answer)
    {
        var webAcl = answer.At(DocumentPath.Of("WebACL"));
        if (webAcl is null)
        {
            return answer.Root.ValueKind == JsonValueKind.Object
                ? state.WithWebAcl(null)
                : state.WithUnknownPart(ProtectedResource.AssociatedWebAcl, "the answer is no object");
        }
        return AwsJson.Text(webAcl.Root, "ARN"u8) is { Length: > 0 } arn
            ? state.WithWebAcl(arn)
            : state.WithUnknownPart(ProtectedResource.AssociatedWebAcl, "the answer's WebACL has no ARN");
    }

    /// <summary>The load balancer, with its tags: the element of DescribeTags that is of it.</summary>
    public static ProtectedResource WithTags(this ProtectedResource state, JsonElement element) =>
        state.WithTags(
            ProtectedResource.LoadBalancerTags,
            TagJson.Read(element, "Tags"u8),
            AwsDocument.Build(writer =>
            {
                writer.WriteStartArray();
                element.WriteTo(writer);
                writer.WriteEndArray();
            })
        );

    /// <summary>The distribution, with what ListTagsForResource answered.</summary>
    public static ProtectedResource WithTags(this ProtectedResource state, AwsDocument answer) =>
        answer.At(DocumentPath.Of("Tags")) is { Root.ValueKind: JsonValueKind.Object } tags
            ? state.WithTags(ProtectedResource.DistributionTags, TagJson.Read(tags.Root, "Items"u8), answer)
            : state.WithUnknownPart(ProtectedResource.DistributionTags, "the answer has no Tags");

    /// <summary>
    /// The distribution that GetDistribution answered, as an element of the listing: the same whichever of the two it was read by.
    /// Null where the answer holds none.
    /// </summary>
    public static AwsDocument? ListedDistribution(AwsDocument answer)
    {
        var distribution = answer.At(DocumentPath.Of("Distribution"));
        var config = distribution?.At(DocumentPath.Of("DistributionConfig"));
        if (config is not { Root.ValueKind: JsonValueKind.Object })
        {
            return null;
        }
        var members = distribution!.Root.EnumerateObject().Concat(config.Root.EnumerateObject());
        return AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            if (AwsJson.Text(answer.Root, "ETag"u8) is { } version)
            {
                writer.WriteString(DistributionAssociation.ETag, version);
            }
            foreach (var member in members.Where(member => !Unlisted.Contains(member.Name, StringComparer.Ordinal)))
            {
                member.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
    }

    /// <summary>Whether an element of the load balancers' listing is of a kind that a web ACL can protect.</summary>
    public static bool IsApplication(JsonElement element) =>
        AwsJson.Text(element, "Type"u8) is not { } type || type == "application";

    private static string? ArnOf(string resourceType, JsonElement element, string region) =>
        resourceType switch
        {
            ResourceTypes.LoadBalancer => Known(resourceType, AwsJson.Text(element, "LoadBalancerArn"u8)),
            ResourceTypes.GraphQLApi => Known(resourceType, AwsJson.Text(element, "arn"u8)),
            ResourceTypes.Distribution => Known(resourceType, AwsJson.Text(element, "ARN"u8)),
            _ => region.Length > 0
            && AwsJson.Text(element, "restApiId"u8) is { Length: > 0 } api
            && AwsJson.Text(element, "stageName"u8) is { Length: > 0 } stage
                ? Known(resourceType, StageArns.Of(region, api, stage))
                : null,
        };

    private static string? Known(string resourceType, string? arn) =>
        arn is not null && NamedResource.TypeOf(arn) == resourceType ? arn : null;

    private static string Missing(string resourceType) =>
        resourceType switch
        {
            ResourceTypes.LoadBalancer => "it has no LoadBalancerArn of an application load balancer",
            ResourceTypes.ApiStage => $"it has no stageName or no {RestApi}, or the region is not known; name the file "
                + "apigateway.get-stages.REST-API-ID.json, and give the region in snapshot.json",
            ResourceTypes.GraphQLApi => "it has no arn of an AppSync API",
            _ => "it has no ARN of a distribution",
        };

    private static string NameOf(string resourceType, JsonElement element) =>
        resourceType switch
        {
            ResourceTypes.LoadBalancer => AwsJson.Text(element, "LoadBalancerName"u8) ?? "",
            ResourceTypes.ApiStage => $"{AwsJson.Text(element, "restApiId"u8)}/{AwsJson.Text(element, "stageName"u8)}",
            ResourceTypes.GraphQLApi => AwsJson.Text(element, "name"u8) ?? "",
            _ => AwsJson.Text(element, "Id"u8) ?? "",
        };

    private static AwsDocument PartOf(string resourceType, JsonElement element) =>
        AwsDocument.Build(writer =>
        {
            var isWhole = resourceType == ResourceTypes.Distribution;
            if (isWhole)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("DistributionList");
                writer.WritePropertyName("Items");
            }
            writer.WriteStartArray();
            element.WriteTo(writer);
            writer.WriteEndArray();
            if (isWhole)
            {
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        });
}
