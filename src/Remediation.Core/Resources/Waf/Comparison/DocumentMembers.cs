using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>The members of a resource's document that an update can change, and changes of them.</summary>
internal static class DocumentMembers
{
    /// <summary>Those that are not the same; what AWS alone changes is not among them.</summary>
    public static IEnumerable<string> Differing(WafResource before, WafResource after) =>
        JsonEquality
            .Differing(before.Document, after.Document)
            .Where(member => !after.Kind.ReadOnly.Contains(member, StringComparer.Ordinal));

    public static StateChange Change(ChangeEffect effect, string text, params ImmutableArray<DocumentPath> places) =>
        new(effect, text) { Paths = places };

    /// <summary>A change of a member that nothing more is known of than whether it matters.</summary>
    public static StateChange Other(string member, DocumentPath path) =>
        member is "Description" or "CustomResponseBodies"
            ? Change(ChangeEffect.Neutral, $"{member} changed", path)
            : Change(ChangeEffect.Unknown, $"{member} changed, which this version does not know", path);
}
