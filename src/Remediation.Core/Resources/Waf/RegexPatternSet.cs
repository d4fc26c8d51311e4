using System.Collections.Immutable;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf.Comparison;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A set of regular expressions that rules refer to. Whether matching one is good or bad for a request, only its uses tell.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexPatternSet.html.
/// </summary>
public sealed class RegexPatternSet : WafResource
{
    /// <summary>The part that holds the set.</summary>
    public const string DocumentPart = "wafv2.get-regex-pattern-set";

    private RegexPatternSet() { }

    /// <summary>
    /// The rules of web ACLs and rule groups that refer to it, found when it was read. It is no part of its content: the same set
    /// used otherwise has the same fingerprint.
    /// </summary>
    public Fact<IReadOnlyList<WafUse>> Uses { get; private init; } =
        Fact<IReadOnlyList<WafUse>>.Unknown("the web ACLs and rule groups that can use it were not read");

    /// <summary>The regular expressions.</summary>
    public ImmutableArray<string> Expressions
    {
        get
        {
            var expressions = ImmutableArray.CreateBuilder<string>();
            foreach (var expression in AwsJson.Array(Document, "RegularExpressionList"u8))
            {
                expressions.Add(AwsJson.Text(expression, "RegexString"u8) ?? "");
            }
            return expressions.ToImmutable();
        }
    }

    internal override WafDocumentKind Kind => WafDocumentKind.RegexPatternSet;

    /// <summary>The set that the parts tell of.</summary>
    public static RegexPatternSet Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts,
        Fact<IReadOnlyList<WafUse>> uses
    )
    {
        var document = parts.GetValueOrDefault(DocumentPart)?.At(DocumentPath.Of("RegexPatternSet"))?.Root ?? default;
        return new()
        {
            Id = id,
            Name = NameIn(id, WafDocumentKind.RegexPatternSet, parts),
            Tags = TagsIn(parts),
            Parts = parts,
            UnknownParts = unknownParts,
            Uses = uses,
            Unreadable = AwsJson.IsNoArray(document, "RegularExpressionList"u8)
                ? ["its RegularExpressionList is no list"]
                : [],
        };
    }

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is RegexPatternSet was
            ? SetComparison.Between(
                was,
                this,
                "RegularExpressionList",
                [.. was.Expressions.Except(Expressions, StringComparer.Ordinal)],
                [.. Expressions.Except(was.Expressions, StringComparer.Ordinal)],
                Uses
            )
            : null;

    internal override DocumentState WithParts(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    ) => Of(Id, parts, unknownParts, Uses);
}
