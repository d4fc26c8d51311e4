using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A resource of AWS WAF (v2, not WAF Classic), regional or for CloudFront: a document that one operation reads whole, with a lock
/// token, and one operation replaces whole.
/// </summary>
public abstract class WafResource : DocumentState
{
    /// <summary>The part of the resource's tags, where they were read.</summary>
    public const string TagsPart = "wafv2.list-tags-for-resource";

    private protected WafResource() { }

    /// <summary>REGIONAL or CLOUDFRONT.</summary>
    public string Scope => Arn?.Scope ?? "REGIONAL";

    /// <summary>The token that the next update has to bring, or null where the output that was read has none.</summary>
    public string? LockToken => AwsJson.Text(Output, "LockToken"u8);

    /// <summary>The resource as AWS has it, without the lock token.</summary>
    public JsonElement Document =>
        Output.ValueKind == JsonValueKind.Object && Output.TryGetProperty(Kind.Member, out var document)
            ? document
            : default;

    /// <summary>Where the resource is, led by the part: the path to put members' names to.</summary>
    public DocumentPath Path => DocumentPath.Of(Kind.Part, Kind.Member);

    internal abstract WafDocumentKind Kind { get; }

    internal WafArn? Arn => WafArn.Parse(Id.Arn);

    public sealed override OrderedCalls CallsTo(DocumentState desired)
    {
        var changed = DifferencesTo(desired);
        if (changed.FirstOrDefault(difference => !IsChangeable(difference.Path)) is { } fixedPlace)
        {
            return OrderedCalls.None($"{fixedPlace.Path} of {Kind.Word} {Name} cannot be changed by a call");
        }
        var own = changed.Where(difference => Path.Covers(difference.Path)).ToImmutableArray();
        if (!own.IsEmpty && LockToken is null)
        {
            return OrderedCalls.None($"{Kind.Part} of {Name} has no LockToken; export it whole");
        }
        // What is logged again from the first call on shows the others.
        return OrderedCalls.Of([
            .. SideCallsTo((WafResource)desired),
            .. own.IsEmpty ? [] : new[] { WafUpdate.Call(this, (WafResource)desired, own) },
        ]);
    }

    public sealed override Applied<ResourceState> Apply(ApiCall call)
    {
        if (call.Service != "wafv2")
        {
            return Applied<ResourceState>.Refused(
                CallError.UnknownOperation,
                $"{call.IamAction} is not for a {Kind.Word}"
            );
        }
        return call.Operation == Kind.Update ? WafUpdate.Apply(this, call) : ApplySide(call);
    }

    public sealed override DocumentState WithPart(string operation, AwsDocument? part) =>
        WithParts(
            part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part),
            UnknownParts.Remove(operation)
        );

    internal abstract DocumentState WithParts(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    );

    /// <summary>The calls for the parts beside the document itself.</summary>
    internal virtual ImmutableArray<ApiCall> SideCallsTo(WafResource desired) => [];

    /// <summary>Applies a call that is for another part than the document itself.</summary>
    internal virtual Applied<ResourceState> ApplySide(ApiCall call) =>
        Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.IamAction} is not for a {Kind.Word}");

    /// <summary>Whether what is at the place can be changed by one of the calls.</summary>
    internal virtual bool IsChangeable(DocumentPath path) =>
        Path.Covers(path)
        && path.Steps.Length > Path.Steps.Length
        && !Kind.ReadOnly.Contains(path.Steps[Path.Steps.Length].Member ?? "", StringComparer.Ordinal);

    /// <summary>The name in the document, or that in the ARN.</summary>
    internal static string NameIn(
        ResourceId id,
        WafDocumentKind kind,
        ImmutableSortedDictionary<string, AwsDocument> parts
    ) =>
        parts.GetValueOrDefault(kind.Part)?.At(DocumentPath.Of(kind.Member, "Name"))?.Root.ToString()
        ?? WafArn.Parse(id.Arn)?.Name
        ?? "";

    /// <summary>The tags in the part of the tags.</summary>
    internal static ImmutableArray<Tag> TagsIn(ImmutableSortedDictionary<string, AwsDocument> parts)
    {
        var tags = ImmutableArray.CreateBuilder<Tag>();
        var info = parts.GetValueOrDefault(TagsPart)?.At(DocumentPath.Of("TagInfoForResource"))?.Root ?? default;
        foreach (var tag in AwsJson.Array(info, "TagList"u8))
        {
            tags.Add(new(AwsJson.Text(tag, "Key"u8) ?? "", AwsJson.Text(tag, "Value"u8) ?? ""));
        }
        return tags.ToImmutable();
    }

    private JsonElement Output => Parts.GetValueOrDefault(Kind.Part)?.Root ?? default;
}
