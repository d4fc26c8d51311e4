using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// Makes the states of AWS WAF's resources from a snapshot's outputs. Which resource an output is of, the ARN in it tells; the rest of
/// a file's name only where the output is empty. Tags whose output is not there are taken for none.
/// </summary>
internal static class WafOutputs
{
    /// <summary>What many logging configurations at once are exported with, where they are not exported one by one.</summary>
    public const string LoggingListing = "wafv2.list-logging-configurations";

    private const string Logging = "LoggingConfiguration";

    public static IEnumerable<ParseResult<ResourceState>> Assemble(WafKind kind, SnapshotDocuments documents)
    {
        var users = kind.IsSet ? UsersIn(documents) : WafUsers.None;
        return documents
            .Of(kind.Part)
            .Where(element => !IsEmpty(element.Json))
            .Select(element => Read(kind, element, documents, users));
    }

    private static ParseResult<ResourceState> Read(
        WafKind kind,
        SnapshotElement element,
        SnapshotDocuments documents,
        WafUsers users
    )
    {
        var arn = Text(element.Json, kind.Member, "ARN");
        if (WafArn.Parse(arn) is not { } parsed)
        {
            return ParseResult<ResourceState>.Failure(
                $"{element.File} has no {kind.Member} with an ARN; export it with aws wafv2 {kind.Part["wafv2.".Length..]}"
            );
        }
        var parts = new WafParts();
        parts.Add(kind.Part, AwsDocument.Of(element.Json));
        if (kind.Type == ResourceTypes.WebAcl)
        {
            AddLogging(parts, documents, arn!, parsed.Name);
        }
        AddTags(parts, documents, arn!);
        var id = new ResourceId(kind.Type, arn!, parsed.Account, parsed.Region);
        return ParseResult<ResourceState>.Success(kind.StateOf(id, parts.Known, parts.Unknown, users));
    }

    private static void AddTags(WafParts parts, SnapshotDocuments documents, string arn)
    {
        var tags = documents
            .Of(WafResource.TagsPart)
            .FirstOrDefault(element => Text(element.Json, "TagInfoForResource", "ResourceARN") == arn);
        if (tags is not null)
        {
            parts.Add(WafResource.TagsPart, AwsDocument.Of(tags.Json));
        }
    }

    private static void AddLogging(WafParts parts, SnapshotDocuments documents, string arn, string name)
    {
        var outputs = documents.Of(WebAcl.LoggingPart);
        if (outputs.FirstOrDefault(output => Text(output.Json, Logging, "ResourceArn") == arn) is { } output)
        {
            parts.Add(WebAcl.LoggingPart, AwsDocument.Of(output.Json));
        }
        else if (documents.Of(LoggingListing).FirstOrDefault(element => IsOf(element.Json, arn)) is { } listed)
        {
            parts.Add(WebAcl.LoggingPart, Wrapped(listed.Json));
        }
        else if (!IsKnownAbsent(documents, name))
        {
            parts.AddUnknown(
                WebAcl.LoggingPart,
                (documents.IsFound(LoggingListing) ? documents.WhyUnknown(LoggingListing) : null)
                    ?? documents.WhyUnknown(WebAcl.LoggingPart)
                    ?? $"no {WebAcl.LoggingPart} output is of {name}; where it logs nothing, put {{}} into {WebAcl.LoggingPart}.{name}.json"
            );
        }
    }

    private static bool IsKnownAbsent(SnapshotDocuments documents, string name) =>
        (documents.IsFound(LoggingListing) && documents.WhyUnknown(LoggingListing) is null)
        || documents
            .Of(WebAcl.LoggingPart)
            .Any(output => IsEmpty(output.Json) && (output.Rest.Length == 0 || output.Rest == name));

    // Whoever else logs the web ACL, such as Security Lake, does so beside the team's own configuration.
    private static bool IsOf(JsonElement logging, string arn) =>
        Text(logging, "ResourceArn") == arn && Text(logging, "LogScope") is null or "CUSTOMER";

    private static WafUsers UsersIn(SnapshotDocuments documents)
    {
        if (documents.WhyUnknown(WebAcl.DocumentPart) is { } missing)
        {
            return WafUsers.Unknown(missing);
        }
        var acls = Users(documents, new(ResourceTypes.WebAcl, WebAcl.DocumentPart, "WebACL", "")).ToList();
        var groups = Users(documents, new(ResourceTypes.WafRuleGroup, WafRuleGroup.DocumentPart, "RuleGroup", ""))
            .ToList();
        return MissingGroup(acls, groups) is { } group
            ? WafUsers.Unknown($"the snapshot has no {WafRuleGroup.DocumentPart} output of {group}, which may use it")
            : WafUsers.Of([.. acls, .. groups]);
    }

    private static string? MissingGroup(
        List<(string Arn, ImmutableArray<WafRule> Rules)> acls,
        List<(string Arn, ImmutableArray<WafRule> Rules)> groups
    ) =>
        acls.SelectMany(acl => acl.Rules)
            .Where(rule => rule.Statement.Type == WafStatement.RuleGroupReference && !rule.IsShieldMitigation)
            .Select(rule => rule.Statement.ReferencedArn)
            .FirstOrDefault(arn => !groups.Exists(group => group.Arn == arn));

    private static IEnumerable<(string, ImmutableArray<WafRule>)> Users(SnapshotDocuments documents, WafKind kind) =>
        documents
            .Of(kind.Part)
            .Select(element => (Arn: Text(element.Json, kind.Member, "ARN") ?? "", element.Json))
            .Select(user => (user.Arn, kind.RulesIn(AwsDocument.Of(user.Json), user.Arn)));

    private static AwsDocument Wrapped(JsonElement logging) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Logging);
            logging.WriteTo(writer);
            writer.WriteEndObject();
        });

    private static bool IsEmpty(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().Any();

    private static string? Text(JsonElement element, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            element =
                element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value)
                    ? value
                    : default;
        }
        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
