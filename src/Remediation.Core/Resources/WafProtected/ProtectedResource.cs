using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.WafProtected;

/// <summary>
/// A resource that a web ACL can protect: an Application Load Balancer, a stage of a REST API, an AppSync API or a CloudFront
/// distribution, with the web ACL that it is associated with. Nothing else of it is judged or changed, and what the web ACL holds
/// is not here. Make it with <see cref="ProtectedResourceParser"/>. Pages:
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html,
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html.
/// </summary>
public sealed class ProtectedResource : DocumentState
{
    /// <summary>The listings, and what tells a load balancer's association; the other types' listings tell it themselves.</summary>
    public const string LoadBalancers = "elbv2.describe-load-balancers";
    public const string LoadBalancerTags = "elbv2.describe-tags";
    public const string AssociatedWebAcl = "wafv2.get-web-acl-for-resource";
    public const string Stages = "apigateway.get-stages";
    public const string GraphQLApis = "appsync.list-graphql-apis";
    public const string Distributions = "cloudfront.list-distributions";
    public const string DistributionTags = "cloudfront.list-tags-for-resource";

    // Of a distribution: told anew with every write, by CloudFront itself.
    private static readonly ImmutableArray<string> Passing =
    [
        DistributionAssociation.ETag,
        "LastModifiedTime",
        "Status",
    ];

    private const string NotFound = "WAFNonexistentItemException";
    private const string Invalid = "WAFInvalidParameterException";

    internal ProtectedResource() { }

    /// <summary>What people call this type: <c>load balancer</c>.</summary>
    public string Kind =>
        Id.Type switch
        {
            ResourceTypes.LoadBalancer => "load balancer",
            ResourceTypes.ApiStage => "API stage",
            ResourceTypes.GraphQLApi => "AppSync API",
            _ => "distribution",
        };

    /// <summary>
    /// The ARN of the web ACL that protects it (of WAF Classic the id), that there is none, or why that is unknown.
    /// </summary>
    public Fact<string> WebAcl
    {
        get
        {
            var listing = AssociationPath.Steps[0].Member!;
            if (Part(listing).UnknownReason is { } reason)
            {
                return Fact<string>.Unknown(reason);
            }
            var told = Parts.GetValueOrDefault(listing)?.At(DocumentPath.Root.Then(InPart));
            return told?.Root switch
            {
                null => Fact<string>.Absent,
                { ValueKind: JsonValueKind.String } arn => arn.GetString() is { Length: > 0 } text
                    ? Fact<string>.Known(text)
                    : Fact<string>.Absent,
                _ => Fact<string>.Unknown($"{listing} does not tell the web ACL in a form that is known"),
            };
        }
    }

    /// <summary>Where its association is told, led by the part's operation.</summary>
    public DocumentPath AssociationPath =>
        Id.Type == ResourceTypes.LoadBalancer
            ? DocumentPath.Of(AssociatedWebAcl)
            : DocumentPath.Of(ListingOf(Id.Type)).Then(InPart);

    /// <summary>Whether it can only be reached from within its VPC; null where that is not told.</summary>
    public bool? IsInternal =>
        Id.Type != ResourceTypes.LoadBalancer
            ? false
            : Parts
                .GetValueOrDefault(LoadBalancers)
                ?.At(DocumentPath.Root.Item(0).Then("Scheme"))
                ?.Root.ToString() switch
            {
                "internal" => true,
                "internet-facing" => false,
                _ => null,
            };

    /// <summary>The version of a distribution that was read, as CloudFront names it; null where that is not told, and of all others.</summary>
    public string? Version =>
        IsDistribution
            ? Parts.GetValueOrDefault(Distributions)?.At(InListing(DistributionAssociation.ETag))?.Root.ToString()
            : null;

    private protected override ImmutableArray<DocumentPath> Volatile =>
        IsDistribution ? [.. Passing.Select(member => DocumentPath.Of(Distributions).Then(InListing(member)))] : [];

    private bool IsDistribution => Id.Type == ResourceTypes.Distribution;

    public override IEnumerable<ResourceReference> Neighbours =>
        WebAcl.Value is { } arn && ReferenceTo(arn) is { } reference ? [reference] : [];

    /// <summary>The listing that holds resources of a type.</summary>
    public static string ListingOf(string resourceType) =>
        resourceType switch
        {
            ResourceTypes.LoadBalancer => LoadBalancers,
            ResourceTypes.ApiStage => Stages,
            ResourceTypes.GraphQLApi => GraphQLApis,
            _ => Distributions,
        };

    /// <summary>The same, associated with the web ACL, or (null) with none.</summary>
    public ProtectedResource WithWebAcl(string? arn)
    {
        if (Id.Type == ResourceTypes.LoadBalancer)
        {
            return WithPart(AssociatedWebAcl, arn is null ? null : WebAclAssociation.PartOf(arn));
        }
        var listing = ListingOf(Id.Type);
        var part = Parts[listing];
        var path = DocumentPath.Root.Then(InPart);
        // CloudFront tells that there is none by an empty text, the others by nothing.
        return WithPart(
            listing,
            arn is null && !IsDistribution
                ? part.Without(path)
                : part.With(path, AwsDocument.Build(writer => writer.WriteStringValue(arn ?? "")))
        );
    }

    public override ProtectedResource WithPart(string operation, AwsDocument? part) =>
        With(part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part), UnknownParts.Remove(operation));

    /// <summary>The same, with a part said to be unknown.</summary>
    public ProtectedResource WithUnknownPart(string operation, string reason) =>
        With(Parts.Remove(operation), UnknownParts.SetItem(operation, reason));

    internal ProtectedResource WithTags(string operation, ImmutableArray<Tag> tags, AwsDocument part) =>
        With(Parts.SetItem(operation, part), UnknownParts.Remove(operation), tags);

    /// <summary>The distribution, with another version.</summary>
    internal ProtectedResource WithVersion(string version) =>
        WithPart(
            Distributions,
            Parts[Distributions]
                .With(
                    InListing(DistributionAssociation.ETag),
                    AwsDocument.Build(writer => writer.WriteStringValue(version))
                )
        );

    public override OrderedCalls CallsTo(DocumentState desired)
    {
        var association = AssociationPath;
        var other = DifferencesTo(desired).FirstOrDefault(difference => !association.Covers(difference.Path));
        if (other is not null)
        {
            return OrderedCalls.None($"only the web ACL of {Kind} {Name} can be changed, not {other.Path}");
        }
        var (from, to) = (WebAcl, ((ProtectedResource)desired).WebAcl);
        if ((from.UnknownReason ?? to.UnknownReason) is { } reason)
        {
            return OrderedCalls.None($"its web ACL is not known: {reason}");
        }
        if (from == to)
        {
            return OrderedCalls.Of([]);
        }
        if (to.Value is { } wanted && ReferenceTo(wanted) is null)
        {
            return OrderedCalls.None($"{wanted} is no web ACL that {Kind} {Name} can be associated with by a call");
        }
        return OrderedCalls.Of([IsDistribution ? DistributionAssociation.To(this, to.Value) : CallOfWaf(to.Value)]);
    }

    private ApiCall CallOfWaf(string? arn) =>
        arn is null ? WebAclAssociation.Disassociate(Id) : WebAclAssociation.Associate(Id, arn);

    public override Applied<ResourceState> Apply(ApiCall call)
    {
        if (IsDistribution && DistributionAssociation.Is(call))
        {
            return DistributionAssociation.Apply(this, call);
        }
        if (IsDistribution || !WebAclAssociation.Is(call))
        {
            return Refused(CallError.UnknownOperation, $"{call.IamAction} is not for {Kind} {Name}");
        }
        if (AwsJson.Text(call.Parameters, "ResourceArn"u8) is var resource && resource != Id.Arn)
        {
            return Refused(NotFound, $"the call is for {resource}, not for {Id.Arn}");
        }
        if (call.Operation == WebAclAssociation.DisassociateOperation)
        {
            return Applied<ResourceState>.To(WithWebAcl(null));
        }
        return AwsJson.Text(call.Parameters, "WebACLArn"u8) is { } arn && ReferenceTo(arn) is not null
            ? Applied<ResourceState>.To(WithWebAcl(arn))
            : Refused(Invalid, "WebACLArn is not the ARN of a web ACL");
    }

    /// <summary>Only the association: with whom, not what that web ACL holds.</summary>
    public override IReadOnlyList<StateChange> ChangesSince(ResourceState baseline)
    {
        var (from, to) = (((ProtectedResource)baseline).WebAcl, WebAcl);
        if (from == to)
        {
            return [];
        }
        var change = (from.UnknownReason ?? to.UnknownReason, from.Value, to.Value) switch
        {
            ({ } reason, _, _) => new StateChange(ChangeEffect.Unknown, $"its web ACL is not known: {reason}"),
            (_, null, { } arn) => new(ChangeEffect.Stronger, $"associated with {arn}"),
            (_, { } arn, null) => new(ChangeEffect.Weaker, $"no longer associated with {arn}"),
            var (_, old, next) => new(ChangeEffect.Unknown, $"associated with {next} instead of {old}"),
        };
        return [change with { Paths = [AssociationPath] }];
    }

    // Within the part that tells the association.
    private DocumentPath InPart =>
        Id.Type switch
        {
            ResourceTypes.LoadBalancer => DocumentPath.Of("WebACL", "ARN"),
            ResourceTypes.ApiStage => DocumentPath
                .Root.Item("stageName", StageArns.Read(Id.Id)?.StageName ?? "")
                .Then("webAclArn"),
            ResourceTypes.GraphQLApi => DocumentPath.Root.Item("arn", Id.Id).Then("wafWebAclArn"),
            _ => InListing("WebACLId"),
        };

    // Of a distribution.
    private DocumentPath InListing(string member) =>
        DocumentPath.Of("DistributionList", "Items").Item("ARN", Id.Id).Then(member);

    private ProtectedResource With(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknown,
        ImmutableArray<Tag>? tags = null
    ) =>
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = tags ?? Tags,
            Unreadable = Unreadable,
            Parts = parts,
            UnknownParts = unknown,
        };

    private static ResourceReference? ReferenceTo(string arn) =>
        WebAclAssociation.IdOf(arn) is { } id ? id.ToReference() : null;

    private static Applied<ResourceState> Refused(string code, string message) =>
        Applied<ResourceState>.Refused(code, message);
}
