using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// Application load balancers with the web ACL that protects each. Network and gateway load balancers are left out: no web ACL can
/// be associated with them. Offline the association is told by <c>wafv2.get-web-acl-for-resource.NAME.json</c>, or by
/// <c>wafv2.list-resources-for-web-acl.WEB-ACL-NAME.json</c> beside <c>wafv2.get-web-acl.WEB-ACL-NAME.json</c>.
/// Tags whose output is not there are taken for none.
/// </summary>
public sealed class LoadBalancerLayer : ResourceLayer
{
    private const string Service = "elasticloadbalancing";
    private const string WebAcl = "wafv2.get-web-acl";
    private const string ResourcesOfWebAcl = "wafv2.list-resources-for-web-acl";

    // DescribeTags takes no more.
    private const int MostTagged = 20;

    public override ImmutableArray<string> ResourceTypes { get; } = [Core.Resources.ResourceTypes.LoadBalancer];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [
        new(ProtectedResource.LoadBalancers, "LoadBalancers"),
        new(ProtectedResource.LoadBalancerTags, "TagDescriptions"),
        new(ProtectedResource.AssociatedWebAcl),
        new(ResourcesOfWebAcl),
    ];

    public override ImmutableArray<string> ReadActions { get; } =
    [
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "wafv2:GetWebACL",
        "wafv2:GetWebACLForResource",
    ];

    public override IEnumerable<string> PartsOf(string resourceType) =>
        [ProtectedResource.LoadBalancers, ProtectedResource.LoadBalancerTags, ProtectedResource.AssociatedWebAcl];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(string resourceType, SnapshotDocuments documents)
    {
        var associations = AssociationsByListing(documents);
        foreach (var element in documents.Of(ProtectedResource.LoadBalancers))
        {
            if (!ProtectedResourceParser.IsApplication(element.Json))
            {
                continue;
            }
            yield return Parse(element.Json, documents.Account, documents.Region).TryGet(out var state, out var error)
                ? ParseResult<ResourceState>.Success(Complete(state, documents, associations))
                : ParseResult<ResourceState>.Failure($"{element.File}: {error}");
        }
    }

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        var arn = reference.Id ?? "";
        var listing = await source.AllAsync(
            Service,
            "DescribeLoadBalancers",
            Parameters("LoadBalancerArns", [arn]),
            "LoadBalancers",
            cancellationToken
        );
        if (!listing.IsAnswered)
        {
            return listing.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(listing.Error, listing.IsRetryable);
        }
        var element = listing.Document.Root.EnumerateArray().FirstOrDefault();
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            return ReadOutcome.NotFound;
        }
        if (!Parse(element, reference.Account, source.Region).TryGet(out var state, out var error))
        {
            return ReadOutcome.Failed(new("MalformedResponse", error), isRetryable: false);
        }
        var (complete, late) = await CompleteAsync(source, [state], cancellationToken);
        return late is null ? ReadOutcome.Found(complete[0]) : ReadOutcome.Failed(late.Error!, isRetryable: true);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var listing = await source.AllAsync(Service, "DescribeLoadBalancers", "{}", "LoadBalancers", cancellationToken);
        if (!listing.IsAnswered)
        {
            throw new AccountException(listing.Error, listing.IsRetryable);
        }
        foreach (
            var some in listing
                .Document.Root.EnumerateArray()
                .Where(ProtectedResourceParser.IsApplication)
                .Chunk(MostTagged)
        )
        {
            var states = some.Select(element => Parse(element, "", source.Region))
                .Select(parsed =>
                    parsed.TryGet(out var state, out var error)
                        ? state
                        : throw new AccountException(new("MalformedResponse", error), isRetryable: false)
                );
            var (complete, late) = await CompleteAsync(source, [.. states], cancellationToken);
            if (late is not null)
            {
                throw new AccountException(late.Error!, isRetryable: true);
            }
            foreach (var state in complete)
            {
                yield return state;
            }
        }
    }

    private static ParseResult<ProtectedResource> Parse(JsonElement element, string account, string region) =>
        ProtectedResourceParser.Parse(Core.Resources.ResourceTypes.LoadBalancer, element, account, region);

    // The answers that are worth asking for again are the second half.
    private static async Task<(List<ProtectedResource> States, DocumentAnswer? Late)> CompleteAsync(
        IDocumentSource source,
        List<ProtectedResource> states,
        CancellationToken cancellationToken
    )
    {
        var tags = await source.CallAsync(
            Service,
            "DescribeTags",
            Parameters("ResourceArns", states.Select(state => state.Id.Arn)),
            cancellationToken
        );
        if (tags is { IsAnswered: false, IsRetryable: true })
        {
            return ([], tags);
        }
        var complete = new List<ProtectedResource>();
        foreach (var state in states)
        {
            var answer = await source.CallAsync(
                "wafv2",
                "GetWebACLForResource",
                Parameters("ResourceArn", state.Id.Arn),
                cancellationToken
            );
            if (answer is { IsAnswered: false, IsRetryable: true })
            {
                return ([], answer);
            }
            complete.Add(WithTags(WithAnswer(state, answer), tags));
        }
        return (complete, null);
    }

    private static ProtectedResource WithAnswer(ProtectedResource state, DocumentAnswer answer) =>
        answer.IsAnswered ? state.WithAnswer(answer.Document)
        : answer.IsNotFound ? state.WithWebAcl(null)
        : state.WithUnknownPart(ProtectedResource.AssociatedWebAcl, answer.Error.ToString());

    private static ProtectedResource WithTags(ProtectedResource state, DocumentAnswer tags) =>
        tags.IsAnswered
            ? WithTags(state, Items(tags.Document, "TagDescriptions"))
            : state.WithUnknownPart(ProtectedResource.LoadBalancerTags, tags.Error.ToString());

    private static ProtectedResource WithTags(ProtectedResource state, IEnumerable<JsonElement> descriptions) =>
        descriptions.FirstOrDefault(item => JsonMembers.TextOrEmpty(item, "ResourceArn") == state.Id.Arn)
            is { ValueKind: JsonValueKind.Object } own
            ? state.WithTags(own)
            : state;

    private static ProtectedResource Complete(
        ProtectedResource state,
        SnapshotDocuments documents,
        Dictionary<string, string> associations
    )
    {
        var tagged = WithTags(state, documents.Of(ProtectedResource.LoadBalancerTags).Select(element => element.Json));
        if (AnswerFor(state, documents) is { } answer)
        {
            return tagged.WithAnswer(AwsDocument.Of(answer.Json));
        }
        return associations.TryGetValue(state.Id.Arn, out var webAcl)
            ? tagged.WithWebAcl(webAcl)
            : tagged.WithUnknownPart(ProtectedResource.AssociatedWebAcl, WhyUnknown(state, documents));
    }

    // A file that names no load balancer is of the only one.
    private static SnapshotElement? AnswerFor(ProtectedResource state, SnapshotDocuments documents)
    {
        var isOnly =
            documents
                .Of(ProtectedResource.LoadBalancers)
                .Count(element => ProtectedResourceParser.IsApplication(element.Json)) == 1;
        return documents
            .Of(ProtectedResource.AssociatedWebAcl)
            .FirstOrDefault(element => element.Rest == state.Name || (isOnly && element.Rest.Length == 0));
    }

    private static string WhyUnknown(ProtectedResource state, SnapshotDocuments documents) =>
        documents.IsFound(ProtectedResource.AssociatedWebAcl)
        && documents.WhyUnknown(ProtectedResource.AssociatedWebAcl) is { } reason
            ? reason
            : $"the snapshot has no {ProtectedResource.AssociatedWebAcl}.{state.Name}.json";

    // That a listing does not name a load balancer proves nothing: those of other web ACLs may be missing.
    private static Dictionary<string, string> AssociationsByListing(SnapshotDocuments documents)
    {
        var arns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in documents.Of(WebAcl))
        {
            var webAcl = AwsDocument.Of(element.Json).At(DocumentPath.Of("WebACL"));
            if (webAcl is not null && JsonMembers.TextOrEmpty(webAcl.Root, "ARN") is { Length: > 0 } arn)
            {
                arns[element.Rest] = arn;
                arns.TryAdd(JsonMembers.TextOrEmpty(webAcl.Root, "Name"), arn);
            }
        }
        var associations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var listing in documents.Of(ResourcesOfWebAcl).Where(listing => arns.ContainsKey(listing.Rest)))
        {
            foreach (var resource in Items(AwsDocument.Of(listing.Json), "ResourceArns"))
            {
                associations[resource.ToString()] = arns[listing.Rest];
            }
        }
        return associations;
    }

    private static JsonElement.ArrayEnumerator Items(AwsDocument document, string list) =>
        document.At(DocumentPath.Of(list))?.Root is { ValueKind: JsonValueKind.Array } items
            ? items.EnumerateArray()
            : default;

    private static string Parameters(string name, string value) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(name, value);
                writer.WriteEndObject();
            })
            .Text;

    private static string Parameters(string name, IEnumerable<string> values) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray(name);
                foreach (var value in values)
                {
                    writer.WriteStringValue(value);
                }
                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            .Text;
}
