using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// Takes single rules of a list from an earlier state of the rule group, and leaves all others as they are now: a three-way merge
/// within the one member that AWS keeps the rules in. Text that is no rule, such as a comment, stays where it is. It does not judge
/// whether the outcome is as strong as it should be.
/// </summary>
internal sealed class RuleListMerge
{
    private const string Text = "RulesString";

    private static readonly ImmutableArray<DocumentPath> Lists =
    [
        DocumentPath.Of("StatefulRules"),
        DocumentPath.Of("StatelessRulesAndCustomActions", "StatelessRules"),
    ];

    private readonly AwsDocument _source;
    private readonly DocumentPath _place;
    private readonly ImmutableArray<Piece> _earlier;
    private readonly ImmutableArray<Piece> _present;

    private RuleListMerge(
        AwsDocument source,
        DocumentPath place,
        ImmutableArray<Piece> earlier,
        ImmutableArray<Piece> present
    ) => (_source, _place, _earlier, _present) = (source, place, earlier, present);

    /// <summary>Null where the rules are not kept in one and the same way, or some have no name of their own.</summary>
    public static RuleListMerge? Between(FirewallRuleGroup earlier, FirewallRuleGroup present)
    {
        if (earlier.Source.ValueKind != JsonValueKind.Object || present.Source.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var (was, isNow) = (AwsDocument.Of(earlier.Source), AwsDocument.Of(present.Source));
        var place = Lists.Add(DocumentPath.Of(Text)).Where(path => was.At(path) is not null).ToList();
        if (place is not [var only] || isNow.At(only) is not { } list || was.At(only) is not { } former)
        {
            return null;
        }
        var (before, after) = (Pieces(former), Pieces(list));
        return before is { } one && after is { } other ? new(isNow, only, one, other) : null;
    }

    /// <summary>Whether the rule of that label is in one of the lists, so that it can be taken from the earlier one.</summary>
    public bool Knows(string label) => IndexOf(_earlier, label) >= 0 || IndexOf(_present, label) >= 0;

    /// <summary>The member RulesSource of now with the rules of these labels as they were; those that were not there are gone.</summary>
    public AwsDocument Restored(IEnumerable<string> labels)
    {
        var merged = _present;
        foreach (var label in labels.Distinct(StringComparer.Ordinal))
        {
            var (was, isNow) = (IndexOf(_earlier, label), IndexOf(merged, label));
            merged = (was, isNow) switch
            {
                ( < 0, < 0) => merged,
                ( < 0, _) => merged.RemoveAt(isNow),
                (_, < 0) => merged.Insert(PlaceOf(was, merged), _earlier[was]),
                _ => merged.SetItem(isNow, _earlier[was]),
            };
        }
        return _source.With(_place, Written(merged));
    }

    // After the nearest of those that stood before it.
    private int PlaceOf(int was, ImmutableArray<Piece> merged)
    {
        for (var before = was - 1; before >= 0; before--)
        {
            if (_earlier[before].Label is { } label && IndexOf(merged, label) is >= 0 and var at)
            {
                return at + 1;
            }
        }
        return 0;
    }

    private static int IndexOf(ImmutableArray<Piece> pieces, string label)
    {
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Label == label)
            {
                return i;
            }
        }
        return -1;
    }

    private static AwsDocument Written(ImmutableArray<Piece> pieces) =>
        AwsDocument.Build(writer =>
        {
            if (pieces.Any(piece => piece.Element is not null))
            {
                writer.WriteStartArray();
                foreach (var piece in pieces)
                {
                    piece.Element!.Root.WriteTo(writer);
                }
                writer.WriteEndArray();
                return;
            }
            writer.WriteStringValue(string.Join('\n', pieces.Select(piece => piece.Lines)));
        });

    private static ImmutableArray<Piece>? Pieces(AwsDocument list)
    {
        var pieces =
            list.Root.ValueKind == JsonValueKind.String
                ? OfText(list.Root.GetString()!)
                : [.. ListedDocument.Elements(list).Select(OfElement)];
        var labels = pieces.Select(piece => piece.Label).Where(label => label is not null).ToList();
        var isNamed = list.Root.ValueKind == JsonValueKind.String || labels.Count == pieces.Length;
        return isNamed && labels.Distinct(StringComparer.Ordinal).Count() == labels.Count ? pieces : null;
    }

    // A rule and its lines, or one line that is none.
    private static ImmutableArray<Piece> OfText(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            while (lines[i].TrimEnd().EndsWith('\\') && i + 1 < lines.Length)
            {
                i++;
            }
            var own = string.Join('\n', lines[first..(i + 1)]);
            pieces.Add(new(LabelOf(own), own, null));
        }
        return pieces.DrainToImmutable();
    }

    private static string? LabelOf(string lines) =>
        SuricataLine.Split(lines).FirstOrDefault().Text is { } rule
        && SuricataLine.Read(rule).TryGet(out var read, out _)
        && read.Options.FirstOrDefault(option => option.Keyword == "sid").Text is { Length: > 0 } sid
            ? FirewallRule.LabelOfSid(sid)
            : null;

    private static Piece OfElement(AwsDocument element)
    {
        if (FirewallJson.Member(element.Root, "Priority") is { ValueKind: JsonValueKind.Number } priority)
        {
            return new(FirewallRule.LabelOfPriority(priority.GetRawText()), "", element);
        }
        var sids = FirewallJson
            .Items(element.Root, "RuleOptions")
            .Where(option => FirewallJson.Text(option, "Keyword") == "sid")
            .SelectMany(option => FirewallJson.Texts(option, "Settings"))
            .ToList();
        return new(sids is [var sid] ? FirewallRule.LabelOfSid(sid) : null, "", element);
    }

    private sealed record Piece(string? Label, string Lines, AwsDocument? Element);
}
