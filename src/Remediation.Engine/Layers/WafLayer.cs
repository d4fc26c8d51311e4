using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// Web ACLs with their logging, and the IP sets, regex pattern sets and rule groups that they refer to. Those for CloudFront are in
/// us-east-1 and are listed there alone. https://docs.aws.amazon.com/waf/latest/APIReference/Welcome.html.
/// </summary>
public sealed class WafLayer : ResourceLayer
{
    private const string Service = "wafv2";
    private const string HomeOfGlobal = "us-east-1";

    private static readonly ImmutableArray<WafKind> Kinds =
    [
        new(Core.Resources.ResourceTypes.WebAcl, WebAcl.DocumentPart, "WebACL", "WebACLs"),
        new(Core.Resources.ResourceTypes.WafRuleGroup, WafRuleGroup.DocumentPart, "RuleGroup", "RuleGroups"),
        new(Core.Resources.ResourceTypes.IpSet, IpSet.DocumentPart, "IPSet", "IPSets"),
        new(
            Core.Resources.ResourceTypes.RegexPatternSet,
            RegexPatternSet.DocumentPart,
            "RegexPatternSet",
            "RegexPatternSets"
        ),
    ];

    public override ImmutableArray<string> ResourceTypes { get; } = [.. Kinds.Select(kind => kind.Type)];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [
        .. Kinds.Select(kind => new SnapshotOutput(kind.Part)),
        new(WebAcl.LoggingPart),
        new(WafOutputs.LoggingListing, "LoggingConfigurations"),
        new(WafResource.TagsPart),
    ];

    public override ImmutableArray<string> ReadActions { get; } =
    [
        "wafv2:GetLoggingConfiguration",
        .. Kinds.SelectMany(kind => new[] { $"wafv2:Get{kind.Member}", $"wafv2:List{kind.List}" }),
        "wafv2:ListTagsForResource",
    ];

    public override IEnumerable<string> PartsOf(string resourceType) =>
        resourceType == Core.Resources.ResourceTypes.WebAcl
            ? [WebAcl.DocumentPart, WebAcl.LoggingPart, WafResource.TagsPart]
            : [KindOf(resourceType).Part, WafResource.TagsPart];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) => WafOutputs.Assemble(KindOf(resourceType), documents);

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        if (WafArn.Parse(reference.Id) is not { } arn)
        {
            return ReadOutcome.Failed(
                new(CallError.InvalidParameter, $"{reference} is not the ARN of a {reference.Type}"),
                isRetryable: false
            );
        }
        var kind = KindOf(reference.Type);
        var users = kind.IsSet ? await UsersAsync(source, arn.Scope, cancellationToken) : WafUsers.None;
        return await ReadAsync(source, kind, reference.Id!, arn, users, cancellationToken);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var kind = KindOf(resourceType);
        foreach (var scope in ScopesIn(source.Region))
        {
            var arns = Listed(await ListAsync(source, kind, scope, cancellationToken));
            var users =
                kind.IsSet && arns.Count > 0 ? await UsersAsync(source, scope, cancellationToken) : WafUsers.None;
            foreach (var arn in arns)
            {
                var outcome = await ReadAsync(source, kind, arn, WafArn.Parse(arn)!, users, cancellationToken);
                if (outcome.Error is { } error)
                {
                    throw new AccountException(error, outcome.IsRetryable);
                }
                // It was deleted since it was listed.
                if (outcome.State is { } state)
                {
                    yield return state;
                }
            }
        }
    }

    private static WafKind KindOf(string resourceType) => Kinds.First(kind => kind.Type == resourceType);

    private static IEnumerable<string> ScopesIn(string region) =>
        region == HomeOfGlobal ? ["REGIONAL", "CLOUDFRONT"] : ["REGIONAL"];

    private static async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        WafKind kind,
        string id,
        WafArn arn,
        WafUsers users,
        CancellationToken cancellationToken
    )
    {
        if (users.Failure is { IsRetryable: true, Error: { } late })
        {
            return ReadOutcome.Failed(late, isRetryable: true);
        }
        var answer = await source.CallAsync(Service, $"Get{kind.Member}", Parameters(arn), cancellationToken);
        if (!answer.IsAnswered)
        {
            return answer.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var parts = new WafParts();
        parts.Add(kind.Part, answer);
        if (kind.Type == Core.Resources.ResourceTypes.WebAcl)
        {
            parts.Add(
                WebAcl.LoggingPart,
                await source.CallAsync(Service, "GetLoggingConfiguration", Named("ResourceArn", id), cancellationToken)
            );
        }
        parts.Add(
            WafResource.TagsPart,
            await source.CallAsync(Service, "ListTagsForResource", Named("ResourceARN", id), cancellationToken)
        );
        return parts.Late is { } error
            ? ReadOutcome.Failed(error, isRetryable: true)
            : ReadOutcome.Found(
                kind.StateOf(new(kind.Type, id, arn.Account, arn.Region), parts.Known, parts.Unknown, users)
            );
    }

    // What a set is good for, only the rules tell that refer to it.
    private static async Task<WafUsers> UsersAsync(
        IDocumentSource source,
        string scope,
        CancellationToken cancellationToken
    )
    {
        var users = new List<(string Arn, ImmutableArray<WafRule> Rules)>();
        foreach (var kind in Kinds.Where(kind => !kind.IsSet))
        {
            var listed = await ListAsync(source, kind, scope, cancellationToken);
            if (!listed.IsAnswered)
            {
                return WafUsers.Failed(listed);
            }
            foreach (var arn in Listed(listed))
            {
                var parameters = Parameters(WafArn.Parse(arn)!);
                var answer = await source.CallAsync(Service, $"Get{kind.Member}", parameters, cancellationToken);
                if (answer is { IsAnswered: false, IsNotFound: false })
                {
                    return WafUsers.Failed(answer);
                }
                if (answer.Document is { } document)
                {
                    users.Add((arn, kind.RulesIn(document, arn)));
                }
            }
        }
        return WafUsers.Of(users);
    }

    private static Task<DocumentAnswer> ListAsync(
        IDocumentSource source,
        WafKind kind,
        string scope,
        CancellationToken cancellationToken
    ) => source.AllAsync(Service, $"List{kind.List}", Named("Scope", scope), kind.List, cancellationToken);

    private static List<string> Listed(DocumentAnswer answer)
    {
        if (!answer.IsAnswered)
        {
            throw new AccountException(answer.Error, answer.IsRetryable);
        }
        return
        [
            .. answer
                .Document.Root.EnumerateArray()
                .Select(summary =>
                    JsonMembers.Text(summary, "ARN") is { } arn && WafArn.Parse(arn) is not null
                        ? arn
                        : throw new AccountException(
                            new("MalformedResponse", $"the listing holds what no ARN names: {summary}"),
                            isRetryable: true
                        )
                ),
        ];
    }

    private static string Parameters(WafArn arn) =>
        Json(writer =>
        {
            writer.WriteString("Name", arn.Name);
            writer.WriteString("Scope", arn.Scope);
            writer.WriteString("Id", arn.Id);
        });

    private static string Named(string member, string value) => Json(writer => writer.WriteString(member, value));

    private static string Json(Action<Utf8JsonWriter> members) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                members(writer);
                writer.WriteEndObject();
            })
            .Text;
}
